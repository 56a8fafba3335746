/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everybody beyond the household: a large company, made by chance in fixed shares.
 * Common names by rank and 45 % rare surnames, 16 mail domains, 8 % inactive, 0.5 % locked,
 * 1 % in the bin, 12 % never signed in, 200 groups of very different size with 2.9
 * memberships a user, 500 permissions of which 2 % of the users hold some directly.
 * Rows go in by rising user id, so that the large trees grow at their end.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/demo_parts.h"

#define GROUPS 200
#define GROUP_SHARE 0.33    /* of the users, in the largest group */
#define GROUP_EXPONENT 0.85 /* makes 2.9 memberships a user of it */
#define PERMISSIONS 500
#define MEMBERS_UNIT 4294967296.0

/*
 * How often a username was wanted: names are told apart by a number after them. Only
 * hashes are kept; two names with one hash merely skip a number.
 */
struct counts {
	struct {
		uint64_t hash;
		uint32_t count;
	} *slots;
	uint64_t mask;
};

static void
counts_init(struct counts *counts, int64_t users)
{
	uint64_t size = 1024;

	while (size < (uint64_t)users * 2)
		size *= 2;
	counts->slots = dw_calloc(size, sizeof(*counts->slots));
	counts->mask = size - 1;
}

static void
counts_clear(struct counts *counts)
{
	free(counts->slots);
}

static uint32_t
counts_next(struct counts *counts, const char *name)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	uint64_t at;

	for (const char *c = name; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
	hash |= 1; /* 0 is an empty slot */
	for (at = hash & counts->mask; counts->slots[at].hash != 0; at = (at + 1) & counts->mask)
		if (counts->slots[at].hash == hash)
			return ++counts->slots[at].count;
	counts->slots[at].hash = hash;
	return counts->slots[at].count = 1;
}

struct population {
	struct dw_demo *demo;
	struct dw_zipf firsts, lasts, domains;
	struct counts names;
	int64_t groups[GROUPS];
	uint32_t chances[GROUPS]; /* of being a member, of 2^32 */
	int64_t permissions[PERMISSIONS];
};

static const char *const domains[] = { "mail.example", "post.example", "corp.example",
	"inbox.example", "north.example", "south.example", "campus.example", "labs.example",
	"health.example", "city.example", "rail.example", "energy.example", "harbour.example",
	"design.example", "press.example", "archive.example" };

static enum dw_code
make_groups(struct population *p, struct dw_error *err)
{
	static const char *const places[] = { "Lisbon", "Oslo", "Athens", "Prague", "Dublin", "Vienna",
		"Turin", "Malmö", "Lyon", "Gdańsk", "Porto", "Graz", "Bergen", "Ghent", "Basel", "Riga",
		"Split", "Cork", "Tampere", "Seville" };
	static const char *const duties[] = { "Staff", "Engineering", "Sales", "Support", "Finance",
		"Logistics", "Design", "Research", "Facilities", "Trainees" };
	struct dw_zipf sizes = { 0 };
	enum dw_code rc = DW_OK;

	dw_zipf_init(&sizes, GROUPS, GROUP_EXPONENT);
	for (size_t i = 0; rc == DW_OK && i < GROUPS; i++) {
		const char *place = places[i % DW_COUNT(places)], *duty = duties[i / DW_COUNT(places)];
		DW_AUTO_FREE char *name = dw_format("%s %s", place, duty);
		DW_AUTO_FREE char *about = dw_format("%s of the %s site", duty, place);
		double weight = sizes.sums[i] - (i > 0 ? sizes.sums[i - 1] : 0);

		p->chances[i] = (uint32_t)(weight * GROUP_SHARE * MEMBERS_UNIT);
		rc = dw_demo_group(p->demo, name, about, &p->groups[i], err);
	}
	dw_zipf_clear(&sizes);
	return rc;
}

static enum dw_code
make_permissions(struct population *p, struct dw_error *err)
{
	static const char *const labels[] = { "billing", "catalog", "deploy", "desk", "docs", "fleet",
		"forms", "hiring", "intranet", "inventory", "ledger", "maps", "metrics", "orders", "parcels",
		"payroll", "pipelines", "polls", "rooms", "rota", "sensors", "tickets", "travel", "vault",
		"wiki" };
	static const char *const verbs[] = { "view", "add", "change", "delete" };
	static const char *const things[] = { "item", "report", "template", "setting", "archive" };
	struct dw_chance *chance = &p->demo->chance;
	enum dw_code rc;

	for (size_t i = 0; i < PERMISSIONS; i++) {
		const char *label = labels[i / 20], *verb = verbs[i % 4], *thing = things[i / 4 % 5];
		DW_AUTO_FREE char *name = dw_format("%s.%s_%s", label, verb, thing);
		DW_AUTO_FREE char *about = dw_format("%c%s %ss in %s", toupper(verb[0]), verb + 1, thing,
			label);

		if ((rc = dw_demo_permission(p->demo, name, about, false, &p->permissions[i], err)) != DW_OK)
			return rc;
	}
	/* Each group gives about ten; nine in ten permissions are given by some group. */
	for (size_t g = 0; g < GROUPS; g++)
		for (int i = 0; i < 10; i++)
			if ((rc = dw_demo_group_permit(p->demo, p->groups[g],
				     p->permissions[dw_chance_below(chance, PERMISSIONS * 9 / 10)], err)) != DW_OK)
				return rc;
	return DW_OK;
}

/* Usernames that are there already keep their number. */
static enum dw_code
learn_names(struct population *p, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(p->demo->w->db, &q, "SELECT username_key FROM user WHERE username_key <> ''");
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		counts_next(&p->names, dw_col_text(&q, 0));
	return rc;
}

/* What of a name may stand in a username. */
static void
plain(const char *name, char *out, size_t room)
{
	DW_AUTO_FREE char *folded = dw_fold_search(name);
	size_t at = 0;

	for (const char *c = folded; *c != '\0' && at + 1 < room; c++)
		if (islower((unsigned char)*c))
			out[at++] = *c;
	out[at] = '\0';
}

struct texts {
	char last[64], username[96], email[192], phone[32], address[48], failed_from[48];
};

static void
draw_name(struct population *p, struct dw_demo_user *row, struct texts *t)
{
	struct dw_chance *chance = &p->demo->chance;
	char first_plain[64], last_plain[64];
	const char *domain = domains[dw_zipf_draw(&p->domains, chance)];
	uint32_t number;

	row->u.first_name = (char *)dw_demo_firsts[dw_zipf_draw(&p->firsts, chance)];
	if (dw_chance_hits(chance, 4500))
		dw_demo_rare_name(chance, t->last, sizeof(t->last));
	else
		snprintf(t->last, sizeof(t->last), "%s", dw_demo_lasts[dw_zipf_draw(&p->lasts, chance)]);
	row->u.last_name = t->last;
	plain(row->u.first_name, first_plain, sizeof(first_plain));
	plain(t->last, last_plain, sizeof(last_plain));
	snprintf(t->username, sizeof(t->username), "%c%s", first_plain[0], last_plain);
	number = counts_next(&p->names, t->username);
	if (number > 1) {
		snprintf(t->username, sizeof(t->username), "%c%s%u", first_plain[0], last_plain, number);
		snprintf(t->email, sizeof(t->email), "%s.%s%u@%s", first_plain, last_plain, number, domain);
	} else {
		snprintf(t->email, sizeof(t->email), "%s.%s@%s", first_plain, last_plain, domain);
	}
	row->u.username = t->username;
	row->u.email = dw_chance_hits(chance, 9700) ? t->email : NULL;
	if (dw_chance_hits(chance, 6000)) {
		snprintf(t->phone, sizeof(t->phone), "+%u %u %07u", 30 + (unsigned)dw_chance_below(chance, 20),
			100 + (unsigned)dw_chance_below(chance, 900),
			(unsigned)dw_chance_below(chance, 10000000));
		row->u.phone = t->phone;
	}
}

static const char *
draw_address(struct dw_chance *chance, char *out, size_t room)
{
	/* RFC 5737 and 3849: addresses for documentation. */
	static const char *const nets[] = { "192.0.2.%u", "198.51.100.%u", "203.0.113.%u",
		"2001:db8::%x" };

	switch (dw_chance_below(chance, DW_COUNT(nets))) {
	case 0:
		snprintf(out, room, "192.0.2.%u", 1 + (unsigned)dw_chance_below(chance, 254));
		break;
	case 1:
		snprintf(out, room, "198.51.100.%u", 1 + (unsigned)dw_chance_below(chance, 254));
		break;
	case 2:
		snprintf(out, room, "203.0.113.%u", 1 + (unsigned)dw_chance_below(chance, 254));
		break;
	default:
		snprintf(out, room, "2001:db8::%x", 1 + (unsigned)dw_chance_below(chance, 65000));
		break;
	}
	return out;
}

/* Somewhere in the last `longest` ms, the recent more often. */
static int64_t
ago(struct dw_chance *chance, int64_t longest)
{
	uint64_t part = dw_chance_below(chance, 1000);

	return longest * (int64_t)(part * part) / 1000000 +
		(int64_t)dw_chance_below(chance, (uint64_t)DW_DAY);
}

static void
draw_life(struct population *p, struct dw_demo_user *row, struct texts *t)
{
	struct dw_chance *chance = &p->demo->chance;
	struct dw_user *u = &row->u;
	int64_t now = p->demo->w->now;
	uint64_t lot = dw_chance_below(chance, 10000);

	u->created_at = now - ago(chance, 2200 * DW_DAY);
	u->updated_at = u->created_at;
	if (!dw_chance_hits(chance, 1200)) {
		u->last_login_at = now - ago(chance, (now - u->created_at) / 2);
		if (u->last_login_at < u->created_at)
			u->last_login_at = u->created_at + DW_MINUTE;
		row->last_login_from = draw_address(chance, t->address, sizeof(t->address));
	}
	u->active = true;
	if (lot < 100) { /* the bin */
		u->lifecycle = lot < 70 ? DW_BINNED : DW_SELF_DELETION;
		u->lifecycle_since = now - (int64_t)dw_chance_below(chance, (uint64_t)(29 * DW_DAY));
		u->deadline = u->lifecycle_since + 30 * DW_DAY;
		u->active = u->lifecycle == DW_SELF_DELETION;
		u->inactive_reason = u->active ? DW_INACTIVE_NONE : DW_BY_OPERATOR;
		u->inactive_since = u->active ? 0 : u->lifecycle_since;
	} else if (lot < 850) { /* inactive; half a per cent more by their dates, below */
		u->active = false;
		u->inactive_reason = u->source == DW_LOCAL || lot < 600 ? DW_BY_OPERATOR
			: lot < 780 ? DW_BY_DIRECTORY : DW_MISSING_IN_DIRECTORY;
		u->inactive_since = now - ago(chance, now - u->created_at);
	} else if (lot < 900) {
		/* Longer than a real lock lasts, so that a store stays interesting for a week. */
		u->failures = 5 + (int64_t)dw_chance_below(chance, 20);
		u->last_failure_at = now - (int64_t)dw_chance_below(chance, (uint64_t)DW_HOUR);
		u->locked_since = u->last_failure_at;
		u->locked_until = now + DW_MINUTE + (int64_t)dw_chance_below(chance, (uint64_t)(7 * DW_DAY));
		row->last_failure_from = draw_address(chance, t->failed_from, sizeof(t->failed_from));
	} else if (lot < 1000) {
		u->valid_from = u->created_at;
		u->valid_until = lot < 950 ? now - ago(chance, 200 * DW_DAY) : now + ago(chance, 900 * DW_DAY);
		if (u->valid_until <= u->valid_from)
			u->valid_until = u->valid_from + DW_DAY;
	}
}

static void
draw_security(struct population *p, struct dw_demo_user *row)
{
	static const int kinds[] = { DW_MFA_TOTP, DW_MFA_TOTP | DW_MFA_BACKUP,
		DW_MFA_TOTP | DW_MFA_BACKUP, DW_MFA_EMAIL, DW_MFA_PASSKEY,
		DW_MFA_TOTP | DW_MFA_PASSKEY | DW_MFA_BACKUP };
	struct dw_chance *chance = &p->demo->chance;
	struct dw_user *u = &row->u;

	if (u->email != NULL && dw_chance_hits(chance, 9300))
		u->email_verified_at = u->created_at + DW_HOUR;
	u->staff = dw_chance_hits(chance, 100);
	if (u->last_login_at != 0 && dw_chance_hits(chance, 4500))
		u->mfa = kinds[dw_chance_below(chance, DW_COUNT(kinds))];
	row->backup_codes = 1 + (int)dw_chance_below(chance, 8);
	if (u->mfa == 0 && dw_chance_hits(chance, 80))
		u->mfa_exempt_at = u->created_at + 10 * DW_DAY;
	else if (u->mfa == 0 && dw_chance_hits(chance, 500))
		u->mfa_grace_until = p->demo->w->now - DW_DAY +
			(int64_t)dw_chance_below(chance, (uint64_t)(15 * DW_DAY));
	row->no_password = u->last_login_at == 0 && dw_chance_hits(chance, 3000);
	row->must_change = dw_chance_hits(chance, 100);
}

static enum dw_code
draw_rest(struct population *p, const struct dw_demo_user *row, int64_t id, struct dw_error *err)
{
	static const char *const agents[] = {
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		"Chrome/127.0.0.0 Safari/537.36",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		"Chrome/127.0.0.0 Safari/537.36 Edg/127.0.2651.86",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
		"(KHTML, like Gecko) Version/17.5 Safari/605.1.15",
		"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
		"(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
		"Chrome/127.0.0.0 Mobile Safari/537.36",
	};
	static const char *const services[] = { "portal", "sso", "mail", "vpn" };
	struct dw_chance *chance = &p->demo->chance;
	enum dw_code rc;

	for (size_t g = 0; g < GROUPS; g++)
		if ((uint32_t)dw_chance_next(chance) < p->chances[g] &&
			(rc = dw_demo_member(p->demo, id, p->groups[g], row->u.source == DW_LDAP && g % 3 == 0,
				 row->u.created_at, err)) != DW_OK)
			return rc;
	if (dw_chance_hits(chance, 200))
		for (uint64_t n = 1 + dw_chance_below(chance, 3); n > 0; n--)
			if ((rc = dw_demo_permit(p->demo, id,
				     p->permissions[dw_chance_below(chance, PERMISSIONS)], row->u.created_at,
				     err)) != DW_OK)
				return rc;
	if (row->u.last_login_at != 0 && row->u.active && dw_chance_hits(chance, 1000))
		for (uint64_t n = 1 + dw_chance_below(chance, 2); n > 0; n--) {
			char address[48];
			struct dw_demo_session session = {
				.service = services[dw_chance_below(chance, DW_COUNT(services))],
				.user_agent = agents[dw_chance_below(chance, DW_COUNT(agents))],
				.address = draw_address(chance, address, sizeof(address)),
				.started_ago = (int64_t)dw_chance_below(chance, (uint64_t)(6 * DW_DAY)) + DW_HOUR,
				.lasts = 7 * DW_DAY,
			};

			session.active_ago = (int64_t)dw_chance_below(chance, (uint64_t)DW_HOUR);
			if ((rc = dw_demo_session_add(p->demo, id, &session, err)) != DW_OK)
				return rc;
		}
	return DW_OK;
}

static enum dw_code
make_users(struct population *p, int64_t users, struct dw_error *err)
{
	struct dw_chance *chance = &p->demo->chance;
	enum dw_code rc;

	for (int64_t i = 0; i < users; i++) {
		struct dw_demo_user row = { 0 };
		struct texts texts;
		int64_t id;

		draw_name(p, &row, &texts);
		if (dw_chance_hits(chance, 3000)) {
			row.u.source = DW_LDAP;
			row.u.source_name = (char *)"corp";
		}
		draw_life(p, &row, &texts);
		draw_security(p, &row);
		if ((rc = dw_demo_insert(p->demo, &row, &id, err)) != DW_OK ||
			(rc = draw_rest(p, &row, id, err)) != DW_OK ||
			(rc = dw_demo_tick(p->demo, err)) != DW_OK)
			return rc;
	}
	return DW_OK;
}

enum dw_code
dw_demo_population(struct dw_demo *demo, int64_t users, struct dw_error *err)
{
	struct population *p = dw_calloc(1, sizeof(*p));
	enum dw_code rc;

	p->demo = demo;
	dw_zipf_init(&p->firsts, dw_demo_firsts_count, 0.6);
	dw_zipf_init(&p->lasts, dw_demo_lasts_count, 0.6);
	dw_zipf_init(&p->domains, DW_COUNT(domains), 0.9);
	counts_init(&p->names, users);
	if ((rc = learn_names(p, err)) == DW_OK && (rc = make_groups(p, err)) == DW_OK &&
		(rc = make_permissions(p, err)) == DW_OK)
		rc = make_users(p, users, err);
	dw_zipf_clear(&p->firsts);
	dw_zipf_clear(&p->lasts);
	dw_zipf_clear(&p->domains);
	counts_clear(&p->names);
	free(p);
	return rc;
}
