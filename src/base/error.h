/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A failure with its words. Functions that can fail return an enum dw_code and
 * take a struct dw_error last (may be NULL); it is filled in the same statement:
 *
 *	return dw_fail(err, DW_STATE, _("%s is not locked"), user->username);
 *
 * It holds no memory of its own, so it needs no clearing and survives a full heap.
 */
#ifndef DW_BASE_ERROR_H
#define DW_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/code.h"

struct dw_error {
	enum dw_code code;
	int retry_after;   /* seconds; 0 = not known */
	int column;        /* 1-based column in the value at fault; 0 = none */
	bool so_already;   /* DW_STATE: what was wanted is so already, so nothing is to be done */
	char field[48];    /* the parameter or setting at fault; "" = none */
	char message[512]; /* for the person: what happened and what to do */
	char detail[512];  /* for the operator's log; never a secret */
};

/* Fills err (message from fmt; clears the rest) and returns code. */
enum dw_code
dw_fail(struct dw_error *err, enum dw_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* DW_STATE, because it is so already: who only wants it to be so can go on. */
enum dw_code
dw_fail_so_already(struct dw_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The same as dw_fail(), with the field at fault. */
enum dw_code
dw_fail_field(struct dw_error *err, enum dw_code code, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Adds a detail for the operator's log to a failure; returns err->code. */
enum dw_code
dw_fail_detail(struct dw_error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
