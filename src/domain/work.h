/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a rule needs to know while it changes something: the store, the time, who
 * acts and from where. Made by the pipeline (action/invoke.c) and handed down; every
 * function of the domain that writes takes it first and runs inside the caller's
 * write transaction.
 *
 * The functions that change something check the rights, guard the guardrails, and
 * write the audit entry themselves, so that no route can forget one of the three.
 */
#ifndef DW_DOMAIN_WORK_H
#define DW_DOMAIN_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/error.h"
#include "base/uuid.h"
#include "domain/rights.h"
#include "store/db.h"

/* Where a person sits; facts from the frontend, recorded and never trusted for rights. */
struct dw_origin {
	const char *kind;  /* "ssh", "terminal", "script", "job" */
	char address[64];  /* of the SSH client, as claimed; "" = none */
	char terminal[64]; /* "/dev/pts/3"; "" = none */
	char account[64];  /* unix account name */
	int64_t uid;       /* unix uid of the person; -1 = not known */
};

/* Who acts. id 0 = the owner of the file or a job, named in `username` ("system:init"). */
struct dw_operator {
	int64_t id;
	struct dw_uuid uuid;
	char username[256];
	struct dw_rights rights;
};

/* What changed, so that watching consoles know: bits of dw_work.topics. */
enum dw_topic {
	DW_TOPIC_USERS = 1,
	DW_TOPIC_GROUPS = 2,
	DW_TOPIC_PERMISSIONS = 4,
	DW_TOPIC_SESSIONS = 8,
	DW_TOPIC_AUDIT = 16,
};
#define DW_TOPICS 5

struct dw_work {
	struct dw_db *db;
	const struct dw_conf *conf;
	const struct dw_operator *operator;
	const struct dw_origin *origin;
	struct dw_uuid batch;  /* shared by the calls of one bulk; none = single */
	int64_t now;
	unsigned topics;       /* enum dw_topic bits, set by what was written */
	int64_t last_seq;      /* of the newest audit entry written; 0 = none */
	unsigned entries;      /* how many audit entries were written */
};

/* Adds what the topics say to the counters; the pipeline calls it before commit. */
enum dw_code
dw_topics_bump(struct dw_work *w, struct dw_error *err);

/* Reads all counters, in the order of the bits of enum dw_topic. */
enum dw_code
dw_topics_read(struct dw_db *db, int64_t out[DW_TOPICS], struct dw_error *err);

#endif
