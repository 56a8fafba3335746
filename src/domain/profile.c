/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The profile of a user as a form or a file wants it to be. See profile.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/profile.h"
#include "domain/search.h"

/* A text of the form without white space around it; identity keys are trimmed alike. */
static char *
trimmed(const char *text)
{
	size_t len;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return dw_strndup(text, len);
}

void
dw_profile_clear(struct dw_profile *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < DW_PROFILE_TEXTS; i++)
		dw_replace(&p->texts[i], NULL);
}

static const char *
either(const char *value, const char *before)
{
	return value != NULL ? value : before != NULL ? before : "";
}

void
dw_profile_make(const struct dw_user *before, const struct dw_user_edit *v, int64_t now,
	struct dw_profile *p)
{
	bool verified;

	p->username = trimmed(either(v->username, before->username));
	p->first_name = dw_strdup(either(v->first_name, before->first_name));
	p->last_name = dw_strdup(either(v->last_name, before->last_name));
	p->profile_name = dw_strdup(either(v->profile_name, before->profile_name));
	p->email = trimmed(either(v->email, before->email));
	p->phone = trimmed(either(v->phone, before->phone));
	p->username_key = dw_fold_identity(p->username);
	p->email_key = dw_fold_identity(p->email);
	p->first_key = dw_fold_search(p->first_name);
	p->last_key = dw_fold_search(p->last_name);
	p->search = dw_search_text(p->username, p->email, p->first_name, p->last_name, p->phone);
	p->staff = v->staff >= 0 ? v->staff != 0 : before->staff;
	p->valid_from = v->valid_from >= 0 ? v->valid_from : before->valid_from;
	p->valid_until = v->valid_until >= 0 ? v->valid_until : before->valid_until;
	/* A new address has not been confirmed by anybody, unless the operator says so. */
	verified = v->verified >= 0 ? v->verified != 0 :
		before->email_verified_at != 0 && strcmp(p->email, either(before->email, "")) == 0;
	if (p->email[0] == '\0' || !verified)
		p->email_verified_at = 0;
	else if (before->email_verified_at != 0 && strcmp(p->email, either(before->email, "")) == 0)
		p->email_verified_at = before->email_verified_at;
	else
		p->email_verified_at = now;
}

/* Username and address are one name space: sign-in accepts either. */
static enum dw_code
is_free(struct dw_work *w, int64_t self, const char *key, const char *field,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *owner = NULL;
	enum dw_code rc;
	bool row;

	if (key == NULL || key[0] == '\0')
		return DW_OK;
	dw_query_open(w->db, &q,
		"SELECT username, lifecycle FROM user"
		" WHERE username_key = ?1 AND username_key <> '' AND id <> ?2 "
		"UNION ALL SELECT username, lifecycle FROM user"
		" WHERE email_key = ?1 AND email_key <> '' AND id <> ?2 LIMIT 1");
	dw_bind_text(&q, 1, key);
	dw_bind_int(&q, 2, self);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK || !row)
		return rc;
	/* That it is taken cannot be hidden; whose it is tells an address. */
	if (!dw_rights_have(&w->operator->rights, DW_PERM_VIEW_PII))
		return dw_fail_field(err, DW_INVALID, field, _("Somebody has this already."));
	owner = dw_display_dup(dw_col_text(&q, 0));
	if (dw_col_int(&q, 1) != DW_KEPT)
		return dw_fail_field(err, DW_INVALID, field,
			_("This is still reserved for %s, who is in the recycle bin."), owner);
	return dw_fail_field(err, DW_INVALID, field, _("This is already used by %s."), owner);
}

enum dw_code
dw_profile_is_free(struct dw_work *w, int64_t self, const struct dw_profile *p,
	struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = is_free(w, self, p->username_key, "username", err)) != DW_OK)
		return rc;
	return is_free(w, self, p->email_key, "email", err);
}

enum dw_code
dw_profile_check(const struct dw_user_edit *v, const struct dw_profile *p, struct dw_error *err)
{
	if (p->username_key == NULL || p->email_key == NULL)
		return dw_fail_field(err, DW_INVALID, p->email_key == NULL ? "email" : "username",
			_("This is not valid UTF-8 text."));
	if (v->verified > 0 && p->email[0] == '\0')
		return dw_fail_field(err, DW_INVALID, "verified",
			_("There is no e-mail address that could be verified."));
	if (p->valid_from > 0 && p->valid_until > 0 && p->valid_until <= p->valid_from)
		return dw_fail_field(err, DW_INVALID, "valid-until",
			_("The account would end before it begins: give a later date."));
	return DW_OK;
}

void
dw_profile_bind(struct dw_query *q, const struct dw_profile *p, int64_t now)
{
	dw_bind_text(q, 2, p->username);
	dw_bind_text(q, 3, p->username_key);
	dw_bind_text(q, 4, p->first_name);
	dw_bind_text(q, 5, p->first_key);
	dw_bind_text(q, 6, p->last_name);
	dw_bind_text(q, 7, p->last_key);
	dw_bind_text(q, 8, p->profile_name);
	dw_bind_text(q, 9, p->email);
	dw_bind_text(q, 10, p->email_key);
	dw_bind_text(q, 11, p->phone);
	dw_bind_text(q, 12, p->search);
	dw_bind_int(q, 13, p->staff);
	dw_bind_int(q, 14, p->valid_from);
	dw_bind_int(q, 15, p->valid_until);
	dw_bind_int(q, 16, p->email_verified_at);
	dw_bind_int(q, 17, now);
}

json_t *
dw_profile_changes(const struct dw_user *before, const struct dw_profile *after)
{
	json_t *changes = json_object();

	dw_audit_change(changes, "username", before->username, after->username);
	dw_audit_change(changes, "first_name", before->first_name, after->first_name);
	dw_audit_change(changes, "last_name", before->last_name, after->last_name);
	dw_audit_change(changes, "profile_name", before->profile_name, after->profile_name);
	dw_audit_change(changes, "email", before->email, after->email);
	dw_audit_change_bool(changes, "email_verified", before->email_verified_at != 0,
		after->email_verified_at != 0);
	dw_audit_change(changes, "phone", before->phone, after->phone);
	dw_audit_change_bool(changes, "staff", before->staff, after->staff);
	dw_audit_change_time(changes, "valid_from", before->valid_from, after->valid_from);
	dw_audit_change_time(changes, "valid_until", before->valid_until, after->valid_until);
	return changes;
}
