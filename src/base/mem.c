/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Allocation that ends the process rather than fails. See mem.h.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void (*dw_out_of_memory)(void);

void
dw_no_memory(void)
{
	if (dw_out_of_memory != NULL)
		dw_out_of_memory();
	abort();
}

static void *
checked(void *memory)
{
	if (memory == NULL)
		dw_no_memory();
	return memory;
}

void *
dw_calloc(size_t n, size_t size)
{
	return checked(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *
dw_realloc(void *old, size_t n, size_t size)
{
	return checked(reallocarray(old, n > 0 ? n : 1, size > 0 ? size : 1));
}

char *
dw_strdup(const char *text)
{
	return text == NULL ? NULL : checked(strdup(text));
}

char *
dw_strndup(const char *text, size_t len)
{
	char *copy = dw_calloc(len + 1, 1);

	if (len > 0)
		memcpy(copy, text, len);
	return copy;
}

char *
dw_format(const char *fmt, ...)
{
	va_list ap;
	char *text = NULL;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	return checked(text);
}

void
dw_replace(char **slot, char *value)
{
	free(*slot);
	*slot = value;
}

void
dw_free_at(void *slot)
{
	void *memory;

	/* The slot may be a pointer of any type, so it is read as bytes. */
	memcpy(&memory, slot, sizeof(memory));
	free(memory);
}
