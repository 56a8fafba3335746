/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit: an append-only chain of entries without personal data, each hashed
 * over the one before, and beside it the payload (names, addresses, old and new
 * values), which the chain covers by salted commitments, so that a person can be
 * erased and the chain still proves itself. Layout and a test vector are in ARCHITECTURE.md.
 */
#ifndef DW_DOMAIN_AUDIT_H
#define DW_DOMAIN_AUDIT_H

#include <jansson.h>

#include "base/error.h"
#include "base/table.h"
#include "base/uuid.h"
#include "domain/work.h"

/* An object that is let go of at scope end: DW_AUTO_JSON data = json_object(); */
static inline void
dw_json_clear(json_t **object)
{
	json_decref(*object);
}
#define DW_AUTO_JSON __attribute__((cleanup(dw_json_clear))) json_t *

/*
 * What to write. Texts are borrowed, JSON objects too. The actor's payload (username,
 * address, terminal, account) is made from w.
 */
struct dw_audit_entry {
	const char *action;        /* "user_updated": a promise: scripts and readers know it by this */
	const char *result;        /* NULL = "ok"; "refused", "failed" */
	const char *reason;        /* a code: "last_admin"; NULL = none */
	struct dw_uuid target;     /* whose slot 1 is; none = no target */
	const char *target_name;   /* username, into slot 1 */
	json_t *target_data;       /* object merged into slot 1, e.g. {"changes":{...}}; may be NULL */
	struct dw_uuid third;      /* slot 2: a second person */
	json_t *third_data;
	json_t *data;              /* slot 3: what is nobody's, e.g. {"group":"Ops"} */
};

/* Appends inside the caller's write transaction; sets w->last_seq, counts w->entries. */
enum dw_code
dw_audit_append(struct dw_work *w, const struct dw_audit_entry *entry, struct dw_error *err);

/* Notes a changed value as "name":[old,new] when the two differ; returns whether they do. */
bool
dw_audit_change(json_t *changes, const char *name, const char *before, const char *after);
bool
dw_audit_change_bool(json_t *changes, const char *name, bool before, bool after);
bool
dw_audit_change_time(json_t *changes, const char *name, int64_t before, int64_t after);

/* The list's columns: seq, time, operator, action, target, result, reason, from, metadata ... */
extern const struct dw_column dw_audit_columns[];
extern const size_t dw_audit_columns_count;

/* What to list, newest first: by number, in a span of time by time. Zeroed = everything. */
struct dw_audit_filter {
	struct dw_uuid target;   /* entries about this user */
	struct dw_uuid actor;    /* entries by this operator */
	const char *action;      /* this code; NULL = any */
	const char *result;      /* NULL = any */
	int64_t since, until;    /* 0 = open */
	const char *after;       /* cursor: "next" of a page; NULL = from the newest */
	int limit;               /* rows at most; -1 = none: only counted */
	bool count;              /* how many match in all, too: of everything known, else a scan */
	bool mask_pii;           /* payload values of e-mail and phone hidden */
};
enum dw_code
dw_audit_list(struct dw_db *db, const struct dw_audit_filter *filter, struct dw_sink *sink,
	struct dw_error *err);

/* How many refusals of this actor since then are among the newest entries, of one reason or
 * (NULL) of any: for a limit to them, so at most some hundreds. */
enum dw_code
dw_audit_refusals(struct dw_db *db, const struct dw_uuid *actor, int64_t since,
	const char *reason, int64_t *out, struct dw_error *err);

/* What stands for the name of somebody who was erased. */
#define DW_AUDIT_ERASED "***ERASED***"

/*
 * Something that was done, of which a row keeps the time. Zeroed members do not matter. With
 * a list, an entry that gave that name counts, or one that made the target with what it has.
 */
struct dw_audit_deed {
	int64_t time;          /* exactly; 0 = was not done */
	struct dw_uuid target; /* the user it was done to; none = nobody */
	struct dw_uuid group;  /* the group it was done to instead */
	const char *list;      /* "groups" or "permissions" */
	const char *name;      /* of the group or permission */
};

/* Who did it, by the name in the audit, to be freed; NULL when no entry tells (it is older than
 * the store, or came from elsewhere). Found through an index by time and target. */
enum dw_code
dw_audit_author(struct dw_db *db, const struct dw_audit_deed *deed, char **out,
	struct dw_error *err);

/*
 * Checks the chain and every commitment. *checked: entries looked at. DW_IO names
 * the first entry at fault by its seq and what is wrong with it.
 */
enum dw_code
dw_audit_verify(struct dw_db *db, int64_t *checked, struct dw_error *err);

#endif
