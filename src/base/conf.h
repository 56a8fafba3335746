/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Settings: one table with name, type, bounds, default and help. Values come from
 * doorward.conf and conf.d/<name>.conf (INI by inih; key = section.name). A key
 * that is not in the table is an error, because a typo in a security setting must
 * not mean its default. The table is printed as doorward.conf(5). Keys of the console
 * are in a file of their own: ui_conf.h.
 */
#ifndef DW_BASE_CONF_H
#define DW_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

enum dw_setting_type {
	DW_SET_INT,      /* number within min..max */
	DW_SET_DURATION, /* number is ms within min..max */
	DW_SET_BOOL,     /* yes, no, true, false, on, off, 1, 0 */
	DW_SET_TEXT,
	DW_SET_ENUM,     /* one of `words`, number is its index */
};

/* Values of mfa.policy. */
enum dw_mfa_policy { DW_MFA_OPERATORS, DW_MFA_EVERYBODY };

/* Every setting, by name of the C kind: dw_conf_int(conf, DW_CONF_LIST_PAGE_SIZE). */
enum dw_setting_id {
	DW_CONF_LIST_PAGE_SIZE,        /* list.page_size 100, 1..1000 */
	DW_CONF_PASSWORD_MIN,          /* password.min_length 15, 8..64 */
	DW_CONF_PASSWORD_MIN_MFA,      /* password.min_length_with_mfa 8, 8..64 */
	DW_CONF_PASSWORD_MAX,          /* password.max_length 1024, 256..4096 */
	DW_CONF_PASSWORD_BLOCKLIST,    /* password.blocklist_file "" */
	DW_CONF_HASH_MEMORY,           /* password.hash_memory_mib 64, 46..1024 */
	DW_CONF_HASH_PASSES,           /* password.hash_passes 3, 1..20 */
	DW_CONF_USERNAME_PATTERN,      /* user.username_characters: enum local|any; default local */
	DW_CONF_OPERATOR_SIGNIN,       /* operator.signin: unix (later: doorward) */
	DW_CONF_OPERATOR_WRITES,       /* operator.writes_per_minute 30, 1..1000 */
	DW_CONF_OPERATOR_READS,        /* operator.reads_per_minute 300, 10..100000 */
	DW_CONF_CONSOLE_IDLE_TIMEOUT,  /* console.idle_timeout 10min, 0..24h; 0 = off */
	DW_CONF_CONSOLE_MAX_SESSION,   /* console.max_session 12h, 0..7d; 0 = off */
	DW_CONF_CONSOLE_THEME,         /* console.theme auto: auto|dark|light|deuteranopia|mono */
	DW_CONF_CONSOLE_COPY_SECRETS,  /* console.copy_secrets no */
	DW_CONF_CONSOLE_SLOW_LINE,     /* console.slow_line auto: auto|yes|no */
	DW_CONF_CONSOLE_MOTION,        /* console.motion yes */
	DW_CONF_CONSOLE_KEEP_STATE,    /* console.keep_state yes */
	DW_CONF_MFA_POLICY,            /* mfa.policy: operators|everybody; default operators */
	DW_CONF_MFA_GRACE,             /* mfa.grace 14d, 0..365d */
	DW_CONF_SIGNIN_LOCK_AFTER,     /* signin.lock_after 5, 1..100 */
	DW_CONF_SIGNIN_LOCK_WINDOW,    /* signin.lock_window 15min, 1min..24h */
	DW_CONF_SIGNIN_LOCK_FIRST,     /* signin.lock_first 1min, 1s..1h */
	DW_CONF_SIGNIN_LOCK_LONGEST,   /* signin.lock_longest 60min, 1min..24h */
	DW_CONF_SIGNIN_DISABLE_AFTER,  /* signin.disable_after 100, 5..100 */
	DW_CONF_SIGNIN_PER_ADDRESS,    /* signin.failures_per_address 20, 1..10000 */
	DW_CONF_SIGNIN_VERIFIED,       /* signin.verified_email yes */
	DW_CONF_SESSION_IDLE,          /* session.idle 12h, 1min..90d */
	DW_CONF_SESSION_LIFETIME,      /* session.lifetime 7d, 1min..365d */
	DW_CONF_SESSION_PER_USER,      /* session.per_user 10, 1..1000 */
	DW_CONF_RESET_CODE_LIFETIME,   /* reset_code.lifetime 30min, 1min..30min */
	DW_CONF_RESET_CODE_TRIES,      /* reset_code.tries 5, 1..5 */
	DW_CONF_PROOF_REQUIRED,        /* proof.required yes */
	DW_CONF_ATTEMPT_KEEP,          /* attempt.keep 30d, 1d..365d */
	DW_CONF_AUTHD_SOCKET,          /* authd.socket "/run/doorward/auth.sock" */
	DW_CONF_AUTHD_LOGIN,           /* authd.login "root" */
	DW_CONF_AUTHD_SESSION,         /* authd.session "root" */
	DW_CONF_AUTHD_SELF,            /* authd.self "*" */
	DW_CONF_AUTHD_EXTERNAL,        /* authd.external "" */
	DW_CONF_AUTHD_HASHES,          /* authd.hashes_at_once 4, 1..64 */
	DW_CONF_AUTHD_QUEUE,           /* authd.queue 256, 1..4096 */
	DW_CONF_REALM,                 /* store.realm "" : the name shown in the header */
	DW_SETTINGS
};

struct dw_setting {
	const char *name;         /* "password.min_length" */
	enum dw_setting_type type;
	int64_t min, max;         /* bounds: INT, DURATION; TEXT: max is its bytes */
	const char *standard;     /* default, as it would be written in the file */
	const char *const *words; /* DW_SET_ENUM: NULL-terminated */
	const char *help;         /* N_(): one or two sentences */
};

extern const struct dw_setting dw_settings[DW_SETTINGS];

/* Where in dw_settings; -1 when there is none of that name. */
int
dw_setting_find(const char *name);

struct dw_conf;

/* All defaults. Free with dw_conf_free(). */
struct dw_conf *
dw_conf_new(void);
void
dw_conf_free(struct dw_conf *conf);

/* The same values in another one; and gives conf the values of from, which is freed. */
struct dw_conf *
dw_conf_copy(const struct dw_conf *conf);
void
dw_conf_take(struct dw_conf *conf, struct dw_conf *from);

/*
 * Reads a file, then the *.conf of the folder FILE's-folder/conf.d in byte order. A missing
 * file is DW_NO_INPUT (the caller decides whether that matters; conf.d has been read);
 * an unknown key, a bad value or a bad line is DW_CONFIG with file, line, key and what
 * is accepted, and then conf is as it was before. A key stands at most once in a file
 * and never on an indented line, which would go on with the line above. Files and
 * folders that others than root and their owner can write are refused, and so are
 * files in conf.d that belong neither to root nor to the owner of FILE.
 */
enum dw_code
dw_conf_read(struct dw_conf *conf, const char *path, struct dw_error *err);

/* Sets one by name, as if it stood in a file; err->field is that name. */
enum dw_code
dw_conf_set(struct dw_conf *conf, const char *name, const char *value, struct dw_error *err);

/* dw_conf_int() is for all but DW_SET_TEXT; dw_conf_text() is what was written, for all. */
int64_t
dw_conf_int(const struct dw_conf *conf, enum dw_setting_id id);
bool
dw_conf_bool(const struct dw_conf *conf, enum dw_setting_id id);
const char *
dw_conf_text(const struct dw_conf *conf, enum dw_setting_id id);

#endif
