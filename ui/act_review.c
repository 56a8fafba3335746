/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before it is done: the differences, exactly as the audit will have them, to be
 * confirmed. And afterwards: the form goes, or says what was wrong; a password that was
 * made up is shown once.
 */
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/con_entry.h"
#include "ui/dialog.h"
#include "ui/diff.h"
#include "ui/reveal.h"

#define SECRET_GROUP 4 /* characters, as dw_secret_generate() groups them */

/* ---- done ---------------------------------------------------------------------- */

/* Was the password that was made up the one that was saved? */
static bool
used_generated(const struct act *act)
{
	for (size_t i = 0; i < act->action->n_params; i++)
		if (act->args.at[i].given && dw_secret_equal(&act->args.at[i].secret, &act->generated))
			return true;
	return false;
}

static void
reveal(struct act *act)
{
	DW_AUTO_FREE char *title = act->label != NULL ?
		dw_format(_("The new password of %s"), act->label) :
		dw_strdup(_("The new password"));

	ui_reveal_open(&act->c->ui, &(struct ui_reveal_spec){
		.title = title,
		.note = _("Tell it to the person; it is not shown again. The hyphens belong to it."),
		.group = SECRET_GROUP,
		.may_copy = dw_conf_bool(act->c->app->conf, DW_CONF_CONSOLE_COPY_SECRETS),
	}, &act->generated);
}

/* What the action itself made: so far that is a reset code. */
static void
reveal_made(struct act *act)
{
	DW_AUTO_FREE char *title = dw_format("%s: %s", _(act->action->title),
		act->label != NULL ? act->label : "");

	ui_reveal_open(&act->c->ui, &(struct ui_reveal_spec){
		.title = title,
		.note = _("Read it to the person; it is not shown again. Capitals or not, and hyphens, "
			"make no difference when it is typed."),
		.group = SECRET_GROUP,
		.may_copy = dw_conf_bool(act->c->app->conf, DW_CONF_CONSOLE_COPY_SECRETS),
	}, &act->made);
}

void
act_finish(struct act *act)
{
	struct dw_error err = { 0 };
	char **now = NULL;
	enum dw_code rc = act_do(act, &err);

	if (rc == DW_OK) {
		if (act->form != NULL)
			ui_remove(&act->c->ui, ui_form_view(act->form));
		if (act->made.len > 0)
			reveal_made(act);
		else if (used_generated(act))
			reveal(act);
		return;
	}
	if (rc == DW_CONFLICT && act->form != NULL && act_values(act, &now, NULL) == DW_OK)
		act_conflict(act, now);
	else if (act->form != NULL)
		ui_form_fail(act->form, &err);
	else
		act_say_error(act->c, &err);
}

static void
answered(void *ctx, bool yes)
{
	if (yes)
		act_finish(ctx);
}

/* ---- in spite of it ------------------------------------------------------------ */

bool
act_insist(struct act *act, const struct dw_error *err)
{
	int index = err->code == DW_INVALID ? dw_param_find(act->action, err->field) : -1;
	const struct dw_param *param = index >= 0 ? &act->action->params[index] : NULL;
	DW_AUTO_FREE char *shown = dw_display_dup(err->message);

	if (param == NULL || param->kind != DW_P_FLAG || (param->flags & DW_P_NO_FORM) == 0 ||
		dw_arg_given(&act->args, index) ||
		dw_args_put(&act->args, index, "yes", 0, NULL) != DW_OK)
		return false;
	act_hold(act, ui_ask(&act->c->ui, &(struct ui_question){
		.title = _(act->action->title),
		.text = shown,
		.yes = _(param->title),
		.done = answered,
		.ctx = act,
	}));
	return true;
}

/* ---- the question -------------------------------------------------------------- */

/* The `confirm` sentence has at most one %s, for the target; a lint test holds it to that. */
static char *
confirmation(const struct act *act)
{
	const char *sentence = _(act->action->confirm);
	const char *at = strstr(sentence, "%s");

	if (at == NULL)
		return dw_strdup(sentence);
	return dw_format("%.*s%s%s", (int)(at - sentence), sentence,
		act->label != NULL ? act->label : "", at + 2);
}

/* What destroys: a question, with "no" first. */
static void
ask(struct act *act, const char *note)
{
	DW_AUTO_FREE char *text = confirmation(act);
	/* Named here where the sentence does not name it. */
	bool named = act->label == NULL || strstr(act->action->confirm, "%s") != NULL;
	DW_AUTO_FREE char *title = named ? dw_strdup(_(act->action->title)) :
		dw_format(_("%s: %s"), _(act->action->title), act->label);

	act_hold(act, ui_ask(&act->c->ui, &(struct ui_question){
		.title = title,
		.text = text,
		.yes = _(act->action->title),
		.warning = note,
		.done = answered,
		.ctx = act,
	}));
}

/* Everything else: the differences, and Enter. */
static void
compare(struct act *act, const char *effects, const char *note)
{
	DW_AUTO(entry_lines) lines = { 0 };
	/* What it was that goes back says more than what undoing is. */
	bool tells = act->action->shows && note != NULL;
	DW_AUTO_FREE char *title = act_title(act);
	DW_AUTO_FREE struct ui_diff_row *rows = NULL;

	entry_read_effects(&lines, effects);
	rows = dw_calloc(lines.n + 1, sizeof(*rows));
	for (size_t i = 0; i < lines.n; i++)
		rows[i] = (struct ui_diff_row){ lines.at[i].label, lines.at[i].before,
			lines.at[i].after };
	act_hold(act, ui_diff_open(&act->c->ui, &(struct ui_diff_spec){
		.title = title,
		.note = tells ? note : act->form == NULL ? _(act->action->summary) : NULL,
		.warning = tells ? act->note : note,
		.yes = act->form != NULL ? _("save") : _(act->action->title),
		.rows = rows,
		.n = lines.n,
		.done = answered,
		.ctx = act,
	}));
}

void
act_effects_line(struct dw_buf *out, const char *effects)
{
	DW_AUTO(entry_lines) lines = { 0 };

	entry_read_effects(&lines, effects);
	/* "Activate" says it; the yes is for a column of values. */
	for (size_t i = 0; i < lines.n; i++)
		if (lines.at[i].before[0] == '\0' && strcmp(lines.at[i].after, _("yes")) == 0)
			lines.at[i].after[0] = '\0';
	entry_lines_join(out, &lines);
}

enum dw_code
act_review(struct act *act, struct dw_error *err)
{
	DW_AUTO_FREE char *effects = NULL;
	DW_AUTO_FREE char *note = NULL;
	char **now = NULL;
	bool different = false;
	enum dw_code rc;

	if (act_edits(act) && act_still_there(act, &now, err) == DW_CONFLICT) {
		act_conflict(act, now);
		return DW_CANCELLED;
	}
	if ((rc = act_try(act, &different, &effects, &note, err)) != DW_OK)
		return act_insist(act, err) ? DW_CANCELLED : rc;
	if (!different) {
		ui_say(&act->c->ui, STYLE_NORMAL, "%s",
			note != NULL ? note : _("Nothing was different; nothing was changed."));
		return DW_OK;
	}
	if (act->action->confirm != NULL && !act->action->shows)
		ask(act, note);
	else
		compare(act, effects, note);
	return DW_CANCELLED;
}
