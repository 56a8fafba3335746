/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling a struct dw_error. See error.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"

/* Text that was cut to fit must not end in half a character. */
static void
trim_half(char *text, size_t size, int wanted)
{
	size_t len = size - 1;

	if (wanted < 0 || (size_t)wanted < size)
		return;
	while (len > 0 && ((unsigned char)text[len - 1] & 0xc0) == 0x80)
		len--;
	if (len > 0 && (unsigned char)text[len - 1] >= 0xc0)
		len--;
	text[len] = '\0';
}

static void __attribute__((format(printf, 3, 0)))
put_text(char *text, size_t size, const char *fmt, va_list ap)
{
	trim_half(text, size, vsnprintf(text, size, fmt, ap));
}

static void __attribute__((format(printf, 4, 0))) fill(struct dw_error *err,
	enum dw_code code, const char *field, const char *fmt, va_list ap)
{
	struct dw_error fresh = { .code = code };

	if (err == NULL)
		return;
	/* The arguments may point into *err, so the new text is made aside. */
	put_text(fresh.message, sizeof(fresh.message), fmt, ap);
	if (field != NULL)
		trim_half(fresh.field, sizeof(fresh.field),
			snprintf(fresh.field, sizeof(fresh.field), "%s", field));
	*err = fresh;
}

enum dw_code
dw_fail(struct dw_error *err, enum dw_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, code, NULL, fmt, ap);
	va_end(ap);
	return code;
}

enum dw_code
dw_fail_so_already(struct dw_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, DW_STATE, NULL, fmt, ap);
	va_end(ap);
	if (err != NULL)
		err->so_already = true;
	return DW_STATE;
}

enum dw_code
dw_fail_field(
	struct dw_error *err, enum dw_code code, const char *field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, code, field, fmt, ap);
	va_end(ap);
	return code;
}

enum dw_code
dw_fail_detail(struct dw_error *err, const char *fmt, ...)
{
	va_list ap;
	char text[sizeof(err->detail)];

	if (err == NULL)
		return DW_BUG;
	va_start(ap, fmt);
	put_text(text, sizeof(text), fmt, ap);
	va_end(ap);
	memcpy(err->detail, text, sizeof(text));
	return err->code;
}
