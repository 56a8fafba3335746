/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The facts of one user: the title line, and the tabs General and Security. Each value is
 * a column of user.show; what is absent is left out.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/detail_parts.h"

/* ---- a column of the user ------------------------------------------------------ */

static const struct dw_value *
find(const struct detail *d, const char *column, enum dw_type *type)
{
	int at = dw_column_find(d->row.columns, d->row.n_columns, column);
	const struct dw_value *values = dw_rows_at(&d->row, 0);

	if (at < 0 || values == NULL)
		return NULL;
	*type = d->row.columns[at].type;
	return &values[at];
}

const char *
detail_text(const struct detail *d, const char *column)
{
	enum dw_type type;
	const struct dw_value *value = find(d, column, &type);

	if (value == NULL || (type != DW_TEXT && type != DW_WORD && type != DW_JSON))
		return "";
	return value->text != NULL ? value->text : "";
}

int64_t
detail_num(const struct detail *d, const char *column)
{
	enum dw_type type;
	const struct dw_value *value = find(d, column, &type);

	return value != NULL && (type == DW_INT || type == DW_BOOL || type == DW_TIME) ?
		value->num : 0;
}

struct dw_names
detail_names(const struct detail *d, const char *column)
{
	enum dw_type type;
	const struct dw_value *value = find(d, column, &type);

	return value != NULL && type == DW_NAMES ? value->names : (struct dw_names){ NULL, 0 };
}

char *
detail_shown_text(const struct detail *d, const char *column)
{
	return dw_display_dup(detail_text(d, column));
}

void
detail_when(const struct detail *d, struct dw_buf *out, int64_t time)
{
	char local[DW_TIME_TEXT], utc[DW_TIME_TEXT], distance[DW_TIME_TEXT];

	dw_time_local(time, local);
	dw_time_utc(time, utc);
	dw_buf_puts(out, local);
	/* The day is the same or next to it: the hour says the rest. */
	if (strcmp(local, utc) != 0)
		dw_buf_printf(out, _(", %.5s UTC"), utc + 11);
	if (time <= d->now && d->now - time < DW_MINUTE)
		dw_buf_puts(out, _(" (just now)"));
	else if (time > d->now)
		/* TRANSLATORS: a duration ahead: "in 2 min 41 s" */
		dw_buf_printf(out, _(" (in %s)"), dw_duration_text(time - d->now, distance));
	else
		/* TRANSLATORS: a short duration back: "3 d ago" */
		dw_buf_printf(out, _(" (%s ago)"), dw_time_ago(time, d->now, distance));
}

void
detail_when_by(const struct detail *d, struct dw_buf *out, const char *column, const char *by)
{
	DW_AUTO_FREE char *who = by != NULL ? detail_shown_text(d, by) : dw_strdup("");

	detail_when(d, out, detail_num(d, column));
	if (who[0] != '\0')
		/* TRANSLATORS: after a point in time: who did it then. */
		dw_buf_printf(out, _(", by %s"), who);
}

/* ---- facts made from columns --------------------------------------------------- */

static void
add_text(struct detail *d, struct ui_facts *facts, const char *label, const char *column,
	const char *hint)
{
	DW_AUTO_FREE char *shown = detail_shown_text(d, column);

	ui_facts_add(facts, STYLE_NORMAL, label, shown, hint);
}

static void
add_time_by(struct detail *d, struct ui_facts *facts, const char *label, const char *column,
	const char *by)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (detail_num(d, column) == 0)
		return;
	detail_when_by(d, &text, column, by);
	ui_facts_add(facts, STYLE_NORMAL, label, dw_buf_text(&text), NULL);
}

static void
add_time(struct detail *d, struct ui_facts *facts, const char *label, const char *column)
{
	add_time_by(d, facts, label, column, NULL);
}

static void
add_names(struct detail *d, struct ui_facts *facts, const char *label, const char *column,
	const char *none)
{
	struct dw_names names = detail_names(d, column);
	DW_AUTO(dw_buf) text = { 0 };

	for (size_t i = 0; i < names.count; i++) {
		DW_AUTO_FREE char *shown = dw_display_dup(names.items[i]);

		dw_buf_printf(&text, "%s%s", i > 0 ? ", " : "", shown);
	}
	ui_facts_add(facts, STYLE_NORMAL, label, text.len > 0 ? dw_buf_text(&text) : none, NULL);
}

static void
add_count(struct detail *d, struct ui_facts *facts, const char *label, const char *column,
	const char *hint)
{
	DW_AUTO(dw_buf) text = { 0 };

	console_number(&text, detail_num(d, column));
	ui_facts_add(facts, STYLE_NORMAL, label, dw_buf_text(&text), hint);
}

static const char *
yes_or_no(int64_t num)
{
	return num != 0 ? _("yes") : _("no");
}

/* ---- letters ------------------------------------------------------------------- */

/* Its mnemonic, or where a key of the place has that already, the capital; 0 = both are
 * taken, as the house's own keys may have it. Editing has a key of its own everywhere. */
static uint32_t
letter_of(const struct dw_action *action)
{
	uint32_t letter = (uint32_t)(unsigned char)action->mnemonic;

	if (strcmp(action->name, "user.edit") == 0)
		return ui_keymap_keys(UI_CMD_EDIT, UI_IN_DETAIL, &letter, 1) > 0 ? letter : 0;

	if (letter >= 'a' && letter <= 'z' &&
		ui_keymap_find(UI_IN_DETAIL, letter) != UI_CMD_NONE)
		letter = letter - 'a' + 'A';
	return ui_keymap_find(UI_IN_DETAIL, letter) == UI_CMD_NONE ? letter : 0;
}

bool
detail_is_frozen(const struct detail *d)
{
	const char *word = detail_text(d, "lifecycle");

	return strcmp(word, "binned") == 0 || strcmp(word, "self_deletion") == 0;
}

char *
detail_key(struct detail *d, const char *name)
{
	const struct dw_action *action = dw_action_find(name);
	char text[UI_KEY_TEXT];
	uint32_t letter;
	size_t i = 0;

	if (action == NULL || action->mnemonic == 0 || !console_may(d->c, name) ||
		(detail_is_frozen(d) && action->rule == DW_RULE_SUBSET))
		return NULL;
	letter = letter_of(action);
	if (letter == 0)
		return dw_strdup(_(action->title));
	while (i < d->n_keys && d->keys[i].letter != letter)
		i++;
	if (i == d->n_keys && i < DETAIL_KEYS)
		d->keys[d->n_keys++] = (struct detail_key){ letter, action };
	return dw_format("[%s] %s", ui_key_name(letter, text), _(action->title));
}

static void
add_hinted(struct detail *d, struct ui_facts *facts, const char *label, const char *value,
	const char *action)
{
	DW_AUTO_FREE char *hint = detail_key(d, action);

	ui_facts_add(facts, STYLE_NORMAL, label, value, hint);
}

/* ---- the title ----------------------------------------------------------------- */

static void
add_state(const struct detail *d, struct dw_buf *out, enum ui_style *style)
{
	const char *state = detail_text(d, "state");
	const char *reason = detail_text(d, "inactive_reason");
	int64_t until = detail_num(d, "locked_until"), deadline = detail_num(d, "deadline");
	char time[DW_TIME_TEXT], left[DW_TIME_TEXT];

	*style = strcmp(state, "active") == 0 ? STYLE_TITLE : STYLE_WARNING;
	if (strcmp(state, "locked") == 0 && until > d->now) {
		*style = STYLE_ERROR;
		/* TRANSLATORS: a time and how long that is: "LOCKED until 14:32 (3 min 2 s)" */
		dw_buf_printf(out, _("LOCKED until %.5s (%s)"), dw_time_local(until, time) + 11,
			dw_duration_text(until - d->now, left));
	} else if (strcmp(state, "inactive") == 0 && reason[0] != '\0') {
		dw_buf_puts(out, dw_word_text(reason));
	} else if (deadline > d->now) {
		dw_buf_printf(out, _("%s, erased in %s"), dw_word_text(state),
			dw_duration_text(deadline - d->now, left));
	} else {
		dw_buf_puts(out, dw_word_text(strcmp(state, "locked") == 0 ? "active" : state));
	}
}

void
detail_title(const struct detail *d, struct dw_buf *out, enum ui_style *style)
{
	DW_AUTO_FREE char *username = detail_shown_text(d, "username");
	DW_AUTO_FREE char *first = detail_shown_text(d, "first_name");
	DW_AUTO_FREE char *last = detail_shown_text(d, "last_name");
	DW_AUTO_FREE char *directory = detail_shown_text(d, "source_name");

	dw_buf_puts(out, username[0] != '\0' ? username : _("(no name)"));
	if (first[0] != '\0' || last[0] != '\0')
		dw_buf_printf(out, " · %s%s%s", first, first[0] != '\0' && last[0] != '\0' ? " " : "",
			last);
	dw_buf_puts(out, " · ");
	add_state(d, out, style);
	dw_buf_printf(out, " · %s", dw_word_text(detail_text(d, "source")));
	if (directory[0] != '\0')
		dw_buf_printf(out, " %s", directory);
}

/* ---- General ------------------------------------------------------------------- */

static void
add_directory_note(struct detail *d, struct ui_facts *facts)
{
	DW_AUTO_FREE char *directory = detail_shown_text(d, "source_name");
	DW_AUTO_FREE char *text = NULL;

	if (strcmp(detail_text(d, "source"), "ldap") != 0)
		return;
	text = dw_format(_("Username, names, e-mail and phone come from the directory %s and are "
		"changed there."), directory);
	ui_facts_heading(facts, STYLE_DIM, text);
}

void
detail_fill_general(struct detail *d)
{
	struct ui_facts *facts = &d->facts[DETAIL_GENERAL];
	const struct dw_value *values = dw_rows_at(&d->row, 0);
	char id[DW_UUID_TEXT];

	d->n_keys = 0;
	ui_facts_empty(facts);
	if (values == NULL)
		return;
	add_text(d, facts, _("Username"), "username", NULL);
	add_text(d, facts, _("First name"), "first_name", NULL);
	add_text(d, facts, _("Last name"), "last_name", NULL);
	add_text(d, facts, _("Profile name"), "profile_name", NULL);
	add_text(d, facts, _("E-mail"), "email", NULL);
	if (detail_text(d, "email")[0] != '\0')
		add_hinted(d, facts, _("E-mail verified"), yes_or_no(detail_num(d, "email_verified")),
			detail_num(d, "email_verified") != 0 ? "" : "user.verify-email");
	add_text(d, facts, _("Phone"), "phone", NULL);
	add_hinted(d, facts, _("Active"), yes_or_no(detail_num(d, "active")),
		detail_num(d, "active") != 0 ? "user.deactivate" : "user.activate");
	ui_facts_add(facts, STYLE_NORMAL, _("Staff"), yes_or_no(detail_num(d, "staff")), NULL);
	add_time(d, facts, _("Valid from"), "valid_from");
	add_time(d, facts, _("Valid until"), "valid_until");
	add_names(d, facts, _("Groups"), "groups", _("none, so no permission comes from one"));
	ui_facts_add(facts, STYLE_NORMAL, _("Source"), dw_word_text(detail_text(d, "source")), NULL);
	add_text(d, facts, _("Directory"), "source_name", NULL);
	add_time(d, facts, _("Erased on"), "deadline");
	add_time(d, facts, _("Created"), "created");
	add_time(d, facts, _("Changed"), "updated");
	add_names(d, facts, _("Unix accounts"), "unix_uids", NULL);
	ui_facts_add(facts, STYLE_NORMAL, _("Id"), dw_uuid_format(&d->user, id), NULL);
	add_directory_note(d, facts);
}

/* ---- Security ------------------------------------------------------------------ */

static int64_t
json_time(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	int64_t time = 0;

	if (text != NULL)
		dw_time_parse(text, 0, &time, NULL);
	return time;
}

/* "2, enrolled 2026-11-20 14:32:05 (3 d ago), last used ..." */
static void
add_factor(struct detail *d, struct ui_facts *facts, json_t *factor)
{
	const char *kind = json_string_value(json_object_get(factor, "kind"));
	json_int_t count = json_integer_value(json_object_get(factor, "count"));
	int64_t enrolled = json_time(factor, "enrolled"), used = json_time(factor, "last_used");
	DW_AUTO(dw_buf) since = { 0 };
	DW_AUTO(dw_buf) last = { 0 };
	DW_AUTO(dw_buf) text = { 0 };

	if (kind == NULL)
		return;
	if (strcmp(kind, "backup") == 0)
		dw_buf_printf(&text, DW_NG("%lld left; ", "%lld left; ", count), (long long)count);
	else if (count > 1)
		dw_buf_printf(&text, "%lld; ", (long long)count);
	detail_when(d, &since, enrolled);
	if (used != 0) {
		detail_when(d, &last, used);
		dw_buf_printf(&text, _("since %s; last used %s"), dw_buf_text(&since),
			dw_buf_text(&last));
	} else {
		dw_buf_printf(&text, _("since %s; never used"), dw_buf_text(&since));
	}
	ui_facts_add(facts, STYLE_NORMAL, dw_word_text(kind), dw_buf_text(&text), NULL);
}

static void
add_factors(struct detail *d, struct ui_facts *facts)
{
	json_t *factors = json_loads(detail_text(d, "authenticators"), 0, NULL);
	json_t *factor;
	size_t i;

	ui_facts_heading(facts, STYLE_HEADING, _("SECOND FACTORS"));
	json_array_foreach(factors, i, factor)
		add_factor(d, facts, factor);
	if (json_array_size(factors) == 0)
		ui_facts_add(facts, STYLE_WARNING, _("Enrolled"), _("none"), NULL);
	json_decref(factors);
	add_time_by(d, facts, _("Exempt since"), "mfa_exempt_since", "mfa_exempt_by");
	add_time(d, facts, _("Grace until"), "mfa_grace_until");
}

static void
add_password(struct detail *d, struct ui_facts *facts)
{
	DW_AUTO(dw_buf) set = { 0 };
	bool local = strcmp(detail_text(d, "source"), "local") == 0;

	ui_facts_heading(facts, STYLE_HEADING, _("PASSWORD"));
	if (!local) {
		ui_facts_add(facts, STYLE_NORMAL, _("Set"), _("in the directory"), NULL);
		return;
	}
	if (detail_num(d, "password_set") != 0)
		detail_when_by(d, &set, "password_set", "password_set_by");
	add_hinted(d, facts, _("Set"), set.len > 0 ? dw_buf_text(&set) : _("never"),
		"user.set-password");
	if (detail_num(d, "password_set") == 0)
		return;
	ui_facts_add(facts, STYLE_NORMAL, _("Must be changed"),
		yes_or_no(detail_num(d, "password_must_change")), NULL);
	add_text(d, facts, _("Kept as"), "password_scheme", NULL);
	add_time(d, facts, _("Disabled"), "password_disabled");
}

static void
add_signin(struct detail *d, struct ui_facts *facts)
{
	DW_AUTO(dw_buf) last = { 0 };
	DW_AUTO_FREE char *from = detail_shown_text(d, "last_login_from");
	DW_AUTO_FREE char *sessions_key = NULL;

	if (detail_num(d, "last_login") != 0)
		detail_when(d, &last, detail_num(d, "last_login"));
	ui_facts_heading(facts, STYLE_HEADING, _("SIGN-INS"));
	ui_facts_add(facts, STYLE_NORMAL, _("Last"), last.len > 0 ? dw_buf_text(&last) : _("never"),
		NULL);
	ui_facts_add(facts, STYLE_NORMAL, _("From"), from, NULL);
	add_count(d, facts, _("Wrong tries in a row"), "failures", NULL);
	add_time(d, facts, _("Last wrong try"), "last_failure");
	add_text(d, facts, _("Tried from"), "last_failure_from", NULL);
	add_time(d, facts, detail_num(d, "locked_until") > d->now ? _("Locked since") : _("Last locked"),
		"locked_since");
	if (detail_num(d, "sessions") > 0)
		sessions_key = detail_key(d, "session.end-all");
	add_count(d, facts, _("Open sessions"), "sessions", sessions_key);
	add_count(d, facts, _("External accounts"), "external_identities", NULL);
}

void
detail_fill_security(struct detail *d)
{
	struct ui_facts *facts = &d->facts[DETAIL_SECURITY];

	d->n_keys = 0;
	ui_facts_empty(facts);
	if (dw_rows_at(&d->row, 0) == NULL)
		return;
	detail_add_signin(d, facts);
	add_password(d, facts);
	add_factors(d, facts);
	add_signin(d, facts);
	ui_facts_heading(facts, STYLE_HEADING, _("ACCOUNT"));
	add_hinted(d, facts, _("Active"), yes_or_no(detail_num(d, "active")),
		detail_num(d, "active") != 0 ? "user.deactivate" : "user.activate");
	add_time_by(d, facts, _("Inactive since"), "inactive_since", "inactive_by");
	if (detail_text(d, "email")[0] != '\0')
		add_hinted(d, facts, _("E-mail verified"), yes_or_no(detail_num(d, "email_verified")),
			detail_num(d, "email_verified") != 0 ? "" : "user.verify-email");
	add_time_by(d, facts, _("Verified on"), "email_verified_at", "email_verified_by");
}
