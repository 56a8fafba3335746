/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of users, one user whole, totals, external identities. How the rows of a list are
 * found is in user_query.c, what a row holds in user_row.c. See user_view.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "domain/cursor.h"
#include "domain/user_row.h"

#define LAST_CODE "\xf4\x8f\xbf\xbf" /* U+10FFFF sorts after every other character */

/* The name of the list and its order inside a cursor: "user:-last_login". */
static char *
cursor_sort(const struct dw_select *s)
{
	return dw_format("user:%s%s", s->descending ? "-" : "", s->sort->name);
}

static enum dw_code
read_cursor(struct dw_select *s, const char *opaque, const char *sort, struct dw_place *out,
	struct dw_error *err)
{
	DW_AUTO(dw_cursor) cursor = { 0 };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	if ((rc = dw_cursor_read(opaque, sort, &cursor, err)) != DW_OK)
		return rc;
	dw_query_open(s->db, &q, "SELECT id FROM user WHERE uuid = ?1");
	dw_bind_uuid(&q, 1, &cursor.id);
	if ((rc = dw_query_int(&q, 0, &out->id, err)) != DW_OK)
		return rc;
	if (out->id == 0 || (cursor.text != NULL) != s->sort->is_text)
		return dw_fail_field(err, DW_USAGE, "after",
			_("This is not a place in this list; take the cursor from its last page, "
			"with the same sort, or begin again without it"));
	out->text = dw_steal(&cursor.text);
	out->num = cursor.num;
	return DW_OK;
}

/*
 * The sort key that `from` means, as a bound that no row has: it lies just before the first
 * key that begins with it, in the direction of the list.
 */
static enum dw_code
read_from(const struct dw_select *s, const char *from, char **out, struct dw_error *err)
{
	DW_AUTO_FREE char *folded = NULL;

	if (!s->sort->is_text)
		return dw_fail_field(err, DW_USAGE, "from",
			_("This order goes by time, so there is no letter to begin at. Sort by username, "
			  "first_name, last_name or email."));
	folded = s->sort->fold(from);
	if (folded == NULL)
		return dw_fail_field(err, DW_INVALID, "from", _("This is not valid UTF-8 text."));
	/* Downwards all that begins with it comes first, so the bound is what follows them all. */
	*out = s->descending ? dw_format("%s%s", folded, LAST_CODE) : dw_steal(&folded);
	return DW_OK;
}

/* The number of matches, where it is kept anyway; -1 otherwise. */
static enum dw_code
known_total(struct dw_select *s, int64_t *out, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };

	*out = -1;
	if (s->filtered)
		return DW_OK;
	dw_query_open(s->db, &q,
		s->pending ? "SELECT users FROM totals" : "SELECT users - bin FROM totals");
	return dw_query_int(&q, 0, out, err);
}

/* ---- the list ----------------------------------------------------------------------------- */

struct page {
	struct dw_user_row row;
	struct dw_sink *sink;
	const char *sort;
	int64_t limit, count;
	bool later;             /* backwards: places are kept, rows put at the end */
	struct dw_place *places;
	char *cursor;           /* of the last row put */
	bool more;
};

static enum dw_code
put(struct page *page, const struct dw_place *place, struct dw_error *err)
{
	bool found;

	return dw_user_row_put(&page->row, place, page->sort, &page->cursor, page->sink, &found, err);
}

static enum dw_code
on_hit(void *arg, const struct dw_place *place, bool *stop, struct dw_error *err)
{
	struct page *page = arg;
	struct dw_place *kept;

	if (page->count == page->limit) {
		page->more = true;
		*stop = true;
		return DW_OK;
	}
	page->count++;
	if (!page->later)
		return put(page, place, err);
	page->places = dw_realloc(page->places, (size_t)page->count, sizeof(*page->places));
	kept = &page->places[page->count - 1];
	*kept = *place;
	kept->text = dw_strdup(place->text);
	return DW_OK;
}

static enum dw_code
put_kept(struct page *page, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (int64_t i = page->count; page->later && rc == DW_OK && i > 0; i--)
		rc = put(page, &page->places[i - 1], err);
	return rc;
}

static enum dw_code
run_page(struct dw_select *s, const struct dw_user_query *query, const struct dw_place *place,
	struct page *page, struct dw_error *err)
{
	struct dw_list_info info = { .item = "user", .skipped = query->from != NULL ? -1 : 0 };
	enum dw_code rc;

	if ((rc = known_total(s, &info.total, err)) != DW_OK ||
		(rc = page->sink->begin(page->sink, dw_user_columns, dw_user_list_columns_count,
			err)) != DW_OK ||
		(rc = dw_select_run(s, page->later, place, page->limit > 0 ? page->limit + 1 : 0, on_hit,
			 page, err)) != DW_OK ||
		(rc = put_kept(page, err)) != DW_OK)
		return rc;
	/* A page before a place is followed by that place; the last one by nothing. */
	info.more = query->last_page ? false : page->later ? page->count > 0 : page->more;
	info.next = info.more ? page->cursor : NULL;
	return page->sink->end(page->sink, &info, err);
}

enum dw_code
dw_user_list(struct dw_db *db, const struct dw_user_query *query, int64_t now, struct dw_sink *sink,
	struct dw_error *err)
{
	DW_AUTO(dw_select) s = { 0 };
	DW_AUTO(dw_place) place = { 0 };
	DW_AUTO_FREE char *sort = NULL;
	struct page page = {
		.row = { .db = db, .now = now, .mask = query->mask_pii },
		.sink = sink,
		.limit = query->limit,
		.later = query->backwards || query->last_page,
	};
	bool after = query->after != NULL && !query->last_page;
	bool from = query->from != NULL && !after && !query->last_page;
	enum dw_code rc;

	if ((rc = dw_select_read(db, query, now, &s, err)) != DW_OK)
		return rc;
	page.sort = sort = cursor_sort(&s);
	page.row.permissions = s.permissions;
	page.row.groups = s.groups;
	page.row.member_of = s.member_of;
	if ((after && (rc = read_cursor(&s, query->after, sort, &place, err)) != DW_OK) ||
		(from && (rc = read_from(&s, query->from, &place.text, err)) != DW_OK))
		return rc;
	rc = run_page(&s, query, after || from ? &place : NULL, &page, err);
	for (int64_t i = 0; page.later && i < page.count; i++)
		dw_place_clear(&page.places[i]);
	free(page.places);
	free(page.cursor);
	dw_user_row_clear(&page.row);
	return rc;
}

enum dw_code
dw_user_count(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_select) s = { 0 };
	enum dw_code rc;
	int64_t known;

	if ((rc = dw_select_read(db, query, now, &s, err)) != DW_OK ||
		(rc = known_total(&s, &known, err)) != DW_OK)
		return rc;
	if (known < 0)
		return dw_select_count(&s, out, err);
	*out = known;
	return DW_OK;
}

enum dw_code
dw_user_count_before(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_select) s = { 0 };
	DW_AUTO(dw_place) place = { 0 };
	DW_AUTO_FREE char *sort = NULL;
	enum dw_code rc;
	size_t key, id;

	if ((rc = dw_select_read(db, query, now, &s, err)) != DW_OK)
		return rc;
	sort = cursor_sort(&s);
	if ((rc = read_cursor(&s, query->after, sort, &place, err)) != DW_OK)
		return rc;
	key = s.sort->is_text ? dw_select_text(&s, place.text) : dw_select_int(&s, place.num);
	id = dw_select_int(&s, place.id);
	dw_select_test(&s, DW_TEST_INDEX, "(u.%s, u.id) %s (?%zu, ?%zu)", s.sort->key,
		s.descending ? ">" : "<", key, id);
	return dw_select_count(&s, out, err);
}

/* ---- a page by its number ----------------------------------------------------------------- */

struct skip {
	int64_t left;
	struct dw_place place; /* the row before the page */
	bool beyond;           /* and there is one after it */
};

static enum dw_code
on_skip(void *arg, const struct dw_place *place, bool *stop, struct dw_error *err DW_UNUSED)
{
	struct skip *skip = arg;

	if (skip->left == 0) {
		skip->beyond = *stop = true;
		return DW_OK;
	}
	if (--skip->left == 0) {
		skip->place = *place;
		skip->place.text = dw_strdup(place->text);
	}
	return DW_OK;
}

static enum dw_code
cursor_at(struct dw_select *s, const struct dw_place *place, char **out, struct dw_error *err)
{
	DW_AUTO_FREE char *sort = cursor_sort(s);
	DW_AUTO(dw_query) q = { 0 };
	struct dw_cursor cursor = { .text = place->text, .num = place->num };
	enum dw_code rc;
	bool row;

	dw_query_open(s->db, &q, "SELECT uuid FROM user WHERE id = ?1");
	dw_bind_int(&q, 1, place->id);
	if ((rc = dw_query_next(&q, &row, err)) != DW_OK)
		return rc;
	cursor.id = dw_col_uuid(&q, 0);
	*out = dw_cursor_write(&cursor, sort);
	return DW_OK;
}

enum dw_code
dw_user_page_cursor(struct dw_db *db, const struct dw_user_query *query, int64_t now, int64_t page,
	char **out, struct dw_error *err)
{
	DW_AUTO(dw_select) s = { 0 };
	struct skip skip = { 0 };
	enum dw_code rc;
	int64_t total, rows;
	bool back;

	*out = NULL;
	if (page <= 1 || query->limit <= 0)
		return DW_OK;
	if (page > INT64_MAX / query->limit)
		page = INT64_MAX / query->limit;
	rows = (page - 1) * query->limit;
	if ((rc = dw_select_read(db, query, now, &s, err)) != DW_OK ||
		(rc = known_total(&s, &total, err)) != DW_OK)
		return rc;
	/* From the end, when that is nearer and known. */
	back = total > 0 && rows < total && rows > total / 2;
	skip.left = back ? total - rows + 1 : rows;
	rc = dw_select_run(&s, back, NULL, skip.left + !back, on_skip, &skip, err);
	if (rc == DW_OK && (skip.left > 0 || (!back && !skip.beyond)))
		rc = dw_fail_field(err, DW_NOT_FOUND, "page", _("There are not as many pages"));
	if (rc == DW_OK)
		rc = cursor_at(&s, &skip.place, out, err);
	dw_place_clear(&skip.place);
	return rc;
}

/* ---- one user, totals, identities --------------------------------------------------------- */

enum dw_code
dw_user_show(struct dw_db *db, int64_t user_id, bool mask_pii, int64_t now, struct dw_sink *sink,
	struct dw_error *err)
{
	struct dw_user_row row = { .db = db, .now = now, .mask = mask_pii, .whole = true };
	struct dw_list_info info = { .item = "user", .single = true, .total = 1 };
	struct dw_place place = { .id = user_id };
	bool found = false;
	enum dw_code rc;

	if ((rc = sink->begin(sink, dw_user_columns, dw_user_columns_count, err)) == DW_OK &&
		(rc = dw_user_row_put(&row, &place, NULL, NULL, sink, &found, err)) == DW_OK && !found)
		rc = dw_fail(err, DW_NOT_FOUND, _("This user is not there any more."));
	dw_user_row_clear(&row);
	return rc == DW_OK ? sink->end(sink, &info, err) : rc;
}

enum dw_code
dw_user_totals(struct dw_db *db, int64_t now, struct dw_totals *out, struct dw_error *err)
{
	DW_AUTO(dw_query) kept = { 0 };
	DW_AUTO(dw_query) locked = { 0 };
	struct dw_totals totals = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &kept, "SELECT users, disabled, bin FROM totals");
	if ((rc = dw_query_next(&kept, &row, err)) != DW_OK)
		return rc;
	if (row) {
		totals.users = dw_col_int(&kept, 0);
		totals.disabled = dw_col_int(&kept, 1);
		totals.bin = dw_col_int(&kept, 2);
	}
	/* In the state locked, as the list has it: what is inactive as well counts as inactive. */
	dw_query_open(db, &locked,
		"SELECT count(*) FROM user INDEXED BY user_locked"
		" WHERE locked_until > 0 AND locked_until > ?1 AND lifecycle = 0 AND active = 1"
		" AND valid_from <= ?1 AND (valid_until = 0 OR valid_until > ?1)");
	dw_bind_int(&locked, 1, now);
	if ((rc = dw_query_int(&locked, 0, &totals.locked, err)) == DW_OK)
		*out = totals;
	return rc;
}

const struct dw_column dw_claims_columns[] = {
	{ "provider", N_("PROVIDER"), DW_TEXT, DW_COL_DEFAULT, 1, 14, 0, NULL },
	{ "subject", N_("SUBJECT"), DW_TEXT, DW_COL_DEFAULT | DW_COL_PII, 2, 24, 1, NULL },
	{ "linked", N_("LINKED"), DW_TIME, DW_COL_DEFAULT, 4, 19, 0, NULL },
	{ "last_login", N_("SIGN-IN"), DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE, 3, 7, 0, NULL },
	{ "mapped_claims", N_("MAPPED CLAIMS"), DW_JSON, DW_COL_DETAIL | DW_COL_PII, 5, 40, 1, NULL },
	{ "raw_claims", N_("RAW CLAIMS"), DW_JSON, DW_COL_DETAIL | DW_COL_PII, 6, 40, 1, NULL },
};
const size_t dw_claims_columns_count = DW_COUNT(dw_claims_columns);

enum dw_code
dw_user_claims(struct dw_db *db, int64_t user_id, struct dw_sink *sink, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	struct dw_list_info info = { .item = "identity" };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q,
		"SELECT provider, subject, linked_at, last_login_at, mapped_claims, raw_claims"
		" FROM external_identity WHERE user_id = ?1 ORDER BY provider, subject");
	dw_bind_int(&q, 1, user_id);
	if ((rc = sink->begin(sink, dw_claims_columns, dw_claims_columns_count, err)) != DW_OK)
		return rc;
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row) {
		struct dw_value values[DW_COUNT(dw_claims_columns)] = {
			{ .text = dw_col_text(&q, 0) },
			{ .text = dw_col_text(&q, 1) },
			{ .num = dw_col_int(&q, 2) },
			{ .num = dw_col_int(&q, 3) },
			{ .text = dw_col_text(&q, 4) },
			{ .text = dw_col_text(&q, 5) },
		};

		info.total++;
		if ((rc = sink->row(sink, values, err)) != DW_OK)
			return rc;
	}
	return rc == DW_OK ? sink->end(sink, &info, err) : rc;
}
