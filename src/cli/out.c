/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of output. See out.h.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "cli/out.h"

#define BLOCK 65536

void
dw_out_clear(struct dw_out *out)
{
	dw_buf_clear(&out->pending);
}

enum dw_code
dw_out_flush(struct dw_out *out, struct dw_error *err)
{
	size_t at = 0;

	while (at < out->pending.len && !out->gone) {
		ssize_t n = write(out->fd, out->pending.data + at, out->pending.len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EPIPE) {
			out->gone = true;
			break;
		}
		if (n < 0)
			return dw_fail(err, DW_IO, _("The output cannot be written: %s."),
				strerror(errno));
		at += (size_t)n;
	}
	dw_buf_reset(&out->pending);
	if (out->gone)
		return dw_fail(err, DW_CANCELLED, _("Nobody reads the output any more."));
	return DW_OK;
}

enum dw_code
dw_out_add(struct dw_out *out, const char *bytes, size_t len, struct dw_error *err)
{
	dw_buf_add(&out->pending, bytes, len);
	return !out->whole && out->pending.len >= BLOCK ? dw_out_flush(out, err) : DW_OK;
}

enum dw_code
dw_out_puts(struct dw_out *out, const char *text, struct dw_error *err)
{
	return dw_out_add(out, text, strlen(text), err);
}
