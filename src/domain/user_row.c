/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One user as a row: the columns of all lists and details of users, how they are filled, and
 * what an operator without doorward.view_pii sees instead. See user_row.h.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/cursor.h"
#include "domain/user_row.h"

/* In the order of the columns. LIST_END is the first that lists do not have. */
enum {
	COL_USERNAME, COL_FIRST, COL_LAST, COL_EMAIL, COL_GROUPS, COL_STATE, COL_MFA, COL_LAST_LOGIN,
	COL_LIFECYCLE, COL_DEADLINE, COL_THROUGH, COL_HELD_SINCE, COL_HELD_BY, COL_MEMBER_SINCE,
	COL_MEMBER_BY, COL_SOURCE, COL_CREATED, COL_PROFILE, COL_PHONE, COL_ID,
	COL_CURSOR, COL_STAFF, COL_VERIFIED, COL_ACTIVE, COL_INACTIVE_REASON, COL_INACTIVE_SINCE,
	COL_VALID_FROM, COL_VALID_UNTIL, COL_LOCKED_UNTIL, COL_LOCKED_SINCE, COL_FAILURES,
	COL_LAST_FAILURE, COL_FAILURE_FROM, COL_LOGIN_FROM, COL_EXEMPT, COL_GRACE, COL_SOURCE_NAME,
	COL_PENDING_SINCE, COL_VERIFIED_AT, COL_UPDATED, COL_VERSION,
	LIST_END,
	COL_PASSWORD_SET = LIST_END, COL_MUST_CHANGE, COL_SCHEME, COL_PASSWORD_DISABLED, COL_FACTORS,
	COL_BACKUP_CODES, COL_SESSIONS, COL_IDENTITIES, COL_PERMISSIONS, COL_UIDS, COL_INACTIVE_BY,
	COL_PENDING_BY, COL_VERIFIED_BY, COL_EXEMPT_BY, COL_PASSWORD_BY,
	COLUMNS
};

const struct dw_column dw_user_columns[] = {
	[COL_USERNAME] = { "username", N_("USERNAME"), DW_TEXT, DW_COL_DEFAULT, 1, 13, 3, "username" },
	[COL_FIRST] = { "first_name", N_("FIRST"), DW_TEXT, DW_COL_DEFAULT, 5, 7, 1, "first_name" },
	[COL_LAST] = { "last_name", N_("LAST"), DW_TEXT, DW_COL_DEFAULT, 3, 9, 2, "last_name" },
	[COL_EMAIL] = { "email", N_("E-MAIL"), DW_TEXT, DW_COL_DEFAULT | DW_COL_PII, 4, 16, 4, "email" },
	[COL_GROUPS] = { "groups", N_("GROUPS"), DW_NAMES, DW_COL_DEFAULT, 6, 7, 3, NULL },
	[COL_STATE] = { "state", N_("STATE"), DW_WORD, DW_COL_DEFAULT, 2, 8, 0, NULL },
	[COL_MFA] = { "mfa", N_("2FA"), DW_NAMES, DW_COL_DEFAULT | DW_COL_LETTERS, 7, 4, 0, NULL },
	[COL_LAST_LOGIN] = { "last_login", N_("LOGIN"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 4, 6, 0,
		"last_login" },
	[COL_LIFECYCLE] = { "lifecycle", N_("LIFECYCLE"), DW_WORD, DW_COL_PENDING, 3, 13, 0, NULL },
	[COL_DEADLINE] = { "deadline", N_("DEADLINE"), DW_TIME, DW_COL_PENDING | DW_COL_BADGE, 3, 8, 0,
		NULL },
	[COL_THROUGH] = { "permission_through", N_("HELD THROUGH"), DW_NAMES, DW_COL_PERM, 3, 16, 1,
		NULL },
	[COL_HELD_SINCE] = { "permission_since", N_("HELD SINCE"), DW_TIME, DW_COL_PERM | DW_COL_BADGE, 3, 10,
		0, NULL },
	[COL_HELD_BY] = { "permission_by", N_("GRANTED BY"), DW_TEXT, DW_COL_PERM, 3, 10, 1, NULL },
	[COL_MEMBER_SINCE] = { "member_since", N_("MEMBER SINCE"), DW_TIME, DW_COL_BADGE, 3, 12, 0, NULL },
	[COL_MEMBER_BY] = { "member_by", N_("ADDED BY"), DW_TEXT, 0, 3, 11, 1, NULL },
	[COL_SOURCE] = { "source", N_("SOURCE"), DW_WORD, 0, 8, 9, 0, NULL },
	[COL_CREATED] = { "created", N_("CREATED"), DW_TIME, 0, 8, 19, 0, "created" },
	[COL_PROFILE] = { "profile_name", N_("PROFILE NAME"), DW_TEXT, 0, 9, 16, 1, NULL },
	[COL_PHONE] = { "phone", N_("PHONE"), DW_TEXT, DW_COL_PII, 8, 16, 0, NULL },
	[COL_ID] = { "id", N_("ID"), DW_ID, 0, 9, 36, 0, NULL },
	[COL_CURSOR] = { "cursor", N_("CURSOR"), DW_TEXT, DW_COL_CURSOR | DW_COL_DETAIL, 9, 0, 0, NULL },
	[COL_STAFF] = { "staff", N_("STAFF"), DW_BOOL, DW_COL_DETAIL, 9, 5, 0, NULL },
	[COL_VERIFIED] = { "email_verified", N_("E-MAIL VERIFIED"), DW_BOOL, DW_COL_DETAIL, 9, 8, 0, NULL },
	[COL_ACTIVE] = { "active", N_("ACTIVE"), DW_BOOL, DW_COL_DETAIL, 9, 6, 0, NULL },
	[COL_INACTIVE_REASON] = { "inactive_reason", N_("INACTIVE BECAUSE"), DW_WORD, DW_COL_DETAIL, 9, 20,
		0, NULL },
	[COL_INACTIVE_SINCE] = { "inactive_since", N_("INACTIVE SINCE"), DW_TIME, DW_COL_DETAIL, 9, 19, 0,
		NULL },
	[COL_VALID_FROM] = { "valid_from", N_("VALID FROM"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_VALID_UNTIL] = { "valid_until", N_("VALID UNTIL"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_LOCKED_UNTIL] = { "locked_until", N_("LOCKED UNTIL"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_LOCKED_SINCE] = { "locked_since", N_("LOCKED SINCE"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_FAILURES] = { "failures", N_("FAILED TRIES"), DW_INT, DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0,
		NULL },
	[COL_LAST_FAILURE] = { "last_failure", N_("LAST FAILED TRY"), DW_TIME, DW_COL_DETAIL, 9, 19, 0,
		NULL },
	[COL_FAILURE_FROM] = { "last_failure_from", N_("FAILED FROM"), DW_TEXT, DW_COL_DETAIL, 9, 15, 0,
		NULL },
	[COL_LOGIN_FROM] = { "last_login_from", N_("SIGNED IN FROM"), DW_TEXT, DW_COL_DETAIL, 9, 15, 0,
		NULL },
	[COL_EXEMPT] = { "mfa_exempt_since", N_("2FA EXEMPT SINCE"), DW_TIME, DW_COL_DETAIL, 9, 19, 0,
		NULL },
	[COL_GRACE] = { "mfa_grace_until", N_("2FA GRACE UNTIL"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_SOURCE_NAME] = { "source_name", N_("DIRECTORY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0, NULL },
	[COL_PENDING_SINCE] = { "lifecycle_since", N_("PENDING SINCE"), DW_TIME, DW_COL_DETAIL, 9, 19, 0,
		NULL },
	[COL_VERIFIED_AT] = { "email_verified_at", N_("VERIFIED"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_UPDATED] = { "updated", N_("CHANGED"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_VERSION] = { "version", N_("VERSION"), DW_INT, DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0, NULL },
	[COL_PASSWORD_SET] = { "password_set", N_("PASSWORD SET"), DW_TIME, DW_COL_DETAIL, 9, 19, 0, NULL },
	[COL_MUST_CHANGE] = { "password_must_change", N_("MUST CHANGE PASSWORD"), DW_BOOL, DW_COL_DETAIL, 9,
		6, 0, NULL },
	[COL_SCHEME] = { "password_scheme", N_("PASSWORD SCHEME"), DW_TEXT, DW_COL_DETAIL, 9, 13, 0, NULL },
	[COL_PASSWORD_DISABLED] = { "password_disabled", N_("PASSWORD DISABLED"), DW_TIME, DW_COL_DETAIL, 9,
		19, 0, NULL },
	[COL_FACTORS] = { "authenticators", N_("SECOND FACTORS"), DW_JSON, DW_COL_DETAIL, 9, 30, 0, NULL },
	[COL_BACKUP_CODES] = { "backup_codes", N_("BACKUP CODES LEFT"), DW_INT,
		DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0, NULL },
	[COL_SESSIONS] = { "sessions", N_("SESSIONS"), DW_INT, DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0, NULL },
	[COL_IDENTITIES] = { "external_identities", N_("EXTERNAL ACCOUNTS"), DW_INT,
		DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0, NULL },
	[COL_PERMISSIONS] = { "direct_permissions", N_("DIRECT PERMISSIONS"), DW_INT,
		DW_COL_DETAIL | DW_COL_RIGHT, 9, 6, 0, NULL },
	[COL_UIDS] = { "unix_uids", N_("UNIX ACCOUNTS"), DW_NAMES, DW_COL_DETAIL, 9, 10, 0, NULL },
	[COL_INACTIVE_BY] = { "inactive_by", N_("INACTIVE BY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0, NULL },
	[COL_PENDING_BY] = { "lifecycle_by", N_("PENDING BY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0, NULL },
	[COL_VERIFIED_BY] = { "email_verified_by", N_("VERIFIED BY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0,
		NULL },
	[COL_EXEMPT_BY] = { "mfa_exempt_by", N_("2FA EXEMPT BY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0, NULL },
	[COL_PASSWORD_BY] = { "password_set_by", N_("PASSWORD SET BY"), DW_TEXT, DW_COL_DETAIL, 9, 10, 0,
		NULL },
};
const size_t dw_user_list_columns_count = LIST_END;
const size_t dw_user_columns_count = COLUMNS;

/* ---- masks ------------------------------------------------------------------------------ */

static size_t
first_letter(const char *text)
{
	size_t len = strlen(text);

	return len > 0 ? dw_grapheme_next(text, len, 0) : 0;
}

char *
dw_mask_email(const char *email)
{
	const char *at = strrchr(email, '@');
	const char *dot = at != NULL ? strrchr(at, '.') : NULL;

	if (*email == '\0')
		return dw_strdup("");
	if (at == NULL || at == email)
		return dw_strdup("***");
	return dw_format("%.*s***@%.*s***%s", (int)first_letter(email), email, (int)first_letter(at + 1),
		at + 1, dot != NULL ? dot : "");
}

char *
dw_mask_phone(const char *phone)
{
	char last[3] = "";
	size_t digits = 0;

	if (*phone == '\0')
		return dw_strdup("");
	for (const char *c = phone; *c != '\0'; c++)
		if (*c >= '0' && *c <= '9') {
			last[0] = last[1];
			last[1] = *c;
			digits++;
		}
	/* Two of four digits would be half of it. */
	return dw_format("***%s", digits > 4 ? last : "");
}

/* ---- values ------------------------------------------------------------------------------- */

#define NAMES_MAX 4 /* of second factors */

/* Texts and lists that the values point to. */
struct held {
	char *email, *phone, *cursor, *factors;
	const char *factor_names[NAMES_MAX];
	char **groups, **uids;
	size_t n_groups, n_uids;
	struct dw_user_held permission;
	char *by[COLUMNS]; /* by column: who did it */
};

static void
forget(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void
held_clear(struct held *h)
{
	free(h->email);
	free(h->phone);
	free(h->cursor);
	free(h->factors);
	forget(h->groups, h->n_groups);
	forget(h->uids, h->n_uids);
	dw_user_held_clear(&h->permission);
	for (size_t i = 0; i < COLUMNS; i++)
		free(h->by[i]);
}

static void
add_name(char ***names, size_t *n, const char *name)
{
	*names = dw_realloc(*names, *n + 1, sizeof(**names));
	(*names)[(*n)++] = dw_strdup(name);
}

static struct dw_names
names_of(char **names, size_t n)
{
	return (struct dw_names){ (const char *const *)names, n };
}

static const char *
text_or_absent(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static const char *
kind_word(int kind)
{
	return kind == DW_MFA_TOTP ? "totp" : kind == DW_MFA_EMAIL ? "email"
		: kind == DW_MFA_PASSKEY                           ? "passkey" : "backup";
}

static const char *
lifecycle_word(enum dw_lifecycle lifecycle)
{
	static const char *const words[] = {
		[DW_KEPT] = NULL,
		[DW_BINNED] = "binned",
		[DW_SELF_DELETION] = "self_deletion",
		[DW_ERASED] = "erased",
	};

	return words[lifecycle];
}

static void
open_user(struct dw_user_row *row)
{
	if (row->user.stmt == NULL)
		dw_query_open(row->db, &row->user,
			"SELECT uuid, version, username, first_name, last_name, profile_name, email, phone,"
			" source, source_name, active, inactive_reason, inactive_since, staff, valid_from,"
			" valid_until, email_verified_at, lifecycle, lifecycle_since, deadline, locked_until,"
			" locked_since, failures, last_failure_at, last_failure_from, last_login_at,"
			" last_login_from, mfa, mfa_exempt_at, mfa_grace_until, created_at, updated_at "
			"FROM user WHERE id = ?1");
	else
		dw_query_rewind(&row->user);
}

/* From the open row of the table user into the values. */
static void
take_user(struct dw_user_row *row, struct held *h, struct dw_value *v)
{
	const struct dw_query *q = &row->user;
	const struct dw_user u = {
		.active = dw_col_int(q, 10) != 0,
		.inactive_reason = (enum dw_inactive)dw_col_int(q, 11),
		.valid_from = dw_col_int(q, 14),
		.valid_until = dw_col_int(q, 15),
		.lifecycle = (enum dw_lifecycle)dw_col_int(q, 17),
		.locked_until = dw_col_int(q, 20),
		.mfa = (int)dw_col_int(q, 27),
	};
	size_t n = 0;

	if (row->mask) {
		h->email = dw_mask_email(dw_col_text(q, 6));
		h->phone = dw_mask_phone(dw_col_text(q, 7));
	}
	for (int kind = DW_MFA_TOTP; kind <= DW_MFA_BACKUP; kind <<= 1)
		if ((u.mfa & kind) != 0)
			h->factor_names[n++] = kind_word(kind);
	v[COL_ID].id = dw_col_uuid(q, 0);
	v[COL_VERSION].num = dw_col_int(q, 1);
	v[COL_USERNAME].text = text_or_absent(dw_col_text(q, 2));
	v[COL_FIRST].text = text_or_absent(dw_col_text(q, 3));
	v[COL_LAST].text = text_or_absent(dw_col_text(q, 4));
	v[COL_PROFILE].text = text_or_absent(dw_col_text(q, 5));
	v[COL_EMAIL].text = text_or_absent(row->mask ? h->email : dw_col_text(q, 6));
	v[COL_PHONE].text = text_or_absent(row->mask ? h->phone : dw_col_text(q, 7));
	v[COL_SOURCE].text = dw_col_int(q, 8) == DW_LDAP ? "ldap" : "local";
	v[COL_SOURCE_NAME].text = text_or_absent(dw_col_text(q, 9));
	v[COL_ACTIVE].num = u.active;
	v[COL_INACTIVE_REASON].text = text_or_absent(dw_user_inactive_word(&u, row->now));
	v[COL_INACTIVE_SINCE].num = dw_col_int(q, 12);
	v[COL_STAFF].num = dw_col_int(q, 13);
	v[COL_VALID_FROM].num = u.valid_from;
	v[COL_VALID_UNTIL].num = u.valid_until;
	v[COL_VERIFIED].num = dw_col_int(q, 16) != 0;
	v[COL_VERIFIED_AT].num = dw_col_int(q, 16);
	v[COL_STATE].text = dw_user_state_word(dw_user_state(&u, row->now));
	v[COL_LIFECYCLE].text = lifecycle_word(u.lifecycle);
	v[COL_PENDING_SINCE].num = dw_col_int(q, 18);
	v[COL_DEADLINE].num = dw_col_int(q, 19);
	v[COL_LOCKED_UNTIL].num = u.locked_until;
	v[COL_LOCKED_SINCE].num = dw_col_int(q, 21);
	v[COL_FAILURES].num = dw_col_int(q, 22);
	v[COL_LAST_FAILURE].num = dw_col_int(q, 23);
	v[COL_FAILURE_FROM].text = text_or_absent(dw_col_text(q, 24));
	v[COL_LAST_LOGIN].num = dw_col_int(q, 25);
	v[COL_LOGIN_FROM].text = text_or_absent(dw_col_text(q, 26));
	v[COL_MFA].names = (struct dw_names){ h->factor_names, n };
	v[COL_EXEMPT].num = dw_col_int(q, 28);
	v[COL_GRACE].num = dw_col_int(q, 29);
	v[COL_CREATED].num = dw_col_int(q, 30);
	v[COL_UPDATED].num = dw_col_int(q, 31);
}

static enum dw_code
take_groups(struct dw_user_row *row, int64_t id, struct held *h, struct dw_error *err)
{
	struct dw_query *q = &row->member;
	enum dw_code rc;
	bool more;

	if (q->stmt == NULL)
		dw_query_open(row->db, q,
			/* The smallest first: where only one badge has room, "Operations" tells more
			 * about a person than "Everyone". */
			"SELECT g.name FROM membership AS m CROSS JOIN user_group AS g ON g.id = m.group_id"
			" WHERE m.user_id = ?1 ORDER BY g.is_admin DESC, g.member_count, g.name_key");
	else
		dw_query_rewind(q);
	dw_bind_int(q, 1, id);
	while ((rc = dw_query_next(q, &more, err)) == DW_OK && more)
		add_name(&h->groups, &h->n_groups, dw_col_text(q, 0));
	return rc;
}

static enum dw_code
take_password(struct dw_user_row *row, int64_t id, struct dw_query *q, struct dw_value *v,
	struct dw_error *err)
{
	enum dw_code rc;
	bool there;

	dw_query_open(row->db, q,
		"SELECT set_at, must_change, scheme, disabled_at FROM password WHERE user_id = ?1");
	dw_bind_int(q, 1, id);
	if ((rc = dw_query_next(q, &there, err)) != DW_OK || !there)
		return rc;
	v[COL_PASSWORD_SET].num = dw_col_int(q, 0);
	v[COL_MUST_CHANGE].num = dw_col_int(q, 1);
	v[COL_SCHEME].text = dw_col_text(q, 2);
	v[COL_PASSWORD_DISABLED].num = dw_col_int(q, 3);
	return DW_OK;
}

static json_t *
time_or_null(int64_t time)
{
	char text[DW_TIME_TEXT];

	return time != 0 ? json_string(dw_time_rfc3339(time, text)) : json_null();
}

static enum dw_code
take_factors(struct dw_user_row *row, int64_t id, struct held *h, struct dw_value *v,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	json_t *all = json_array();
	enum dw_code rc;
	bool more;

	dw_query_open(row->db, &q,
		"SELECT kind, count, enrolled_at, last_used_at FROM authenticator WHERE user_id = ?1"
		" ORDER BY kind");
	dw_bind_int(&q, 1, id);
	while ((rc = dw_query_next(&q, &more, err)) == DW_OK && more) {
		int kind = (int)dw_col_int(&q, 0);

		json_array_append_new(all,
			json_pack("{s:s, s:I, s:o, s:o}", "kind", kind_word(kind), "count",
				(json_int_t)dw_col_int(&q, 1), "enrolled", time_or_null(dw_col_int(&q, 2)),
				"last_used", time_or_null(dw_col_int(&q, 3))));
		if (kind == DW_MFA_BACKUP)
			v[COL_BACKUP_CODES].num = dw_col_int(&q, 1);
	}
	h->factors = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(all);
	v[COL_FACTORS].text = h->factors;
	return rc;
}

static enum dw_code
take_counts(struct dw_user_row *row, int64_t id, struct held *h, struct dw_value *v,
	struct dw_error *err)
{
	DW_AUTO(dw_query) counts = { 0 };
	DW_AUTO(dw_query) uids = { 0 };
	enum dw_code rc;
	bool more;

	dw_query_open(row->db, &counts,
		"SELECT (SELECT count(*) FROM session WHERE user_id = ?1 AND expires_at > ?2),"
		" (SELECT count(*) FROM external_identity WHERE user_id = ?1),"
		" (SELECT count(*) FROM user_permission WHERE user_id = ?1)");
	dw_bind_int(&counts, 1, id);
	dw_bind_int(&counts, 2, row->now);
	if ((rc = dw_query_next(&counts, &more, err)) != DW_OK)
		return rc;
	v[COL_SESSIONS].num = dw_col_int(&counts, 0);
	v[COL_IDENTITIES].num = dw_col_int(&counts, 1);
	v[COL_PERMISSIONS].num = dw_col_int(&counts, 2);
	dw_query_open(row->db, &uids, "SELECT uid FROM unix_binding WHERE user_id = ?1 ORDER BY uid");
	dw_bind_int(&uids, 1, id);
	while ((rc = dw_query_next(&uids, &more, err)) == DW_OK && more)
		add_name(&h->uids, &h->n_uids, dw_col_text(&uids, 0));
	v[COL_UIDS].names = names_of(h->uids, h->n_uids);
	return rc;
}

/* Who did what the row keeps the time of, where the audit tells. */
static enum dw_code
take_authors(struct dw_user_row *row, struct held *h, struct dw_value *v, struct dw_error *err)
{
	static const struct {
		int time, by;
	} deeds[] = {
		{ COL_INACTIVE_SINCE, COL_INACTIVE_BY },
		{ COL_PENDING_SINCE, COL_PENDING_BY },
		{ COL_VERIFIED_AT, COL_VERIFIED_BY },
		{ COL_EXEMPT, COL_EXEMPT_BY },
		{ COL_PASSWORD_SET, COL_PASSWORD_BY },
	};
	enum dw_code rc = DW_OK;

	for (size_t i = 0; rc == DW_OK && i < DW_COUNT(deeds); i++) {
		const struct dw_audit_deed deed = { .time = v[deeds[i].time].num, .target = v[COL_ID].id };

		rc = dw_audit_author(row->db, &deed, &h->by[deeds[i].by], err);
		v[deeds[i].by].text = h->by[deeds[i].by];
	}
	return rc;
}

void
dw_user_row_clear(struct dw_user_row *row)
{
	dw_query_clear(&row->user);
	dw_query_clear(&row->member);
	dw_query_clear(&row->direct);
	dw_query_clear(&row->through);
	dw_query_clear(&row->joined);
}

static enum dw_code
take_all(struct dw_user_row *row, int64_t id, struct held *h, struct dw_query *password,
	struct dw_value *v, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = take_groups(row, id, h, err)) != DW_OK ||
		(row->permissions != NULL &&
			(rc = dw_user_held_read(row, id, &v[COL_ID].id, &h->permission, err)) != DW_OK) ||
		(row->member_of != NULL &&
			(rc = dw_user_joined_read(row, id, &v[COL_ID].id, &v[COL_MEMBER_SINCE].num,
				&h->by[COL_MEMBER_BY], err)) != DW_OK))
		return rc;
	v[COL_MEMBER_BY].text = h->by[COL_MEMBER_BY];
	v[COL_GROUPS].names = names_of(h->groups, h->n_groups);
	v[COL_THROUGH].names = dw_name_list_names(&h->permission.through);
	v[COL_HELD_SINCE].num = h->permission.since;
	v[COL_HELD_BY].text = h->permission.by;
	if (!row->whole)
		return DW_OK;
	if ((rc = take_password(row, id, password, v, err)) != DW_OK ||
		(rc = take_factors(row, id, h, v, err)) != DW_OK ||
		(rc = take_authors(row, h, v, err)) != DW_OK)
		return rc;
	return take_counts(row, id, h, v, err);
}

enum dw_code
dw_user_row_put(struct dw_user_row *row, const struct dw_place *place, const char *cursor_sort,
	char **cursor, struct dw_sink *sink, bool *found, struct dw_error *err)
{
	struct dw_value values[COLUMNS] = { 0 };
	DW_AUTO(dw_query) password = { 0 };
	struct held h = { 0 };
	enum dw_code rc;

	open_user(row);
	dw_bind_int(&row->user, 1, place->id);
	if ((rc = dw_query_next(&row->user, found, err)) != DW_OK || !*found)
		return rc;
	take_user(row, &h, values);
	rc = take_all(row, place->id, &h, &password, values, err);
	if (rc == DW_OK && cursor_sort != NULL) {
		struct dw_cursor at = { place->text, place->num, values[COL_ID].id };

		h.cursor = dw_cursor_write(&at, cursor_sort);
		values[COL_CURSOR].text = h.cursor;
	}
	if (rc == DW_OK)
		rc = sink->row(sink, values, err);
	if (rc == DW_OK && cursor != NULL)
		dw_replace(cursor, dw_steal(&h.cursor));
	held_clear(&h);
	return rc;
}
