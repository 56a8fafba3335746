/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets in memory: guarded, locked, wiped. Where they come from is in
 * secret_read.c. See secret.h.
 */
#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/secret.h"

enum dw_code
dw_secret_start(struct dw_error *err)
{
	const struct rlimit none = { 0 };

	if (sodium_init() < 0)
		return dw_fail(err, DW_UNAVAILABLE,
			_("The cryptographic library does not start"));
	if (setrlimit(RLIMIT_CORE, &none) != 0 ||
		prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
		int reason = errno;

		return dw_fail(err, DW_UNAVAILABLE,
			_("The process cannot protect its memory: %s"), strerror(reason));
	}
	return DW_OK;
}

void
dw_secret_clear(struct dw_secret *secret)
{
	if (secret == NULL)
		return;
	sodium_free(secret->data); /* wipes; takes NULL */
	*secret = (struct dw_secret){ 0 };
}

static struct dw_secret
secret_of(size_t len)
{
	struct dw_secret secret = { .data = sodium_malloc(len + 1), .len = len };

	if (secret.data == NULL)
		dw_no_memory();
	secret.data[len] = '\0';
	return secret;
}

enum dw_code
dw_secret_set(
	struct dw_secret *secret, const void *bytes, size_t len, struct dw_error *err)
{
	struct dw_secret fresh;

	if (len > DW_SECRET_MAX)
		return dw_fail(err, DW_INVALID, _("This is longer than %d bytes"),
			DW_SECRET_MAX);
	fresh = secret_of(len);
	if (len > 0)
		memcpy(fresh.data, bytes, len);
	dw_secret_clear(secret);
	*secret = fresh;
	return DW_OK;
}

bool
dw_secret_equal(const struct dw_secret *a, const struct dw_secret *b)
{
	return a->len > 0 && a->len == b->len &&
	       sodium_memcmp(a->data, b->data, a->len) == 0;
}

void
dw_secret_generate(unsigned groups, struct dw_secret *out)
{
	static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	struct dw_secret fresh;

	static_assert(sizeof(alphabet) - 1 == 32, "five bits choose a character evenly");
	assert(groups > 0 && groups <= DW_SECRET_MAX / 5);
	fresh = secret_of(groups * 5 - 1);
	randombytes_buf(fresh.data, fresh.len);
	for (size_t i = 0; i < fresh.len; i++)
		fresh.data[i] = i % 5 == 4 ? '-' : alphabet[fresh.data[i] & 31];
	dw_secret_clear(out);
	*out = fresh;
}
