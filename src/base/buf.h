/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growing text: bytes with a length, always followed by a NUL. Zeroed is
 * empty and valid. For text only; secrets live in struct dw_secret.
 */
#ifndef DW_BASE_BUF_H
#define DW_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dw_buf {
	char *data; /* NULL when nothing was ever added */
	size_t len;
	size_t cap;
};

void
dw_buf_clear(struct dw_buf *buf);

/* Empties it and keeps the memory. */
void
dw_buf_reset(struct dw_buf *buf);

void
dw_buf_add(struct dw_buf *buf, const void *bytes, size_t len);

/* Adds a NUL-terminated text; NULL adds nothing. */
void
dw_buf_puts(struct dw_buf *buf, const char *text);

void
dw_buf_putc(struct dw_buf *buf, char c);

void
dw_buf_printf(struct dw_buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The text; "" when empty. Valid until the next change. */
const char *
dw_buf_text(const struct dw_buf *buf);

/* Gives the text away (free it) and leaves the buffer empty; never NULL. */
char *
dw_buf_steal(struct dw_buf *buf);

/* Unsigned big-endian integers, as the audit's byte layout wants them. */
void
dw_buf_be32(struct dw_buf *buf, uint32_t value);
void
dw_buf_be64(struct dw_buf *buf, uint64_t value);

#endif
