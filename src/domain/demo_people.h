/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The household as tables: who lives in it, which groups and permissions there are. For
 * demo_household.c only.
 */
#ifndef DW_DOMAIN_DEMO_PEOPLE_H
#define DW_DOMAIN_DEMO_PEOPLE_H

#include "domain/demo_parts.h"

enum dw_demo_is {
	DW_IS_OPERATOR = 1,          /* bound to the unix account of whoever makes the demo */
	DW_IS_STAFF = 2,
	DW_IS_UNVERIFIED = 4,        /* the e-mail address */
	DW_IS_LDAP = 8,
	DW_IS_EXEMPT = 16,
	DW_IS_NO_PASSWORD = 32,
	DW_IS_MUST_CHANGE = 64,
	DW_IS_PASSWORD_OFF = 128,
	DW_IS_OFF = 256,             /* inactive by an operator */
	DW_IS_OFF_BY_DIRECTORY = 512,
	DW_IS_MISSING = 1024,        /* in the directory */
	DW_IS_BINNED = 2048,
	DW_IS_LEAVING = 4096,        /* asked for the deletion of their own account */
	DW_IS_ERASED = 8192,
	DW_IS_GOOGLE = 16384,        /* linked accounts */
	DW_IS_GITHUB = 32768,
	DW_IS_ENTRA = 65536,
};

/* Times are ms; "ago" for what was, "from now" (negative: past) for what ends. */
struct dw_demo_person {
	const char *username, *first_name, *last_name;
	const char *profile, *phone;
	const char *email;        /* NULL = username@example.org; "" = none */
	const char *groups;       /* "Sales,*Research": the one with * by the directory */
	const char *permissions;  /* held directly */
	unsigned is;              /* enum dw_demo_is */
	int mfa, keys, codes;     /* kinds; passkeys and backup codes, 0 = 1 and 8 */
	int64_t last, created;    /* ago; last 0 = never, created 0 = some hundred days */
	int64_t valid_from, valid_until, deadline, grace, locked; /* from now; 0 = none */
	int failures, sessions;
};
extern const struct dw_demo_person dw_demo_people[];
extern const size_t dw_demo_people_count;

/* A name and what is to say about it; a description with ! before it marks what is privileged. */
struct dw_demo_about {
	const char *name, *about;
};
extern const struct dw_demo_about dw_demo_groups[], dw_demo_catalogue[];
extern const size_t dw_demo_groups_count, dw_demo_catalogue_count;
/* Group and the permissions it gives. */
extern const struct dw_demo_about dw_demo_gives[];
extern const size_t dw_demo_gives_count;

extern const char *const dw_demo_others[][3];
extern const size_t dw_demo_others_count;

#endif
