/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The household: the people of demo_people.c and colleagues around them, with sessions,
 * linked accounts, groups and permissions. What happened lately is in demo_history.c.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/demo_people.h"

/* Calls each with every name of a list "a,b", in a buffer that lives until it returns. */
static enum dw_code
for_names(const char *list, enum dw_code (*each)(void *arg, const char *name, struct dw_error *err),
	void *arg, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (const char *at = list != NULL ? list : ""; rc == DW_OK && *at != '\0';) {
		size_t len = strcspn(at, ",");
		DW_AUTO_FREE char *name = dw_strndup(at, len);

		rc = each(arg, name, err);
		at += len + (at[len] == ',');
	}
	return rc;
}

struct holder {
	struct dw_demo *demo;
	int64_t user, group, since;
};

static enum dw_code
join(void *arg, const char *name, struct dw_error *err)
{
	struct holder *h = arg;
	bool directory = name[0] == '*';
	int64_t group;
	enum dw_code rc;

	if ((rc = dw_demo_group(h->demo, name + directory, "", &group, err)) != DW_OK)
		return rc;
	return dw_demo_member(h->demo, h->user, group, directory, h->since, err);
}

static enum dw_code
permit(void *arg, const char *name, struct dw_error *err)
{
	struct holder *h = arg;
	int64_t permission;
	enum dw_code rc;

	if ((rc = dw_demo_permission(h->demo, name, "", false, &permission, err)) != DW_OK)
		return rc;
	if (h->group != 0)
		return dw_demo_group_permit(h->demo, h->group, permission, err);
	return dw_demo_permit(h->demo, h->user, permission, h->since, err);
}

static enum dw_code
make_access(struct dw_demo *demo, struct dw_error *err)
{
	enum dw_code rc = DW_OK;
	int64_t id;

	for (size_t i = 0; rc == DW_OK && i < dw_demo_groups_count; i++)
		rc = dw_demo_group(demo, dw_demo_groups[i].name, dw_demo_groups[i].about, &id, err);
	for (size_t i = 0; rc == DW_OK && i < dw_demo_catalogue_count; i++) {
		bool privileged = dw_demo_catalogue[i].about[0] == '!';

		rc = dw_demo_permission(demo, dw_demo_catalogue[i].name,
			dw_demo_catalogue[i].about + privileged, privileged, &id, err);
	}
	for (size_t i = 0; rc == DW_OK && i < dw_demo_gives_count; i++) {
		struct holder group = { .demo = demo };

		if ((rc = dw_demo_group(demo, dw_demo_gives[i].name, "", &group.group, err)) == DW_OK)
			rc = for_names(dw_demo_gives[i].about, permit, &group, err);
	}
	return rc;
}

/* ---- sessions and linked accounts ----------------------------------------------------------- */

#define AGENT_FIREFOX_LINUX \
	"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
#define AGENT_FIREFOX_WINDOWS \
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0"
#define AGENT_THUNDERBIRD \
	"Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.14.0"
#define AGENT_SAFARI_PHONE \
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 " \
	"(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
#define AGENT_SAFARI_MAC \
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 " \
	"(KHTML, like Gecko) Version/17.5 Safari/605.1.15"
#define AGENT_CHROME_PHONE \
	"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) " \
	"Chrome/127.0.0.0 Mobile Safari/537.36"

static enum dw_code
make_sessions(struct dw_demo *demo, int64_t user, const struct dw_demo_person *p,
	struct dw_error *err)
{
	static const struct dw_demo_session sessions[] = {
		{ "portal", AGENT_FIREFOX_LINUX, NULL, "192.0.2.17", 2 * DW_HOUR, 4 * DW_MINUTE, 7 * DW_DAY },
		{ "mail", AGENT_SAFARI_PHONE, NULL, "2001:db8:42::1f", 3 * DW_DAY, 12 * DW_MINUTE,
			7 * DW_DAY },
		{ "vpn", "Open AnyConnect VPN Agent v9.12", "Framework 13", "198.51.100.23", 5 * DW_HOUR,
			DW_HOUR, 7 * DW_DAY },
		{ "sso", AGENT_CHROME_PHONE, NULL, "203.0.113.200", 6 * DW_DAY, 20 * DW_HOUR, 7 * DW_DAY },
		{ "sshd", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "gate.example.org", "192.0.2.55",
			40 * DW_MINUTE, 30 * DW_SECOND, 7 * DW_DAY },
		{ "wiki", AGENT_SAFARI_MAC, NULL, "2001:db8:42::2", 2 * DW_DAY, 11 * DW_HOUR, 7 * DW_DAY },
		{ "portal", "Tablet of \x1b[7mEve\x1b[0m (\xe2\x80\xae evil)",
			"Tablet \x1b[7mof Eve\x1b[0m", "203.0.113.9", 4 * DW_DAY, 2 * DW_DAY, 7 * DW_DAY },
		{ "mail", AGENT_THUNDERBIRD, NULL, "192.0.2.99", 5 * DW_DAY, 3 * DW_DAY, 7 * DW_DAY },
		{ "portal", AGENT_FIREFOX_WINDOWS, "Kiosk, ground floor", "192.0.2.8", 8 * DW_DAY,
			7 * DW_DAY, 7 * DW_DAY }, /* expired */
	};
	enum dw_code rc = DW_OK;

	for (int i = 0; rc == DW_OK && i < p->sessions && i < (int)DW_COUNT(sessions); i++)
		rc = dw_demo_session_add(demo, user, &sessions[i], err);
	return rc;
}

/* What a provider says about somebody, and what of it is used. */
static enum dw_code
link_account(struct dw_demo *demo, int64_t user, const struct dw_demo_person *p,
	const char *provider, const char *email, struct dw_error *err)
{
	DW_AUTO_FREE char *subject = dw_format("%s|%08x", provider,
		(unsigned)dw_chance_below(&demo->chance, 0xffffffff));
	DW_AUTO_FREE char *name = dw_format("%s %s", p->first_name, p->last_name);
	json_t *raw = json_pack("{s:s, s:s, s:b, s:s, s:s, s:s, s:[s,s], s:I, s:s}", "sub", subject,
		"email", email, "email_verified", 1, "name", name, "given_name", p->first_name, "family_name",
		p->last_name, "groups", "staff", "vpn-users", "auth_time",
		(json_int_t)(demo->w->now / DW_SECOND - 2 * 86400), "iss", "https://login.example");
	json_t *mapped = json_pack("{s:s, s:s, s:s}", "email", email, "first_name", p->first_name, "last_name",
		p->last_name);
	char *raw_text, *mapped_text;
	enum dw_code rc;

	if (strcmp(provider, "github") == 0)
		json_object_set_new(raw, "login", json_string(p->username));
	raw_text = json_dumps(raw, JSON_COMPACT | JSON_SORT_KEYS);
	mapped_text = json_dumps(mapped, JSON_COMPACT | JSON_SORT_KEYS);
	rc = dw_demo_link(demo, user, provider, subject, raw_text, mapped_text, err);
	free(raw_text);
	free(mapped_text);
	json_decref(raw);
	json_decref(mapped);
	return rc;
}

static enum dw_code
link_accounts(struct dw_demo *demo, int64_t user, const struct dw_demo_person *p,
	const char *email, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	if ((p->is & DW_IS_GOOGLE) != 0)
		rc = link_account(demo, user, p, "google", email, err);
	if (rc == DW_OK && (p->is & DW_IS_GITHUB) != 0)
		rc = link_account(demo, user, p, "github", email, err);
	if (rc == DW_OK && (p->is & DW_IS_ENTRA) != 0)
		rc = link_account(demo, user, p, "entra", email, err);
	return rc;
}

/* ---- people --------------------------------------------------------------------------------- */

static void
fill_state(const struct dw_demo_person *p, int64_t now, struct dw_user *u)
{
	u->active = (p->is & (DW_IS_OFF | DW_IS_OFF_BY_DIRECTORY | DW_IS_MISSING | DW_IS_BINNED |
			DW_IS_ERASED)) == 0;
	u->inactive_reason = (p->is & DW_IS_OFF_BY_DIRECTORY) != 0 ? DW_BY_DIRECTORY
		: (p->is & DW_IS_MISSING) != 0                     ? DW_MISSING_IN_DIRECTORY
		: !u->active                                       ? DW_BY_OPERATOR : DW_INACTIVE_NONE;
	u->inactive_since = u->active ? 0 : now - 21 * DW_DAY;
	u->valid_from = p->valid_from != 0 ? now + p->valid_from : 0;
	u->valid_until = p->valid_until != 0 ? now + p->valid_until : 0;
	if (p->deadline != 0) {
		u->lifecycle = (p->is & DW_IS_BINNED) != 0 ? DW_BINNED : DW_SELF_DELETION;
		u->deadline = now + p->deadline;
		u->lifecycle_since = u->deadline - 30 * DW_DAY;
		u->inactive_since = u->active ? 0 : u->lifecycle_since;
	}
	if ((p->is & DW_IS_ERASED) != 0) {
		u->lifecycle = DW_ERASED;
		u->lifecycle_since = now - 11 * DW_DAY;
	}
	if (p->failures > 0) {
		u->failures = p->failures;
		u->last_failure_at = now - 40 * DW_SECOND;
	}
	if (p->locked > 0) {
		u->locked_until = now + p->locked;
		u->locked_since = u->last_failure_at;
	}
}

/* The person of the table as a user; `there` is their row, 0 = none yet. */
static enum dw_code
make_person(struct dw_demo *demo, const struct dw_demo_person *p, int64_t there,
	int64_t operator_uid, struct dw_error *err)
{
	DW_AUTO_FREE char *address = dw_format("%s@example.org", p->username);
	const char *email = p->email != NULL ? p->email : address;
	bool ldap = (p->is & (DW_IS_LDAP | DW_IS_OFF_BY_DIRECTORY | DW_IS_MISSING)) != 0;
	int64_t now = demo->w->now;
	int64_t created = now - (p->created != 0 ? p->created : p->last + 300 * DW_DAY +
			(int64_t)dw_chance_below(&demo->chance, (uint64_t)(200 * DW_DAY)));
	struct dw_demo_user row = {
		.u = {
			.username = (char *)((p->is & DW_IS_ERASED) != 0 ? "***ERASED***" : p->username),
			.first_name = (char *)p->first_name,
			.last_name = (char *)p->last_name,
			.profile_name = (char *)p->profile,
			.email = (char *)email,
			.phone = (char *)p->phone,
			.source = ldap ? DW_LDAP : DW_LOCAL,
			.source_name = (char *)(ldap ? "campus" : ""),
			.staff = (p->is & DW_IS_STAFF) != 0,
			.email_verified_at = *email != '\0' && (p->is & DW_IS_UNVERIFIED) == 0
				? created + DW_HOUR : 0,
			.last_login_at = p->last != 0 ? now - p->last : 0,
			.mfa = p->mfa,
			.mfa_exempt_at = (p->is & DW_IS_EXEMPT) != 0 ? created + DW_DAY : 0,
			.mfa_grace_until = p->grace != 0 ? now + p->grace : 0,
			.created_at = created,
			.updated_at = created,
		},
		.last_login_from = p->last != 0 ? "192.0.2.17" : NULL,
		.last_failure_from = p->failures > 0 ? "203.0.113.66" : NULL,
		.no_password = (p->is & DW_IS_NO_PASSWORD) != 0,
		.must_change = (p->is & DW_IS_MUST_CHANGE) != 0,
		.password_disabled = (p->is & DW_IS_PASSWORD_OFF) != 0,
		.passkeys = p->keys,
		.backup_codes = p->codes,
	};
	struct holder holder = { .demo = demo, .user = there, .since = created + DW_MINUTE };
	bool blank = true;
	enum dw_code rc;

	fill_state(p, now, &row.u);
	rc = there != 0 ? dw_demo_adopt(demo, &row, there, &blank, err)
			: dw_demo_insert(demo, &row, &holder.user, err);
	if (rc != DW_OK || !blank)
		return rc;
	if ((rc = for_names(p->groups, join, &holder, err)) != DW_OK ||
		(rc = for_names(p->permissions, permit, &holder, err)) != DW_OK ||
		(rc = make_sessions(demo, holder.user, p, err)) != DW_OK ||
		(rc = link_accounts(demo, holder.user, p, email, err)) != DW_OK)
		return rc;
	return (p->is & DW_IS_OPERATOR) != 0 && operator_uid >= 0
		? dw_demo_bind(demo, holder.user, operator_uid, err) : DW_OK;
}

/* The row of a username; 0 = none. The first admin is there already. */
static enum dw_code
is_there(struct dw_demo *demo, const char *username, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = dw_fold_identity(username);

	dw_query_open(demo->w->db, &q,
		"SELECT id FROM user WHERE username_key = ?1 AND username_key <> ''");
	dw_bind_text(&q, 1, key);
	return dw_query_int(&q, 0, out, err);
}

static enum dw_code
make_once(struct dw_demo *demo, const struct dw_demo_person *p, int64_t operator_uid,
	struct dw_error *err)
{
	enum dw_code rc;
	int64_t there;

	if ((rc = is_there(demo, p->username, &there, err)) == DW_OK)
		rc = make_person(demo, p, there, operator_uid, err);
	/* An erased one is nobody, and does not count. */
	if (rc == DW_OK && (p->is & DW_IS_ERASED) == 0)
		rc = dw_demo_tick(demo, err);
	return rc;
}

/* A colleague without a story. */
static enum dw_code
make_colleague(struct dw_demo *demo, const char *first, const char *last, const char *username,
	struct dw_error *err)
{
	static const char *const groups[] = { "Everyone", "Everyone,Sales", "Everyone,Engineering",
		"Everyone,Operations", "Everyone,Finance", "Everyone,Library", "Everyone,Human resources",
		"Everyone,Engineering,On-call", "Everyone,Équipe Lyon", "Everyone,Operations,On-call" };
	static const int factors[] = { 0, 0, DW_MFA_TOTP, DW_MFA_TOTP | DW_MFA_BACKUP, DW_MFA_EMAIL,
		DW_MFA_PASSKEY };
	struct dw_chance *chance = &demo->chance;
	char phone[32];
	struct dw_demo_person p = {
		.username = username,
		.first_name = first,
		.last_name = last,
		.groups = groups[dw_chance_below(chance, DW_COUNT(groups))],
		.mfa = factors[dw_chance_below(chance, DW_COUNT(factors))],
		.last = dw_chance_hits(chance, 900) ? 0
			: DW_HOUR + (int64_t)dw_chance_below(chance, (uint64_t)(20 * DW_DAY)),
		.sessions = dw_chance_hits(chance, 2500) ? 1 : 0,
		.is = dw_chance_hits(chance, 2000) ? DW_IS_LDAP : dw_chance_hits(chance, 500) ? DW_IS_OFF : 0,
	};

	if (p.last == 0)
		p.mfa = p.sessions = 0;
	if (dw_chance_hits(chance, 6000)) {
		/* Ofcom keeps these numbers for drama. */
		snprintf(phone, sizeof(phone), "+44 20 7946 0%03u", (unsigned)dw_chance_below(chance, 1000));
		p.phone = phone;
	}
	return make_once(demo, &p, -1, err);
}

static enum dw_code
make_colleagues(struct dw_demo *demo, int64_t users, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (size_t i = 0; rc == DW_OK && i < dw_demo_others_count; i++)
		rc = make_colleague(demo, dw_demo_others[i][0], dw_demo_others[i][1], dw_demo_others[i][2],
			err);
	while (rc == DW_OK && demo->done < users) {
		const char *first = dw_demo_firsts[dw_chance_below(&demo->chance, dw_demo_firsts_count)];
		const char *last = dw_demo_lasts[dw_chance_below(&demo->chance, dw_demo_lasts_count)];
		DW_AUTO_FREE char *first_plain = dw_fold_search(first);
		DW_AUTO_FREE char *last_plain = dw_fold_search(last);
		DW_AUTO_FREE char *username = dw_format("%c%s", first_plain[0], last_plain);
		int64_t there;

		/* Two of one username would be one person: somebody else is hired instead. */
		if ((rc = is_there(demo, username, &there, err)) == DW_OK && there == 0)
			rc = make_colleague(demo, first, last, username, err);
	}
	return rc;
}

enum dw_code
dw_demo_household(struct dw_demo *demo, int64_t users, int64_t operator_uid, struct dw_error *err)
{
	enum dw_code rc = make_access(demo, err);

	for (size_t i = 0; rc == DW_OK && i < dw_demo_people_count; i++)
		rc = make_once(demo, &dw_demo_people[i], operator_uid, err);
	if (rc == DW_OK)
		rc = make_colleagues(demo, users, err);
	return rc;
}
