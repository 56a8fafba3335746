/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing text. See buf.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

void
dw_buf_clear(struct dw_buf *buf)
{
	if (buf == NULL)
		return;
	free(buf->data);
	*buf = (struct dw_buf){ 0 };
}

void
dw_buf_reset(struct dw_buf *buf)
{
	buf->len = 0;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

static void
reserve(struct dw_buf *buf, size_t more)
{
	size_t cap = buf->cap > 0 ? buf->cap : 64;

	if (buf->len + more + 1 <= buf->cap)
		return;
	while (cap < buf->len + more + 1)
		cap *= 2;
	buf->data = dw_realloc(buf->data, cap, 1);
	buf->cap = cap;
}

void
dw_buf_add(struct dw_buf *buf, const void *bytes, size_t len)
{
	reserve(buf, len);
	if (len > 0)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
dw_buf_puts(struct dw_buf *buf, const char *text)
{
	if (text != NULL)
		dw_buf_add(buf, text, strlen(text));
}

void
dw_buf_putc(struct dw_buf *buf, char c)
{
	dw_buf_add(buf, &c, 1);
}

void
dw_buf_printf(struct dw_buf *buf, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	reserve(buf, (size_t)len);
	va_start(ap, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	buf->len += (size_t)len;
}

const char *
dw_buf_text(const struct dw_buf *buf)
{
	return buf->data != NULL ? buf->data : "";
}

char *
dw_buf_steal(struct dw_buf *buf)
{
	char *text = buf->data != NULL ? buf->data : dw_strndup("", 0);

	*buf = (struct dw_buf){ 0 };
	return text;
}

void
dw_buf_be32(struct dw_buf *buf, uint32_t value)
{
	const unsigned char bytes[4] = { (unsigned char)(value >> 24),
		(unsigned char)(value >> 16), (unsigned char)(value >> 8),
		(unsigned char)value };

	dw_buf_add(buf, bytes, sizeof(bytes));
}

void
dw_buf_be64(struct dw_buf *buf, uint64_t value)
{
	dw_buf_be32(buf, (uint32_t)(value >> 32));
	dw_buf_be32(buf, (uint32_t)value);
}
