/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory: allocation that does not fail, and scope-bound release.
 *
 * When memory runs out the process ends through the hook below: no transaction
 * commits after that, so it fails closed, and no caller carries a branch that is
 * never tested. (The PAM module does not use this file; it returns errors.)
 *
 *	DW_AUTO(dw_buf) text = { 0 };     calls dw_buf_clear(&text) at scope end
 *	DW_AUTO_FREE char *name = NULL;   calls free(name)
 */
#ifndef DW_BASE_MEM_H
#define DW_BASE_MEM_H

#include <stddef.h>

#define DW_AUTO(name) __attribute__((cleanup(name##_clear))) struct name
#define DW_AUTO_FREE __attribute__((cleanup(dw_free_at)))
#define DW_UNUSED __attribute__((unused))
#define DW_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Zeroed memory for n items of the size; never NULL. Release with free(). */
void *
dw_calloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));

/* Like reallocarray(3); never NULL. New bytes are not cleared. */
void *
dw_realloc(void *old, size_t n, size_t size) __attribute__((returns_nonnull));

/* A copy of the text; NULL stays NULL. */
char *
dw_strdup(const char *text);

/* A copy of the first len bytes, with a NUL after them. */
char *
dw_strndup(const char *text, size_t len);

/* printf into new memory. */
char *
dw_format(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

/* Frees *slot and puts value (owned from now on) there. */
void
dw_replace(char **slot, char *value);

/* Cleanup helper of DW_AUTO_FREE: frees what *(void **)slot points to. */
void
dw_free_at(void *slot);

/* Gives a pointer away: returns *slot and leaves NULL. */
#define dw_steal(slot) \
	({ \
		__typeof__(*(slot)) stolen_ = *(slot); \
		*(slot) = NULL; \
		stolen_; \
	})

/* Ends the process as the others do, for memory that came from elsewhere. */
void
dw_no_memory(void) __attribute__((noreturn));

/* What is called when memory runs out, before abort(); NULL = nothing. */
extern void (*dw_out_of_memory)(void);

#endif
