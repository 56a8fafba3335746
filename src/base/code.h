/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outcomes of an operation: the one list of them. Each has a name (JSON,
 * audit), an exit status (sysexits.h) and a sentence for the public, in one row
 * of code.c. How a failure carries its words is in error.h.
 */
#ifndef DW_BASE_CODE_H
#define DW_BASE_CODE_H

enum dw_code {
	DW_OK = 0,
	DW_USAGE,         /* the words of a command line are wrong */
	DW_INVALID,       /* a value is wrong; err->field names it */
	DW_STATE,         /* not now: the thing is not in a state for this */
	DW_NO_INPUT,      /* an input file cannot be read */
	DW_NOT_FOUND,
	DW_UNAVAILABLE,   /* no store, no terminal, no such service */
	DW_BUG,           /* ours */
	DW_CANNOT_CREATE, /* an output file cannot be made */
	DW_IO,
	DW_BUSY,          /* somebody else holds the store; try again */
	DW_THROTTLED,     /* err->retry_after seconds */
	DW_CONFLICT,      /* changed by somebody else meanwhile */
	DW_NOT_PERMITTED, /* the operator lacks the permission */
	DW_NOT_SUBSET,    /* the target holds privileges the operator lacks */
	DW_OWN_ACCOUNT,   /* guardrail: never on oneself */
	DW_LAST_ADMIN,    /* guardrail: one admin always stays */
	DW_CONFIG,
	DW_CANCELLED,
	DW_CODES          /* how many there are */
};

/* The name used in JSON and in the audit, e.g. "not_found". Never NULL. */
const char *
dw_code_name(enum dw_code code);

/* The process exit status, from sysexits.h; 130 for DW_CANCELLED. */
int
dw_code_exit(enum dw_code code);

/* The code of a name, as the audit has it; DW_CODES when there is none. */
enum dw_code
dw_code_find(const char *name);

/* A translated sentence for when there is nothing better to say. */
const char *
dw_code_text(enum dw_code code);

#endif
