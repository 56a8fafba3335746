/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An action that lets rows out, on the screen: a form for which rows, which columns, the
 * format and the file; the question with how many that are; then all of it in one call,
 * with its progress. The file has its name once it is whole, so a cancelled export
 * leaves none; the entry in the audit stays, as it was begun.
 */
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "action/files.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/rows_out.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/dialog.h"
#include "ui/picker.h"
#include "ui/progress.h"

/* Fields of our own, beside the action's parameters. */
#define FORMAT "format"
#define COLUMNS "fields"
#define FILE_NAME "file"

struct format {
	const char *option; /* of the shell command, and the end of the file's name */
	const char *label;  /* N_() */
	enum dw_rows_format format;
};

static const struct format formats[] = {
	{ "csv", N_("CSV, for spreadsheets"), DW_ROWS_CSV },
	{ "json", N_("JSON, one object"), DW_ROWS_JSON },
	{ "jsonl", N_("JSON Lines, one object a line"), DW_ROWS_JSONL },
};

/* One export: it lives as long as its form, and its question and progress hold the act, which
 * holds the form. */
struct export {
	struct act *act;
	unsigned holds;            /* the form, the question, the progress */
	const struct format *format;
	char *fields;              /* NULL = all */
	char *shown;               /* the file's name, safe to show */
	char *typed;               /* and as it was typed */
	char *offered;             /* the name that was offered last */
	struct dw_file_new file;
	int64_t rows;
	struct ui_progress_state *state; /* while it runs */
	struct dw_error err;       /* how it ended */
	char *said;
	char *shell;
};

bool
act_exports(const struct dw_action *action)
{
	return action->effect == DW_WRITE && action->columns != NULL && !action->plans;
}

static void
let_go(void *ctx)
{
	struct export *export = ctx;

	if (--export->holds > 0)
		return;
	dw_file_new_clear(&export->file);
	free(export->fields);
	free(export->shown);
	free(export->typed);
	free(export->offered);
	free(export->said);
	free(export->shell);
	act_let_go(export->act);
	free(export);
}

static struct export *
hold(struct export *export)
{
	export->holds++;
	return export;
}

/* ---- the command that does the same ------------------------------------------------ */

static struct dw_call
call_for(struct export *export, unsigned flags)
{
	return (struct dw_call){ .action = export->act->action, .app = export->act->c->app,
		.args = &export->act->args, .flags = flags };
}

static char *
shell_of(struct export *export, const char *file)
{
	struct dw_call call = call_for(export, 0);
	DW_AUTO_FREE char *command = dw_call_shell(&call);
	DW_AUTO(dw_buf) out = { 0 };

	dw_buf_printf(&out, "%s --%s", command, export->format->option);
	if (export->fields != NULL) {
		dw_buf_puts(&out, " --fields");
		dw_shell_word(&out, export->fields);
	}
	dw_buf_puts(&out, " >");
	dw_shell_word(&out, file);
	return dw_buf_steal(&out);
}

/* May it name a file at all? The sentence has the command that does it, made from what is known. */
static enum dw_code
may_name(struct export *export, struct dw_error *err)
{
	DW_AUTO_FREE char *shell = shell_of(export, "FILE");
	DW_AUTO_FREE char *instead = dw_format(
		/* TRANSLATORS: %s is a shell command. */
		_("Leave the console and send it to a file of yours: %s"), shell);

	return dw_file_may(&export->act->c->app->caller, FILE_NAME, instead, err);
}

/* ---- doing it ----------------------------------------------------------------------- */

static enum dw_code
into_file(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_file_write(arg, bytes, len, err);
}

static bool
progress(void *arg, int64_t done, int64_t total)
{
	struct export *export = arg;

	export->state->done = done;
	export->state->total = total;
	return !ui_cancelled(&export->act->c->ui);
}

/* All of it: the call is one piece, and looks at the keyboard itself. */
static bool
step(void *ctx, struct ui_progress_state *state)
{
	struct export *export = ctx;
	DW_AUTO(dw_rows_out) rows = { .ended = false };
	struct dw_call call = call_for(export, 0);
	enum dw_code rc;

	dw_rows_out_init(&rows);
	rows.format = export->format->format;
	rows.fields = export->fields;
	rows.write = into_file;
	rows.arg = &export->file;
	call.sink = &rows.sink;
	call.progress = progress;
	call.progress_arg = export;
	export->state = state;
	if ((rc = dw_invoke(&call, &export->err)) == DW_OK)
		rc = dw_file_finish(&export->file, &export->err);
	if (rc == DW_OK)
		dw_replace(&export->said, dw_strdup(call.said));
	export->act->c->changes += call.changed;
	dw_call_clear(&call);
	return false;
}

static void
finished(void *ctx, const struct ui_progress_state *state DW_UNUSED, bool cancelled)
{
	struct export *export = ctx;
	struct console *c = export->act->c;
	DW_AUTO_FREE char *shell = dw_display_dup(export->shell);

	dw_file_new_clear(&export->file);
	if (cancelled || export->err.code == DW_CANCELLED)
		ui_say(&c->ui, STYLE_WARNING, "%s", _("The export was cancelled; there is no file."));
	else if (export->said == NULL)
		act_say_error(c, &export->err);
	else
		/* TRANSLATORS: what was done, a file's name, the same as a shell command. */
		ui_say(&c->ui, STYLE_OK, _("%s to %s · %s"), export->said, export->shown, shell);
	console_look(c);
}

static void
answered(void *ctx, bool yes)
{
	struct export *export = ctx;
	struct act *act = export->act;
	struct ui_form *form = act->form;

	if (!yes) {
		dw_file_new_clear(&export->file);
		return;
	}
	ui_progress_open(&act->c->ui, &(struct ui_progress_spec){
		.title = _(act->action->title),
		.unit = DW_NG("row", "rows", export->rows),
		.step = step,
		.done = finished,
		.release = let_go,
		.ctx = hold(export),
	});
	act->form = NULL;
	ui_remove(&act->c->ui, ui_form_view(form));
}

/* ---- the question ------------------------------------------------------------------- */

static enum dw_code
count(struct export *export, struct dw_error *err)
{
	DW_AUTO(dw_call) call = call_for(export, DW_CALL_DRY_RUN);
	enum dw_code rc = dw_invoke(&call, err);

	export->rows = call.rows;
	/* It was really asked for; only the question before it is missing. */
	call.flags = 0;
	if (rc != DW_OK)
		dw_note_refusal(&call, rc);
	console_look(export->act->c);
	return rc;
}

static void
ask(struct export *export)
{
	struct console *c = export->act->c;
	DW_AUTO(dw_buf) number = { 0 };
	DW_AUTO_FREE char *text = NULL;
	struct ui_view *view;

	console_number(&number, export->rows);
	text = dw_format(DW_NG("%s row will be written to %s, with %s. The audit will tell of it.",
		"%s rows will be written to %s, with %s. The audit will tell of it.", export->rows),
		dw_buf_text(&number), export->shown,
		export->fields != NULL ? export->fields : _("all columns"));
	view = ui_ask(&c->ui, &(struct ui_question){
		.title = _(export->act->action->title),
		.text = text,
		.yes = _("Export"),
		.warning = dw_rights_have(&c->app->operator.rights, DW_PERM_VIEW_PII) ? NULL :
			_("You see personal data masked, and so it is written."),
		.yes_first = true,
		.done = answered,
		.ctx = export,
	});
	view->gone = let_go;
	view->gone_arg = hold(export);
}

/* ---- the form ----------------------------------------------------------------------- */

static const struct format *
format_of(const struct ui_form *form)
{
	const char *name = ui_form_text(form, FORMAT);

	for (size_t i = 0; i < DW_COUNT(formats); i++)
		if (strcmp(formats[i].option, name) == 0)
			return &formats[i];
	return &formats[0];
}

/* "doorward-users-20261120-143205.csv" */
static char *
name_for(const struct act *act, const struct format *format)
{
	char time[DW_TIME_TEXT], noun[DW_NOUN_MAX];

	dw_action_noun(act->action, noun);
	dw_time_local(dw_now(), time);
	return dw_format("doorward-%ss-%.4s%.2s%.2s-%.2s%.2s%.2s.%s", noun, time, time + 5, time + 8,
		time + 11, time + 14, time + 17, format->option);
}

/* The name follows the format as long as it is ours. */
static void
changed(struct ui_form *form, void *ctx, const char *name)
{
	struct export *export = ctx;

	if (strcmp(name, FORMAT) != 0 ||
		strcmp(ui_form_text(form, FILE_NAME), export->offered) != 0)
		return;
	dw_replace(&export->offered, name_for(export->act, format_of(form)));
	ui_form_set(form, FILE_NAME, export->offered);
}

static enum dw_code
collect(struct export *export, struct ui_form *form, struct dw_error *err)
{
	struct act *act = export->act;
	enum dw_code rc = DW_OK;

	dw_args_clear(&act->args);
	dw_args_init(&act->args, act->action);
	for (size_t i = 0; i < act->action->n_params && rc == DW_OK; i++) {
		const struct dw_param *param = &act->action->params[i];
		const char *text = ui_form_text(form, param->name);

		if (param->kind == DW_P_FLAG ? ui_form_yes(form, param->name) : text[0] != '\0')
			rc = dw_args_put(&act->args, (int)i, text, dw_now(), err);
	}
	return rc;
}

/* "a, b" is "a,b" to the command. */
static char *
fields_of(struct ui_form *form)
{
	DW_AUTO(dw_buf) out = { 0 };
	size_t n;
	char **names = act_names_split(ui_form_text(form, COLUMNS), &n);

	for (size_t i = 0; i < n; i++)
		dw_buf_printf(&out, "%s%s", i > 0 ? "," : "", names[i]);
	act_names_free(names, n);
	return n > 0 ? dw_buf_steal(&out) : NULL;
}

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct export *export = ctx;
	const struct dw_action *action = export->act->action;
	DW_AUTO_FREE char *instead = NULL;
	DW_AUTO(dw_choice) choice = { 0 };
	enum dw_code rc;

	export->format = format_of(form);
	dw_replace(&export->fields, fields_of(form));
	dw_replace(&export->typed, dw_strdup(ui_form_text(form, FILE_NAME)));
	dw_replace(&export->shown, dw_display_dup(export->typed));
	dw_file_new_clear(&export->file);
	if ((rc = collect(export, form, err)) != DW_OK)
		return rc;
	dw_replace(&export->shell, shell_of(export, export->typed));
	instead = dw_strdup(export->shell);
	if ((rc = dw_choose(export->fields, action->columns, *action->n_columns, DW_COL_CURSOR, &choice,
			err)) != DW_OK ||
		(rc = dw_file_create(&export->act->c->app->caller, FILE_NAME, export->typed, instead,
			&export->file, err)) != DW_OK)
		return rc;
	if ((rc = count(export, err)) != DW_OK) {
		dw_file_new_clear(&export->file);
		return rc;
	}
	ask(export);
	return DW_CANCELLED;
}

static void
columns_picked(void *ctx, const char *const *keys, size_t n)
{
	struct export *export = ctx;
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < n; i++)
		dw_buf_printf(&names, "%s%s", i > 0 ? "," : "", keys[i]);
	ui_form_set(export->act->form, COLUMNS, dw_buf_text(&names));
}

static void
pick(struct ui_form *form, void *ctx, const char *name DW_UNUSED)
{
	struct export *export = ctx;
	const struct dw_action *action = export->act->action;
	DW_AUTO_FREE struct ui_pick *items = dw_calloc(*action->n_columns + 1, sizeof(*items));
	struct ui_view *view;
	size_t n = 0;

	for (size_t i = 0; i < *action->n_columns; i++)
		if ((action->columns[i].flags & DW_COL_CURSOR) == 0)
			items[n++] = (struct ui_pick){ .key = action->columns[i].name,
				.label = action->columns[i].name, .detail = _(action->columns[i].title),
				.on = act_name_is_in(ui_form_text(form, COLUMNS), action->columns[i].name) };
	view = ui_pick_open(&export->act->c->ui, &(struct ui_pick_spec){
		.title = _("Columns"),
		.hint = _("None ticked is all of them."),
		.many = true,
		.items = items,
		.n = n,
		.done = columns_picked,
		.ctx = export,
	});
	view->gone = let_go;
	view->gone_arg = hold(export);
}

static const struct ui_form_ops ops = {
	.save = save,
	.pick = pick,
	.changed = changed,
	.done = let_go,
};

/* What is known of a parameter already, as a form has it. */
static const char *
known(const struct act *act, const struct dw_param *param)
{
	for (size_t i = 0; i < act->n_preset; i++)
		if (strcmp(act->preset[i].name, param->name) == 0)
			return param->kind == DW_P_FLAG ? "yes" : act->preset[i].value;
	return NULL;
}

static void
open_form(struct export *export)
{
	struct act *act = export->act;
	size_t n = act->action->n_params, at = 0;
	DW_AUTO_FREE struct ui_form_field *fields = dw_calloc(n + 3, sizeof(*fields));
	const char *options[DW_COUNT(formats) + 1] = { NULL }, *labels[DW_COUNT(formats) + 1] = { NULL };

	for (size_t i = 0; i < DW_COUNT(formats); i++) {
		options[i] = formats[i].option;
		labels[i] = _(formats[i].label);
	}
	dw_replace(&export->offered, name_for(act, export->format));
	fields[at++] = (struct ui_form_field){ .name = FILE_NAME, .label = _("File"), .required = true,
		.initial = export->offered,
		.help = _("A new file that only you can read; it is there once it is whole.") };
	fields[at++] = (struct ui_form_field){ .name = FORMAT, .label = _("Format"),
		.kind = UI_FORM_CHOICE, .choices = options, .choice_labels = labels };
	fields[at++] = (struct ui_form_field){ .name = COLUMNS, .label = _("Columns"),
		.kind = UI_FORM_NAMES, .empty = _("all; Space chooses"),
		.help = _("In this order. Space opens the list of them.") };
	for (size_t i = 0; i < n; i++) {
		const struct dw_param *param = &act->action->params[i];

		fields[at++] = (struct ui_form_field){ .name = param->name, .label = _(param->title),
			.kind = param->kind == DW_P_FLAG ? UI_FORM_YES_NO : UI_FORM_TEXT,
			.help = _(param->help), .initial = known(act, param) };
	}
	act->form = ui_form_open(&act->c->ui, _(act->action->title), _("go on"), fields, at, &ops,
		hold(export));
}

enum dw_code
act_export(struct act *act, struct dw_error *err)
{
	struct export *export = dw_calloc(1, sizeof(*export));
	enum dw_code rc;

	act->holds++;
	export->act = act;
	export->format = &formats[0];
	hold(export);
	if ((rc = may_name(export, err)) == DW_OK)
		open_form(export);
	let_go(export);
	return rc == DW_OK ? DW_CANCELLED : rc;
}
