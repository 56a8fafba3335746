/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of texts with numbers: open addressing, never more than half full. See keys.h.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/keys.h"

struct dw_key {
	const char *text; /* NULL = free */
	int64_t number;
};

void
dw_keys_clear(struct dw_keys *keys)
{
	if (keys == NULL)
		return;
	free(keys->at);
	*keys = (struct dw_keys){ 0 };
}

/* Where the text is, or the free place where it belongs. */
static size_t
place(const struct dw_keys *keys, const char *text)
{
	uint64_t hash;
	size_t i;

	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)text, strlen(text),
		keys->secret);
	for (i = hash & (keys->cap - 1); keys->at[i].text != NULL; i = (i + 1) & (keys->cap - 1))
		if (strcmp(keys->at[i].text, text) == 0)
			break;
	return i;
}

int64_t
dw_keys_find(const struct dw_keys *keys, const char *text)
{
	size_t i;

	if (keys->cap == 0)
		return -1;
	i = place(keys, text);
	return keys->at[i].text != NULL ? keys->at[i].number : -1;
}

static void
grow(struct dw_keys *keys)
{
	struct dw_keys more = { .cap = keys->cap > 0 ? keys->cap * 2 : 256, .count = keys->count };

	if (keys->cap == 0)
		crypto_shorthash_keygen(more.secret);
	else
		memcpy(more.secret, keys->secret, sizeof(more.secret));
	more.at = dw_calloc(more.cap, sizeof(*more.at));
	for (size_t i = 0; i < keys->cap; i++)
		if (keys->at[i].text != NULL)
			more.at[place(&more, keys->at[i].text)] = keys->at[i];
	free(keys->at);
	*keys = more;
}

void
dw_keys_add(struct dw_keys *keys, const char *text, int64_t number)
{
	if (keys->count * 2 >= keys->cap)
		grow(keys);
	keys->at[place(keys, text)] = (struct dw_key){ text, number };
	keys->count++;
}
