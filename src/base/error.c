/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling a struct dw_error. See error.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static void __attribute__((format(printf, 4, 0)))
fill(struct dw_error *err, enum dw_code code, const char *field, const char *fmt, va_list ap)
{
	struct dw_error fresh = { .code = code };

	if (err == NULL)
		return;
	/* The arguments may point into *err, so the new text is made aside. */
	vsnprintf(fresh.message, sizeof(fresh.message), fmt, ap);
	snprintf(fresh.field, sizeof(fresh.field), "%s", field != NULL ? field : "");
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
dw_fail_field(struct dw_error *err, enum dw_code code, const char *field, const char *fmt, ...)
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
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	memcpy(err->detail, text, sizeof(text));
	return err->code;
}
