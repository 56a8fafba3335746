/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all rows would change, as a dry run of the action says it: bad rows with their
 * reasons first, then each user who changes with before and after, then those who are
 * new. Enter does it; then it is the same call in earnest, with its progress, unless the
 * file has changed since.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/imp.h"
#include "ui/pager.h"
#include "ui/progress.h"

#define PLAN_MAX 5000 /* rows of the plan that are kept to be read */

/* Keeps the first rows, and lets the others go by. */
struct first_rows {
	struct dw_sink sink;
	struct dw_rows rows;
	int64_t more;
};

struct run {
	struct imp *imp;
	unsigned flags;
	struct dw_args args;
	struct first_rows plan;
	struct ui_progress_state *state;
	struct dw_import_counts counts;
	bool counted;        /* counts are known */
	bool changed;
	enum dw_code rc;
	struct dw_error err;
	char *said, *note, *shell;
};

static enum dw_code
first_begin(struct dw_sink *sink, const struct dw_column *columns, size_t n, struct dw_error *err)
{
	struct first_rows *first = (struct first_rows *)sink;

	return first->rows.sink.begin(&first->rows.sink, columns, n, err);
}

static enum dw_code
first_row(struct dw_sink *sink, const struct dw_value *values, struct dw_error *err)
{
	struct first_rows *first = (struct first_rows *)sink;

	if (first->rows.n_rows < PLAN_MAX)
		return first->rows.sink.row(&first->rows.sink, values, err);
	first->more++;
	return DW_OK;
}

static enum dw_code
first_end(struct dw_sink *sink, const struct dw_list_info *info, struct dw_error *err)
{
	struct first_rows *first = (struct first_rows *)sink;

	return first->rows.sink.end(&first->rows.sink, info, err);
}

/* ---- the call ----------------------------------------------------------------------------- */

static void
run_release(void *ctx)
{
	struct run *run = ctx;

	dw_rows_clear(&run->plan.rows);
	dw_args_clear(&run->args);
	free(run->said);
	free(run->note);
	free(run->shell);
	imp_let_go(run->imp);
	free(run);
}

static bool
progress(void *arg, int64_t done, int64_t total)
{
	struct run *run = arg;

	run->state->done = done;
	run->state->total = total;
	return !ui_cancelled(&run->imp->c->ui);
}

/* What was agreed to is what stood there; a file that is gone is for the call to tell. */
static bool
is_as_planned(struct run *run)
{
	struct stat *then = &run->imp->planned, now;

	if (run->imp->file == NULL || stat(run->imp->file, &now) != 0)
		return true;
	if ((run->flags & DW_CALL_DRY_RUN) != 0) {
		*then = now;
		return true;
	}
	if (now.st_dev == then->st_dev && now.st_ino == then->st_ino && now.st_size == then->st_size &&
		now.st_ctim.tv_sec == then->st_ctim.tv_sec &&
		now.st_ctim.tv_nsec == then->st_ctim.tv_nsec)
		return true;
	run->rc = dw_fail(&run->err, DW_CONFLICT,
		_("The file was changed after you looked at what it would do; nothing was imported. Look "
		  "at it again."));
	return false;
}

/* All of it: the call is one piece, and looks at the keyboard itself. */
static bool
step(void *ctx, struct ui_progress_state *state)
{
	struct run *run = ctx;
	struct dw_call call;
	struct dw_import *import;

	run->state = state;
	if (!is_as_planned(run)) {
		imp_glance(run->imp);
		return false;
	}
	if ((run->rc = imp_collect(run->imp, &run->args, false, &run->err)) != DW_OK)
		return false;
	call = imp_call(run->imp, &run->args, run->flags);
	call.sink = (run->flags & DW_CALL_DRY_RUN) != 0 ? &run->plan.sink : NULL;
	call.progress = progress;
	call.progress_arg = run;
	run->rc = dw_invoke(&call, &run->err);
	import = dw_call_import(&call);
	run->counted = import != NULL && (run->rc == DW_OK || dw_import_is_faulty(import));
	if (run->counted)
		run->counts = dw_import_counts(import);
	run->changed = call.changed;
	run->said = dw_steal(&call.said);
	run->note = dw_steal(&call.note);
	run->shell = dw_call_shell(&call);
	dw_call_clear(&call);
	return false;
}

static void
begin(struct imp *imp, unsigned flags, const char *title,
	void (*done)(void *ctx, const struct ui_progress_state *state, bool cancelled))
{
	struct run *run = dw_calloc(1, sizeof(*run));

	run->imp = imp_hold(imp);
	run->flags = flags;
	run->plan.sink = (struct dw_sink){ first_begin, first_row, first_end };
	dw_rows_init(&run->plan.rows);
	ui_progress_open(&imp->c->ui, &(struct ui_progress_spec){
		.title = title,
		.unit = _("rows"),
		.step = step,
		.done = done,
		.release = run_release,
		.ctx = run,
	});
}

/* ---- in earnest ----------------------------------------------------------------------------- */

static void
imported(void *ctx, const struct ui_progress_state *state DW_UNUSED, bool cancelled)
{
	struct run *run = ctx;
	struct console *c = run->imp->c;
	DW_AUTO_FREE char *shell = dw_display_dup(run->shell != NULL ? run->shell : "");
	DW_AUTO(dw_buf) text = { 0 };

	console_look(c);
	if (cancelled || run->rc == DW_CANCELLED) {
		ui_say(&c->ui, STYLE_WARNING, "%s", _("The import was cancelled; nothing was changed."));
		return;
	}
	if (run->rc != DW_OK) {
		act_say_error(c, &run->err);
		return;
	}
	c->changes += run->changed;
	dw_buf_puts(&text, run->said != NULL ? run->said :
		_("Nothing was different; nothing was changed."));
	if (run->note != NULL) {
		DW_AUTO_FREE char *note = dw_display_dup(run->note);

		dw_buf_printf(&text, "%s %s", text.len > 0 && text.data[text.len - 1] == '.' ? "" : ".",
			note);
	}
	if (run->changed)
		dw_buf_printf(&text, " · %s", shell);
	ui_say(&c->ui, run->changed ? STYLE_OK : STYLE_NORMAL, "%s", dw_buf_text(&text));
	if (run->imp->map_view != NULL)
		ui_remove(&c->ui, run->imp->map_view);
	if (run->imp->paste_view != NULL)
		ui_remove(&c->ui, run->imp->paste_view);
}

/* ---- the plan, to be read ---------------------------------------------------------------------- */

struct plan_view {
	struct ui_view view;
	struct imp *imp;
	struct ui_pager pager;
	char *title;
	bool may;            /* it can be done */
};

static struct plan_view *
of(struct ui_view *view)
{
	return (struct plan_view *)view;
}

static const char *
plan_title(struct ui_view *view)
{
	return of(view)->title;
}

static void
plan_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	const struct ui_pager *pager = &of(view)->pager;
	size_t last = pager->top + (size_t)pager->page;

	dw_buf_puts(left, _("Nothing is changed yet."));
	if (pager->n_rows > (size_t)pager->page)
		dw_buf_printf(right, "%zu–%zu / %zu", pager->top + 1,
			last < pager->n_rows ? last : pager->n_rows, pager->n_rows);
}

static void
plan_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct plan_view *self = of(view);

	if (self->may && !self->pager.searching)
		ui_offer_key(offers, UI_KEY_ENTER, _("import"));
	ui_pager_offer(&self->pager, offers);
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
}

static void
plan_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct plan_view *self = of(view);
	struct ui_rect text = { room.y + 1, room.x + 1, room.rows - 1, room.cols - 2 };

	ui_put_fit(canvas, room.y, room.x + 1, room.cols - 2, STYLE_TITLE, self->title);
	ui_pager_draw(&self->pager, canvas, text);
}

static enum ui_did
plan_event(struct ui_view *view, const struct ui_event *event)
{
	struct plan_view *self = of(view);
	enum ui_did did;

	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_NONE && self->may &&
		!self->pager.searching && event->key == UI_KEY_ENTER) {
		begin(self->imp, 0, _("Importing"), imported);
		ui_remove(view->ui, view);
		return UI_REDRAW;
	}
	did = ui_pager_event(&self->pager, event);
	view->context = ui_pager_context(&self->pager);
	return did;
}

static void
plan_close(struct ui_view *view)
{
	struct plan_view *self = of(view);

	ui_pager_clear(&self->pager);
	free(self->title);
	free(self);
}

static const struct ui_view_ops ops = {
	.title = plan_title,
	.status = plan_status,
	.offer = plan_offer,
	.draw = plan_draw,
	.event = plan_event,
	.close = plan_close,
};

static const char *
text_at(const struct dw_rows *rows, size_t row, const char *column)
{
	int at = dw_column_find(rows->columns, rows->n_columns, column);

	return at >= 0 && dw_rows_at(rows, row)[at].text != NULL ? dw_rows_at(rows, row)[at].text : "";
}

static long long
line_at(const struct dw_rows *rows, size_t row)
{
	int at = dw_column_find(rows->columns, rows->n_columns, "line");

	return at >= 0 ? (long long)dw_rows_at(rows, row)[at].num : 0;
}

static void
add_bad(struct ui_pager *pager, const struct dw_rows *rows, size_t row)
{
	DW_AUTO_FREE char *who = dw_display_dup(text_at(rows, row, "username"));
	DW_AUTO_FREE char *reason = dw_display_dup(text_at(rows, row, "reason"));

	ui_pager_addf(pager, STYLE_ERROR, _("  line %lld  %s%s%s"), line_at(rows, row), who,
		who[0] != '\0' ? ": " : "", reason);
	ui_pager_hang(pager, 4);
}

/* A user's name stands once above what changes of them. */
static void
add_change(struct ui_pager *pager, const struct dw_rows *rows, size_t row)
{
	DW_AUTO_FREE char *who = dw_display_dup(text_at(rows, row, "username"));
	DW_AUTO_FREE char *field = dw_display_dup(text_at(rows, row, "field"));
	DW_AUTO_FREE char *before = dw_display_dup(text_at(rows, row, "old"));
	DW_AUTO_FREE char *after = dw_display_dup(text_at(rows, row, "new"));

	if (row == 0 || line_at(rows, row - 1) != line_at(rows, row))
		ui_pager_addf(pager, STYLE_NORMAL, "  %s", who);
	if (before[0] != '\0') {
		ui_pager_addf(pager, STYLE_OLD, "    %s - %s", field, before);
		ui_pager_hang(pager, 6);
	}
	if (after[0] != '\0') {
		ui_pager_addf(pager, STYLE_NEW, "    %s + %s", field, after);
		ui_pager_hang(pager, 6);
	}
}

static void
add_create(struct ui_pager *pager, const struct dw_rows *rows, size_t row)
{
	DW_AUTO_FREE char *who = dw_display_dup(text_at(rows, row, "username"));

	ui_pager_addf(pager, STYLE_NEW, "  + %s", who);
}

/* All rows of a deed, under a heading with how many there are in the whole file. */
static void
add_deed(struct ui_pager *pager, const struct dw_rows *rows, enum dw_import_deed deed,
	enum ui_style style, const char *heading, int64_t n,
	void (*add)(struct ui_pager *pager, const struct dw_rows *rows, size_t row))
{
	const char *word = dw_import_deed_word(deed);
	DW_AUTO(dw_buf) number = { 0 };

	console_number(&number, n);
	ui_pager_addf(pager, n > 0 ? style : STYLE_DIM, "%s: %s", heading, dw_buf_text(&number));
	for (size_t i = 0; add != NULL && i < rows->n_rows; i++)
		if (strcmp(text_at(rows, i, "does"), word) == 0)
			add(pager, rows, i);
}

static void
fill(struct ui_pager *pager, const struct run *run, bool may)
{
	const struct dw_rows *rows = &run->plan.rows;
	const struct dw_import_counts *n = &run->counts;
	const char *rejects = run->imp->options[imp_param(run->imp, "keep-going")];

	if (n->bad > 0 && !may)
		ui_pager_add(pager, STYLE_WARNING, _("Nothing can be imported while rows are bad. Mend "
			"them, or go back and name a file for the rejected rows in the options (o)."));
	if (n->bad > 0 && may && rejects != NULL) {
		DW_AUTO_FREE char *file = dw_display_dup(rejects);

		ui_pager_addf(pager, STYLE_WARNING,
			_("Bad rows are not imported; they go to %s, with their reasons."), file);
	}
	if (may && n->created + n->changed == 0)
		ui_pager_add(pager, STYLE_WARNING, _("Nothing would be different."));
	add_deed(pager, rows, DW_IMPORT_BAD, STYLE_ERROR, _("Bad rows"), n->bad, add_bad);
	add_deed(pager, rows, DW_IMPORT_CHANGE, STYLE_HEADING, _("Users who change"), n->changed,
		add_change);
	add_deed(pager, rows, DW_IMPORT_CREATE, STYLE_HEADING, _("New users"), n->created, add_create);
	add_deed(pager, rows, DW_IMPORT_SAME, STYLE_HEADING, _("Users who stay as they are"), n->same,
		NULL);
	if (run->plan.more > 0)
		ui_pager_addf(pager, STYLE_DIM, DW_NG("%lld more line is not shown.",
			"%lld more lines are not shown.", run->plan.more), (long long)run->plan.more);
	if (run->note != NULL) {
		DW_AUTO_FREE char *note = dw_display_dup(run->note);

		ui_pager_add(pager, STYLE_NORMAL, "");
		ui_pager_add(pager, STYLE_WARNING, note);
	}
}

static void
planned(void *ctx, const struct ui_progress_state *state DW_UNUSED, bool cancelled)
{
	struct run *run = ctx;
	struct imp *imp = run->imp;
	DW_AUTO_FREE char *source = imp_source_name(imp);
	struct plan_view *self;

	console_look(imp->c);
	if (cancelled || run->rc == DW_CANCELLED)
		return;
	if (!run->counted) {
		act_say_error(imp->c, &run->err);
		return;
	}
	self = dw_calloc(1, sizeof(*self));
	self->view = (struct ui_view){ .ops = &ops, .context = UI_IN_PAGER };
	self->imp = imp;
	self->title = dw_format(_("What the import of %s would change"), source);
	self->may = run->rc == DW_OK && run->counts.created + run->counts.changed > 0;
	fill(&self->pager, run, run->rc == DW_OK);
	ui_push(&imp->c->ui, &self->view);
	imp_hold_view(imp, &self->view);
}

void
imp_plan(struct imp *imp)
{
	begin(imp, DW_CALL_DRY_RUN, _("Looking at all rows"), planned);
}
