/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checks of a store, one function each. See check.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/check.h"
#include "domain/screen_state.h"
#include "domain/search.h"
#include "domain/user.h"
#include "store/check.h"
#include "store/query.h"

enum { COL_CHECK, COL_RESULT, COL_DETAIL, COLUMNS };

const struct dw_column dw_check_columns[] = {
	[COL_CHECK] = { "check", N_("CHECK"), DW_TEXT, DW_COL_DEFAULT, 1, 12, 0, NULL },
	[COL_RESULT] = { "result", N_("RESULT"), DW_WORD, DW_COL_DEFAULT, 1, 8, 0, NULL },
	[COL_DETAIL] = { "detail", N_("DETAIL"), DW_TEXT, DW_COL_DEFAULT, 2, 40, 1, NULL },
};
const size_t dw_check_columns_count = COLUMNS;

struct checking {
	struct dw_db *db;
	struct dw_sink *sink;
	struct dw_error *err;
	bool (*progress)(void *arg, int64_t done, int64_t total);
	void *progress_arg;
	const char *check;  /* the one at work */
	int64_t found;      /* by it */
	enum dw_code rc;    /* of the sink */
};

static void
put_row(struct checking *c, const char *result, const char *detail)
{
	const struct dw_value row[COLUMNS] = {
		[COL_CHECK] = { .text = c->check },
		[COL_RESULT] = { .text = result },
		[COL_DETAIL] = { .text = detail },
	};

	if (c->rc == DW_OK)
		c->rc = c->sink->row(c->sink, row, c->err);
}

static void
finding(void *arg, const char *text)
{
	struct checking *c = arg;

	if (++c->found <= DW_FINDINGS)
		put_row(c, "damaged", text);
}

/* ---- the file ---- */

static enum dw_code
check_pages(struct checking *c, struct dw_error *err)
{
	return dw_db_check_pages(c->db, finding, c, err);
}

static enum dw_code
check_references(struct checking *c, struct dw_error *err)
{
	return dw_db_check_references(c->db, finding, c, err);
}

/* ---- what is kept twice ---- */

static enum dw_code
check_totals(struct checking *c, struct dw_error *err)
{
	static const char *const names[] = { "users", "disabled", "bin" };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(c->db, &q,
		"SELECT t.users, t.disabled, t.bin, r.users, r.disabled, r.bin FROM totals AS t, ("
		" SELECT count(*) FILTER (WHERE lifecycle <> 3) AS users,"
		"  count(*) FILTER (WHERE lifecycle = 0 AND active = 0) AS disabled,"
		"  count(*) FILTER (WHERE lifecycle IN (1, 2)) AS bin FROM user) AS r");
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	if (!row)
		finding(c, _("the row of totals is missing"));
	for (int i = 0; row && i < (int)DW_COUNT(names); i++) {
		DW_AUTO_FREE char *text = NULL;

		if (dw_col_int(&q, i) == dw_col_int(&q, i + 3))
			continue;
		text = dw_format(_("the total “%s” is %lld, counted are %lld"), names[i],
			(long long)dw_col_int(&q, i), (long long)dw_col_int(&q, i + 3));
		finding(c, text);
	}
	return DW_OK;
}

static enum dw_code
check_members(struct checking *c, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(c->db, &q,
		"SELECT g.name, g.member_count, r.n FROM user_group AS g, ("
		" SELECT g2.id, (SELECT count(*) FROM membership AS m WHERE m.group_id = g2.id) AS n"
		" FROM user_group AS g2) AS r WHERE r.id = g.id AND r.n <> g.member_count");
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		DW_AUTO_FREE char *text = dw_format(
			_("the group “%s” counts %lld members, there are %lld"), dw_col_text(&q, 0),
			(long long)dw_col_int(&q, 1), (long long)dw_col_int(&q, 2));

		finding(c, text);
	}
	return rc;
}

static bool
same(const char *stored, const char *made)
{
	return made != NULL && strcmp(stored, made) == 0;
}

/* The columns of one user that follow from others. */
static void
check_user(struct checking *c, const struct dw_query *q)
{
	DW_AUTO_FREE char *name = dw_fold_identity(dw_col_text(q, 1));
	DW_AUTO_FREE char *email = dw_fold_identity(dw_col_text(q, 3));
	DW_AUTO_FREE char *first = dw_fold_search(dw_col_text(q, 5));
	DW_AUTO_FREE char *last = dw_fold_search(dw_col_text(q, 7));
	DW_AUTO_FREE char *search = dw_search_text(dw_col_text(q, 1), dw_col_text(q, 3),
		dw_col_text(q, 5), dw_col_text(q, 7), dw_col_text(q, 9));
	DW_AUTO_FREE char *text = NULL;

	if (same(dw_col_text(q, 2), name) && same(dw_col_text(q, 4), email) &&
		same(dw_col_text(q, 6), first) && same(dw_col_text(q, 8), last) &&
		same(dw_col_text(q, 10), search))
		return;
	text = dw_format(_("the keys of “%s” do not follow from the names"), dw_col_text(q, 1));
	finding(c, text);
}

#define CHUNK 2000 /* rows read at a time, so that no reader holds the store */

static enum dw_code
check_keys(struct checking *c, struct dw_error *err)
{
	int64_t last = 0, done = 0, total = 0;
	enum dw_code rc = DW_OK;
	bool row = true;
	DW_AUTO(dw_query) count = { 0 };

	dw_query_open(c->db, &count, "SELECT users FROM totals");
	if ((rc = dw_query_int(&count, 0, &total, err)) != DW_OK)
		return rc;
	while (rc == DW_OK && row) {
		DW_AUTO(dw_query) q = { 0 };
		int64_t before = done;

		dw_query_open(c->db, &q,
			"SELECT id, username, username_key, email, email_key, first_name, first_key,"
			" last_name, last_key, phone, search FROM user WHERE id > ?1 AND lifecycle <> 3"
			" ORDER BY id LIMIT ?2");
		dw_bind_int(&q, 1, last);
		dw_bind_int(&q, 2, CHUNK);
		while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
			last = dw_col_int(&q, 0);
			check_user(c, &q);
			done++;
		}
		row = done > before;
		if (c->progress != NULL && !c->progress(c->progress_arg, done, total))
			return dw_fail(err, DW_CANCELLED, "%s", dw_code_text(DW_CANCELLED));
	}
	return rc;
}

/* ---- rules ---- */

static enum dw_code
check_admin(struct checking *c, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	int64_t count;
	enum dw_code rc;

	dw_query_open(c->db, &q, "SELECT count(*) FROM effective_admin");
	if ((rc = dw_query_int(&q, 0, &count, err)) == DW_OK && count == 0)
		finding(c, _("there is no admin who can sign in at any time"));
	return rc;
}

static enum dw_code
check_audit(struct checking *c, struct dw_error *err)
{
	struct dw_error why = { 0 };
	int64_t checked = 0;
	enum dw_code rc = dw_audit_verify(c->db, &checked, &why);

	if (rc == DW_OK)
		return DW_OK;
	if (rc != DW_IO)
		return dw_fail(err, rc, "%s", why.message);
	finding(c, why.message);
	return DW_OK;
}

/* ---- what is kept of screens ---- */

static enum dw_code
check_screens(struct checking *c, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(c->db, &q,
		"SELECT u.username, s.screen, s.state, u.lifecycle FROM screen_state AS s"
		" JOIN user AS u ON u.id = s.user_id");
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		DW_AUTO_FREE char *text = NULL;

		if (dw_col_int(&q, 3) == DW_ERASED)
			text = dw_format(_("screens of an erased user are still kept"));
		else if (!dw_screen_state_is_good(dw_col_text(&q, 2)))
			text = dw_format(_("what is kept of the screen %s of “%s” is not what it must be"),
				dw_col_text(&q, 1), dw_col_text(&q, 0));
		if (text != NULL)
			finding(c, text);
	}
	return rc;
}

/* ---- all of them ---- */

static const struct {
	const char *name;
	enum dw_code (*run)(struct checking *c, struct dw_error *err);
	enum dw_code worst; /* what a finding means for the exit status */
} checks[] = {
	{ "pages", check_pages, DW_IO },
	{ "references", check_references, DW_IO },
	{ "totals", check_totals, DW_INVALID },
	{ "members", check_members, DW_INVALID },
	{ "keys", check_keys, DW_INVALID },
	{ "screens", check_screens, DW_INVALID },
	{ "admin", check_admin, DW_INVALID },
	{ "audit", check_audit, DW_IO },
};

enum dw_code
dw_check_store(struct dw_db *db, bool (*progress)(void *arg, int64_t done, int64_t total),
	void *progress_arg, struct dw_sink *sink, struct dw_error *err)
{
	const struct dw_list_info info = { .item = "finding", .total = -1 };
	struct checking c = { .db = db, .sink = sink, .err = err, .progress = progress,
		.progress_arg = progress_arg };
	enum dw_code worst = DW_OK;
	int64_t all = 0;

	if ((c.rc = sink->begin(sink, dw_check_columns, dw_check_columns_count, err)) != DW_OK)
		return c.rc;
	for (size_t i = 0; c.rc == DW_OK && i < DW_COUNT(checks); i++) {
		struct dw_error why = { 0 };
		enum dw_code rc;

		c.check = checks[i].name;
		c.found = 0;
		rc = checks[i].run(&c, &why);
		if (rc == DW_CANCELLED || rc == DW_BUSY)
			return dw_fail(err, rc, "%s", why.message);
		/* A page that cannot be read fails the query that comes upon it. */
		if (rc != DW_OK)
			finding(&c, why.message);
		if (c.found == 0)
			put_row(&c, "good", NULL);
		else if (worst != DW_IO)
			worst = rc != DW_OK ? DW_IO : checks[i].worst;
		all += c.found;
	}
	if (c.rc != DW_OK || (c.rc = sink->end(sink, &info, err)) != DW_OK || worst == DW_OK)
		return c.rc;
	return dw_fail(err, worst, DW_NG("%lld thing is wrong with the store. Restore a backup, or "
		"ask for help before changing anything.", "%lld things are wrong with the store. "
		"Restore a backup, or ask for help before changing anything.", all), (long long)all);
}
