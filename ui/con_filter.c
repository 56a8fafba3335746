/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter dialog: the filter as a line of text, and below it the fields that people
 * ask for most, made from the table of the filter language. The line is the truth: a
 * field that is changed changes its words in the line, and what is typed in the line
 * shows in the fields. See domain/filter.h.
 *
 * How many match is counted a moment after the last key, as the list would be read, and the
 * next key ends that in the middle. It counts as one read once it has been looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/con_filter.h"
#include "ui/console.h"
#include "ui/picker.h"

#define LINE "filter"    /* name of the field with the text */
#define POINTED_COLS 40  /* a line longer than this may scroll: nothing can point into it */
#define FOUND_MAX "200"  /* names shown for a needle */
#define WITH_MAX 4
#define COUNT_AFTER 150  /* ms without a key */
#define SETTLES 500      /* ms that the number is looked at: it counts as a read */

struct filter_dialog {
	struct console *c;
	struct ui_form *form;
	struct console_arg with[WITH_MAX + 1]; /* values owned */
	char *always;          /* a filter that holds besides what is asked for; NULL = none */
	enum { IDLE, COUNT, SETTLE } stage;
	bool touched;          /* the number is of something that was not shown before */
	bool syncing;          /* we change a value ourselves */
	enum dw_field picking;
	void (*done)(void *ctx, const char *text);
	void *ctx;
};

/* ---- between the line and the fields -------------------------------------------------------- */

/* What the line asks of a field, as the value of the form's field. Free it. */
static char *
shown_value(enum dw_field field, const struct dw_field_value *value)
{
	struct dw_buf names = { 0 };

	if (con_field_kind(field) == UI_FORM_YES_NO)
		return dw_strdup(value->n > 0 ? "yes" : "no");
	if (con_field_kind(field) == UI_FORM_CHOICE)
		return dw_strdup(con_one_value(field, value));
	for (size_t i = 0; i < value->n; i++)
		dw_buf_printf(&names, "%s%s", i > 0 ? ", " : "", value->values[i]);
	return dw_buf_steal(&names);
}

/* Brings one field in step with the line. */
static void
show_field(struct filter_dialog *d, enum dw_field field)
{
	const char *name = dw_field_table[field].name;
	DW_AUTO(dw_field_value) value = { 0 };
	DW_AUTO_FREE char *shown = NULL;
	bool whole;

	dw_filter_get(ui_form_text(d->form, LINE), field, &value);
	shown = shown_value(field, &value);
	/* One that is no choice would leave the former one standing. */
	if (con_field_kind(field) == UI_FORM_CHOICE)
		ui_form_set(d->form, name, "");
	ui_form_set(d->form, name, shown);
	whole = !value.repeated && !value.negated &&
		(con_field_kind(field) != UI_FORM_CHOICE || value.n <= 1) &&
		strcmp(ui_form_text(d->form, name), shown) == 0;
	ui_form_hint(d->form, name, STYLE_DIM,
		whole ? "" : _("The line above says more than fits here."));
}

/* Why the line is wrong, with a sign under the place. Free it. */
static char *
point(const char *text, const struct dw_error *err)
{
	DW_AUTO_FREE char *all = dw_display_dup(text);
	DW_AUTO(dw_buf) before = { 0 };
	const char *at = text;

	if (dw_columns(all) > POINTED_COLS)
		return dw_format(_("Column %d: %s"), err->column, err->message);
	for (int i = 1; i < err->column && *at != '\0'; i++) {
		uint32_t code;
		size_t len = dw_utf8_decode(at, strlen(at), &code);

		at += len > 0 ? len : 1;
	}
	dw_display(&before, text, (size_t)(at - text));
	return dw_format("%*s^\n%s", dw_columns(dw_buf_text(&before)), "", err->message);
}

/* The same where the line is wrong by itself; NULL = it is right. */
static char *
fault(const char *text, struct dw_error *err)
{
	DW_AUTO(dw_filter) filter = { 0 };

	return dw_filter_read(text, dw_now(), &filter, err) == DW_OK ? NULL : point(text, err);
}

/* ---- how many match ------------------------------------------------------------------------ */

/* What the list would be asked for, and how many that are. */
static enum dw_code
count(struct filter_dialog *d, int64_t *out, struct dw_error *err)
{
	DW_AUTO_FREE char *filter = dw_format("%s%s%s", d->always != NULL ? d->always : "",
		d->always != NULL ? " " : "", ui_form_text(d->form, LINE));
	struct console_arg args[WITH_MAX + 4] = { { "filter", filter }, { "limit", "0" },
		{ "count", "yes" } };
	DW_AUTO(dw_rows) rows = { 0 };
	enum dw_code rc;

	memcpy(args + 3, d->with, sizeof(d->with));
	dw_rows_init(&rows);
	/* A dry run, because what is half typed must not be told to the audit as a refusal. */
	rc = console_read(d->c, "user.list", args, DW_CALL_UNCOUNTED | DW_CALL_DRY_RUN, true, &rows,
		err);
	*out = rows.total;
	/* The place is one of the line, which comes after what always holds. */
	if (rc != DW_OK && err->column > 0 && d->always != NULL)
		err->column -= (int)dw_utf8_length(d->always) + 1;
	return rc;
}

static void
say_count(struct filter_dialog *d, int64_t n)
{
	DW_AUTO(dw_buf) number = { 0 };
	DW_AUTO_FREE char *text = NULL;

	console_number(&number, n);
	text = d->with[0].name == NULL ?
		dw_format(DW_NG("%s user matches", "%s users match", n), dw_buf_text(&number)) :
		/* TRANSLATORS: besides the filter a search or the recycle bin is in force. */
		dw_format(DW_NG("%s user matches, with the search and the recycle bin as they are",
			"%s users match, with the search and the recycle bin as they are", n),
			dw_buf_text(&number));
	ui_form_remark(d->form, n > 0 ? STYLE_DIM : STYLE_WARNING, text);
}

/* Whether its groups and permissions exist, only the store knows. */
static void
say_failure(struct filter_dialog *d, const struct dw_error *err)
{
	DW_AUTO_FREE char *wrong = err->column > 0 ? point(ui_form_text(d->form, LINE), err) : NULL;

	ui_form_remark(d->form, STYLE_WARNING, wrong != NULL ? "" : err->message);
	if (wrong != NULL)
		ui_form_hint(d->form, LINE, STYLE_WARNING, wrong);
}

static bool
work(struct ui_form *form, void *ctx)
{
	struct filter_dialog *d = ctx;
	struct dw_error err = { 0 };
	int64_t n = -1;
	enum dw_code rc;

	if (d->stage == COUNT) {
		rc = count(d, &n, &err);
		if (rc == DW_CANCELLED)
			return true;
		d->stage = rc == DW_OK && d->touched ? SETTLE : IDLE;
		if (rc != DW_OK) {
			say_failure(d, &err);
			return false;
		}
		say_count(d, n);
		ui_form_later(form, SETTLES);
	} else if (d->stage == SETTLE) {
		d->stage = IDLE;
		if (console_count_read(d->c, "user.list", &err) != DW_OK)
			say_failure(d, &err);
	}
	return false;
}

/* The line is another: what was counted is nothing any more. */
static void
count_soon(struct filter_dialog *d, bool wrong)
{
	d->stage = wrong ? IDLE : COUNT;
	ui_form_remark(d->form, STYLE_DIM, wrong ? "" : _("counting …"));
	ui_form_later(d->form, COUNT_AFTER);
}

/* ---- suggestions ------------------------------------------------------------------------------ */

static void
suggest_one(void *arg, const char *insert, const char *help, bool open)
{
	ui_suggest_add(arg, insert, help, true, open);
}

/* Where nothing is begun yet, Tab goes on to the fields below, which say what there is. */
static void
suggest(struct ui_form *form DW_UNUSED, void *ctx, const char *name DW_UNUSED, const char *text,
	size_t at, struct ui_suggest *out)
{
	struct filter_dialog *d = ctx;
	DW_AUTO_FREE char *before = dw_strndup(text, at);

	if (at == 0 || before[at - 1] == ' ' || text[at] != '\0')
		return;
	dw_filter_offer(before, at, d->c->app->db, &out->start, suggest_one, out);
	if (out->n == 0)
		return;
	out->typed = dw_strdup(before + out->start);
	if (out->n == 1 && strcmp(out->items[0].word, out->typed) == 0)
		ui_suggest_clear(out);
}

/* ---- all of it in step ------------------------------------------------------------------------ */

static void
sync(struct filter_dialog *d)
{
	struct dw_error err = { 0 };
	DW_AUTO_FREE char *wrong = fault(ui_form_text(d->form, LINE), &err);

	d->syncing = true;
	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++)
		if (dw_field_table[f].title != NULL)
			show_field(d, (enum dw_field)f);
	ui_form_hint(d->form, LINE, STYLE_WARNING, wrong != NULL ? wrong : "");
	count_soon(d, wrong != NULL);
	d->syncing = false;
}

static void
ask_for(struct filter_dialog *d, enum dw_field field, const char *const *values, size_t n)
{
	DW_AUTO_FREE char *text = dw_filter_set(ui_form_text(d->form, LINE), field, values, n);

	d->syncing = true;
	d->touched = true;
	ui_form_set(d->form, LINE, text);
	sync(d);
}

static void
changed(struct ui_form *form, void *ctx, const char *name)
{
	struct filter_dialog *d = ctx;
	int field = dw_field_find(name, strlen(name));
	const char *value = ui_form_text(form, name);

	if (d->syncing)
		return;
	d->touched = true;
	if (field < 0) {
		sync(d);
		return;
	}
	if (con_field_kind((enum dw_field)field) == UI_FORM_YES_NO)
		value = ui_form_yes(form, name) ? dw_field_table[field].words[0] : "";
	ask_for(d, (enum dw_field)field, &value, value[0] != '\0');
}

/* ---- pickers ---------------------------------------------------------------------------------- */

static void
picked(void *ctx, const char *const *keys, size_t n)
{
	struct filter_dialog *d = ctx;

	ask_for(d, d->picking, keys, n);
}

static bool
is_asked_for(const struct dw_field_value *value, const char *name)
{
	for (size_t i = 0; i < value->n; i++)
		if (strcmp(value->values[i], name) == 0)
			return true;
	return false;
}

static const char *
text_at(const struct dw_rows *rows, size_t row, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);
	const struct dw_value *values = dw_rows_at(rows, row);

	return at >= 0 && values != NULL && values[at].text != NULL ? values[at].text : "";
}

static void
add_word(struct ui_picker *picker, const struct dw_field_value *asked, const char *word)
{
	DW_AUTO_FREE char *label = con_word_label(word);

	ui_picker_add(picker, &(struct ui_pick){ .key = word, .label = label,
		.on = is_asked_for(asked, word) });
}

/* What is asked for but no word stands on top, found or not, or it could not be unticked. */
static void
add_asked(struct ui_picker *picker, enum dw_field field, const struct dw_field_value *asked)
{
	for (size_t i = 0; i < asked->n; i++) {
		DW_AUTO_FREE char *shown = dw_display_dup(asked->values[i]);

		if (dw_field_word(field, asked->values[i]) == NULL)
			ui_picker_add(picker, &(struct ui_pick){ .key = asked->values[i], .label = shown,
				.on = true });
	}
}

static void
add_row(struct ui_picker *picker, const struct dw_rows *rows, size_t row)
{
	DW_AUTO_FREE char *label = dw_display_dup(text_at(rows, row, "name"));
	DW_AUTO_FREE char *detail = dw_display_dup(text_at(rows, row, "description"));
	DW_AUTO_FREE char *group = dw_display_dup(text_at(rows, row, "app_label"));

	ui_picker_add(picker, &(struct ui_pick){ .key = text_at(rows, row, "name"), .label = label,
		.detail = detail, .group = group[0] != '\0' ? group : NULL });
}

static void
find_names(void *ctx, struct ui_picker *picker, const char *needle)
{
	struct filter_dialog *d = ctx;
	const struct console_arg args[] = { { "limit", FOUND_MAX },
		{ needle[0] != '\0' ? "search" : NULL, needle }, { NULL, NULL } };
	const char *action = d->picking == DW_F_GROUP ? "group.list" : "permission.list";
	const char *const *words = dw_field_table[d->picking].words;
	DW_AUTO(dw_field_value) asked = { 0 };
	DW_AUTO(dw_rows) rows = { 0 };
	struct dw_error err = { 0 };
	enum dw_code rc;

	dw_filter_get(ui_form_text(d->form, LINE), d->picking, &asked);
	if (needle[0] == '\0')
		add_asked(picker, d->picking, &asked);
	for (size_t i = 0; needle[0] == '\0' && words != NULL && words[i] != NULL; i++)
		add_word(picker, &asked, words[i]);
	dw_rows_init(&rows);
	rc = console_read(d->c, action, args, DW_CALL_UNCOUNTED, true, &rows, &err);
	if (rc != DW_OK && rc != DW_CANCELLED)
		ui_say_error(&d->c->ui, &err);
	for (size_t i = 0; i < rows.n_rows; i++)
		if (needle[0] != '\0' || !is_asked_for(&asked, text_at(&rows, i, "name")))
			add_row(picker, &rows, i);
}

/* The words of the language are few: no store is read for them. */
static void
find_words(void *ctx, struct ui_picker *picker, const char *needle)
{
	struct filter_dialog *d = ctx;
	const char *const *words = dw_field_table[d->picking].words;
	DW_AUTO(dw_field_value) asked = { 0 };
	DW_AUTO_FREE char *folded = dw_fold_search(needle);

	dw_filter_get(ui_form_text(d->form, LINE), d->picking, &asked);
	for (size_t i = 0; words[i] != NULL; i++) {
		DW_AUTO_FREE char *label = con_word_label(words[i]);

		if (strstr(label, folded) != NULL)
			add_word(picker, &asked, words[i]);
	}
}

static void
pick(struct ui_form *form, void *ctx, const char *name)
{
	struct filter_dialog *d = ctx;
	const struct dw_field_info *info;

	(void)form;
	d->picking = (enum dw_field)dw_field_find(name, strlen(name));
	info = &dw_field_table[d->picking];
	ui_pick_open(&d->c->ui, &(struct ui_pick_spec){
		.title = _(info->title),
		.hint = _("Any one of those ticked is enough; none ticked means all."),
		.many = true,
		.fill = info->kind == DW_FIELD_NAME ? find_names : find_words,
		.done = picked,
		.ctx = d,
	});
}

/* ---- the dialog ---------------------------------------------------------------------------------- */

/* Whether groups and permissions exist, only the store knows. What else fails, the list tells. */
static bool
names_are_right(struct filter_dialog *d, struct dw_error *why)
{
	const struct console_arg args[] = { { "filter", ui_form_text(d->form, LINE) },
		{ "limit", "0" }, { NULL, NULL } };
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	return console_read(d->c, "user.list", args, DW_CALL_UNCOUNTED | DW_CALL_DRY_RUN, false, &rows,
		why) == DW_OK || why->column == 0;
}

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct filter_dialog *d = ctx;
	const char *text = ui_form_text(form, LINE);
	struct dw_error why = { 0 };
	DW_AUTO_FREE char *wrong = fault(text, &why);

	if (wrong == NULL && !names_are_right(d, &why))
		wrong = point(text, &why);
	if (wrong != NULL)
		return dw_fail_field(err, why.code, LINE, "%s", wrong);
	d->done(d->ctx, text);
	return DW_OK;
}

static void
dialog_free(void *ctx)
{
	struct filter_dialog *d = ctx;

	for (size_t i = 0; i < WITH_MAX; i++)
		free((char *)(uintptr_t)d->with[i].value);
	free(d->always);
	free(d);
}

static const struct ui_form_ops ops = {
	.save = save,
	.pick = pick,
	.changed = changed,
	.suggest = suggest,
	.work = work,
	.done = dialog_free,
};

void
console_filter_dialog(struct console *c, const char *text, const struct console_arg *with,
	void (*done)(void *ctx, const char *text), void *ctx)
{
	struct filter_dialog *d = dw_calloc(1, sizeof(*d));
	struct con_choices choices[DW_FIELDS] = { 0 };
	char *initial[DW_FIELDS] = { NULL };
	struct ui_form_field fields[DW_FIELDS];
	size_t n = 0;

	*d = (struct filter_dialog){ .c = c, .done = done, .ctx = ctx, .syncing = true };
	for (size_t k = 0; with != NULL && with->name != NULL && k < WITH_MAX; with++)
		if (strcmp(with->name, LINE) == 0)
			dw_replace(&d->always, dw_strdup(with->value));
		else
			d->with[k++] = (struct console_arg){ with->name, dw_strdup(with->value) };
	fields[n++] = (struct ui_form_field){ .name = LINE, .label = _("As text"),
		.help = _("The whole filter as text. Words that are no field are looked for in username, "
			"e-mail, first and last name."),
		.initial = text };
	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++) {
		const struct dw_field_info *info = &dw_field_table[f];
		DW_AUTO(dw_field_value) value = { 0 };

		if (info->title == NULL)
			continue;
		dw_filter_get(text, (enum dw_field)f, &value);
		initial[f] = shown_value((enum dw_field)f, &value);
		con_field_choices((enum dw_field)f, text, &choices[f]);
		fields[n++] = (struct ui_form_field){ .name = info->name, .label = _(info->title),
			.kind = con_field_kind((enum dw_field)f), .help = _(info->help), .empty = _("all"),
			.initial = initial[f],
			.choices = (const char *const *)choices[f].values,
			.choice_labels = (const char *const *)choices[f].labels };
	}
	d->form = ui_form_open(&c->ui, _("Filter"), _("apply"), fields, n, &ops, d);
	sync(d);
	for (int f = 0; f < DW_FIELDS; f++) {
		con_choices_clear(&choices[f]);
		free(initial[f]);
	}
}
