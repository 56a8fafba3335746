/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Screens as they were left. See screen_state.h.
 */
#include "domain/screen_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "domain/filter.h"
#include "domain/user_terms.h"
#include "store/query.h"

/* ---- in memory ---- */

void
dw_screen_states_clear(struct dw_screen_states *states)
{
	if (states == NULL)
		return;
	for (size_t i = 0; i < states->n; i++) {
		free(states->items[i].screen);
		free(states->items[i].state);
	}
	free(states->items);
	*states = (struct dw_screen_states){ 0 };
}

void
dw_screen_states_put(struct dw_screen_states *states, const char *screen, const char *state)
{
	for (size_t i = 0; i < states->n; i++)
		if (strcmp(states->items[i].screen, screen) == 0) {
			dw_replace(&states->items[i].state, dw_strdup(state));
			return;
		}
	states->items = dw_realloc(states->items, states->n + 1, sizeof(*states->items));
	states->items[states->n++] =
		(struct dw_screen_state){ dw_strdup(screen), dw_strdup(state) };
}

char *
dw_screen_state_text(const json_t *state)
{
	char *text = json_dumps(state, JSON_COMPACT | JSON_SORT_KEYS);

	if (text == NULL)
		dw_no_memory();
	return text;
}

/* ---- in the store ---- */

enum dw_code
dw_screen_states_read(struct dw_db *db, int64_t user, struct dw_screen_states *out,
	struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;
	bool row;

	dw_query_open(db, &q, "SELECT screen, state FROM screen_state WHERE user_id = ?1");
	dw_bind_int(&q, 1, user);
	while ((rc = dw_query_next(&q, &row, err)) == DW_OK && row)
		dw_screen_states_put(out, dw_col_text(&q, 0), dw_col_text(&q, 1));
	return rc;
}

enum dw_code
dw_screen_states_keep(struct dw_db *db, int64_t user, const struct dw_screen_states *states,
	int64_t now, struct dw_error *err)
{
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc = DW_OK;

	dw_query_open(db, &q,
		"INSERT OR REPLACE INTO screen_state (user_id, screen, state, changed_at)"
		" SELECT id, ?2, ?3, ?4 FROM user WHERE id = ?1 AND lifecycle <> 3");
	for (size_t i = 0; rc == DW_OK && i < states->n; i++) {
		if (strlen(states->items[i].state) > DW_SCREEN_STATE_MOST)
			continue;
		dw_query_rewind(&q);
		dw_bind_int(&q, 1, user);
		dw_bind_text(&q, 2, states->items[i].screen);
		dw_bind_text(&q, 3, states->items[i].state);
		dw_bind_int(&q, 4, now);
		rc = dw_query_run(&q, err);
	}
	return rc;
}

enum dw_code
dw_screen_states_forget(struct dw_work *w, int64_t *n, struct dw_error *err)
{
	const struct dw_audit_entry entry = { .action = "screens_forgotten",
		.target = w->operator->uuid, .target_name = w->operator->username };
	DW_AUTO(dw_query) q = { 0 };
	enum dw_code rc;

	dw_query_open(w->db, &q, "DELETE FROM screen_state WHERE user_id = ?1");
	dw_bind_int(&q, 1, w->operator->id);
	if ((rc = dw_query_run(&q, err)) != DW_OK)
		return rc;
	*n = dw_db_changes(w->db);
	return *n > 0 ? dw_audit_append(w, &entry, err) : DW_OK;
}

/* ---- what of a filter may stay ---- */

/* Is there a group, or a permission, that the value names? Patterns count when they fit one,
 * because then they hold nothing but parts of its name. */
static enum dw_code
is_there(struct dw_db *db, enum dw_field field, const char *value, bool *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_fold_identity(value);
	DW_AUTO_FREE char *glob = key != NULL ? dw_term_glob(key) : NULL;
	bool group = field == DW_F_GROUP;
	DW_AUTO(dw_query) q = { 0 };

	*out = false;
	if (key == NULL)
		return DW_OK;
	if (glob != NULL)
		dw_query_open(db, &q, group ? "SELECT 1 FROM user_group WHERE name_key GLOB ?1" :
			"SELECT 1 FROM permission WHERE lower(name) GLOB ?1");
	else
		dw_query_open(db, &q, group ? "SELECT 1 FROM user_group WHERE name_key = ?1" :
			"SELECT 1 FROM permission WHERE lower(name) = ?1");
	dw_bind_text(&q, 1, glob != NULL ? glob : key);
	return dw_query_next(&q, out, err);
}

/* May the value be kept? Without a store names count as being there. */
static enum dw_code
lasts(struct dw_db *db, enum dw_field field, const char *value, bool *out, struct dw_error *err)
{
	switch (dw_field_table[field].kind) {
	case DW_FIELD_WORD:
	case DW_FIELD_TIME:
		*out = field != DW_F_WORD;
		return DW_OK;
	case DW_FIELD_NAME:
		if ((*out = dw_field_word(field, value) != NULL) || db == NULL) {
			*out = true;
			return DW_OK;
		}
		return is_there(db, field, value, out, err);
	case DW_FIELD_TEXT:
	case DW_FIELD_ID:
		*out = dw_field_word(field, value) != NULL;
		return DW_OK;
	}
	*out = false;
	return DW_OK;
}

static enum dw_code
add_term(struct dw_db *db, const struct dw_term *term, struct dw_buf *out, int *left_out,
	struct dw_error *err)
{
	const struct dw_field_info *field = &dw_field_table[term->field];
	DW_AUTO(dw_buf) values = { 0 };
	enum dw_code rc;

	for (size_t i = 0; i < term->n_choices; i++) {
		bool good = false;

		if ((rc = lasts(db, term->field, term->choices[i].text, &good, err)) != DW_OK)
			return rc;
		if (!good) {
			++*left_out;
			continue;
		}
		dw_buf_puts(&values, values.len > 0 ? "," : "");
		dw_filter_quote(&values, term->choices[i].text);
	}
	if (values.len > 0)
		dw_buf_printf(out, "%s%s%s:%s", out->len > 0 ? " " : "", term->negated ? "-" : "",
			field->name, dw_buf_text(&values));
	return DW_OK;
}

enum dw_code
dw_filter_lasting(struct dw_db *db, const char *text, int64_t now, char **out, int *left_out,
	struct dw_error *err)
{
	DW_AUTO(dw_filter) filter = { 0 };
	DW_AUTO(dw_buf) kept = { 0 };
	int without = 0;
	enum dw_code rc = DW_OK;

	/* One of an older Doorward may be none any more. */
	if (dw_filter_read(text, now, &filter, NULL) != DW_OK) {
		dw_filter_clear(&filter);
		without = 1;
	}
	for (size_t i = 0; rc == DW_OK && i < filter.n_terms; i++)
		rc = add_term(db, &filter.terms[i], &kept, &without, err);
	if (rc != DW_OK)
		return rc;
	if (left_out != NULL)
		*left_out = without;
	*out = dw_buf_steal(&kept);
	return DW_OK;
}

bool
dw_screen_state_is_good(const char *state)
{
	DW_AUTO_JSON object = json_loads(state, JSON_REJECT_DUPLICATES, NULL);
	const char *filter = json_string_value(json_object_get(object, "filter"));
	DW_AUTO_FREE char *lasting = NULL;
	DW_AUTO_FREE char *text = NULL;
	int left_out = 0;

	if (!json_is_object(object) || strlen(state) > DW_SCREEN_STATE_MOST)
		return false;
	text = dw_screen_state_text(object);
	if (strcmp(text, state) != 0)
		return false;
	return filter == NULL ||
		(dw_filter_lasting(NULL, filter, 0, &lasting, &left_out, NULL) == DW_OK && left_out == 0);
}
