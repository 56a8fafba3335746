/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form by which a list is narrowed: the parameters of its read action become fields, as
 * those of a write do. What is given is tried before the form closes, so that a name
 * nobody has, or a time that is none, is an error under its field and not an empty list.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/feed.h"

struct narrowing {
	struct act *act;
	struct act_filter_spec spec;
};

/* ---- from fields to arguments ---------------------------------------------------------- */

static bool
is_any(const struct dw_param *param, const char *text)
{
	return text[0] == '\0' || (param->kind == DW_P_FLAG && strcmp(text, "no") == 0);
}

/* What the form gives, as arguments. Values are the form's. */
static void
collect(const struct narrowing *n, struct feed_query *out)
{
	const struct dw_action *action = n->act->action;

	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];
		const char *text = n->act->asked[i] ? ui_form_text(n->act->form, param->name) : "";

		if (n->act->asked[i] && !is_any(param, text))
			feed_arg(out, param->name, text);
	}
}

/* Reads one row, to see whether it can be read. An error without a field belongs to what is
 * looked up first: the one the list is about. */
static enum dw_code
try(const struct narrowing *n, const struct feed_query *given, struct dw_error *err)
{
	const struct dw_action *action = n->act->action;
	int target = dw_param_target(action);
	struct feed_query args = *given;
	DW_AUTO(dw_rows) rows = { 0 };
	enum dw_code rc;

	for (const struct console_arg *at = n->spec.fixed; at != NULL && at->name != NULL; at++)
		feed_arg(&args, at->name, at->value);
	feed_arg(&args, "limit", "1");
	dw_rows_init(&rows);
	rc = console_read(n->act->c, action->name, args.items, DW_CALL_UNCOUNTED, false, &rows, err);
	if (rc != DW_OK && err->field[0] == '\0' && target >= 0 && n->act->asked[target])
		return dw_fail_field(err, rc, action->params[target].name, "%s", err->message);
	return rc;
}

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct narrowing *n = ctx;
	struct feed_query args = { 0 };
	enum dw_code rc;

	(void)form;
	collect(n, &args);
	if ((rc = try(n, &args, err)) != DW_OK)
		return rc;
	n->spec.done(n->spec.ctx, args.items);
	return DW_OK;
}

/* ---- while it is open -------------------------------------------------------------------- */

static void
picked(struct act *act, int index, const char *names)
{
	if (act->form != NULL)
		ui_form_set(act->form, act->action->params[index].name, names);
}

static void
pick(struct ui_form *form, void *ctx, const char *name)
{
	struct narrowing *n = ctx;

	act_pick(n->act, dw_param_find(n->act->action, name), ui_form_text(form, name), picked);
}

/* "yesterday" is a moment: which one stands beside it. */
static void
show_time(struct narrowing *n, int index)
{
	const struct dw_param *param = &n->act->action->params[index];
	const char *text = ui_form_text(n->act->form, param->name);
	DW_AUTO(dw_args) args = { 0 };
	struct dw_error err = { 0 };
	char local[DW_TIME_TEXT];

	dw_args_init(&args, n->act->action);
	if (text[0] == '\0')
		ui_form_hint(n->act->form, param->name, STYLE_DIM, "");
	else if (dw_args_put(&args, index, text, dw_now(), &err) != DW_OK)
		ui_form_hint(n->act->form, param->name, STYLE_WARNING, err.message);
	else
		ui_form_hint(n->act->form, param->name, STYLE_DIM,
			dw_time_local(args.at[index].num, local));
}

static void
changed(struct ui_form *form, void *ctx, const char *name)
{
	struct narrowing *n = ctx;
	int index = dw_param_find(n->act->action, name);

	(void)form;
	if (index >= 0 && n->act->action->params[index].kind == DW_P_TIME)
		show_time(n, index);
}

static void
done(void *ctx)
{
	struct narrowing *n = ctx;

	/* A picker over it may hold the act a little longer. */
	n->act->form = NULL;
	act_let_go(n->act);
	free(n);
}

static const struct ui_form_ops ops = {
	.save = save,
	.pick = pick,
	.changed = changed,
	.done = done,
	.forgets = true,
};

/* ---- from parameters to fields ------------------------------------------------------------ */

static const char *
value_of(const struct console_arg *args, const char *name)
{
	for (; args != NULL && args->name != NULL; args++)
		if (strcmp(args->name, name) == 0)
			return args->value;
	return NULL;
}

/* Choices begin with none of them. */
static size_t
add_choices(const struct dw_param *param, const char **values, const char **labels)
{
	size_t n = 0;

	values[n] = "";
	labels[n++] = _("all");
	for (size_t i = 0; param->choices[i] != NULL && n < ACT_CHOICES; i++, n++) {
		values[n] = param->choices[i];
		labels[n] = dw_word_text(param->choices[i]);
	}
	return n;
}

static const char *const yes_no[] = { "yes", "no", NULL };

static void
add_field(const struct dw_param *param, const char *value, struct ui_form_field *field,
	const char **values, const char **labels)
{
	struct dw_param asked = *param;

	/* Neither is a third answer. */
	if (param->kind == DW_P_YESNO)
		asked.choices = yes_no;
	*field = (struct ui_form_field){
		.name = param->name,
		.label = _(param->title),
		.kind = act_can_pick(param) ? UI_FORM_NAMES : param->kind == DW_P_FLAG ? UI_FORM_YES_NO :
			asked.choices != NULL ? UI_FORM_CHOICE : UI_FORM_TEXT,
		.help = _(param->help),
		.empty = _("all"),
		.initial = value,
		.choices = values,
		.choice_labels = labels,
	};
	if (field->kind == UI_FORM_CHOICE)
		add_choices(&asked, values, labels);
}

bool
act_filter_asks(const struct act_filter_spec *spec, const struct dw_param *param)
{
	return !feed_turns(param->name) && strcmp(param->name, "sort") != 0 &&
		param->kind != DW_P_FILTER && (param->flags & (DW_P_INSTEAD | DW_P_NO_FORM)) == 0 &&
		(spec->search == NULL || strcmp(param->name, spec->search) != 0) &&
		value_of(spec->fixed, param->name) == NULL;
}

struct ui_view *
act_filter(struct console *c, const struct act_filter_spec *spec)
{
	const struct dw_action *action = dw_action_find(spec->action);
	struct narrowing *n = dw_calloc(1, sizeof(*n));
	DW_AUTO_FREE struct ui_form_field *fields = dw_calloc(action->n_params + 1, sizeof(*fields));
	DW_AUTO_FREE const char **words =
		dw_calloc(2 * (ACT_CHOICES + 1) * (action->n_params + 1), sizeof(*words));
	/* TRANSLATORS: what a list is narrowed by, and which list that is: "Filter: Sessions" */
	DW_AUTO_FREE char *title = dw_format(_("Filter: %s"), spec->title);
	size_t k = 0;

	*n = (struct narrowing){ .act = act_new(c, action, NULL, 0, NULL), .spec = *spec };
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];
		const char **values = words + 2 * (ACT_CHOICES + 1) * i;

		n->act->asked[i] = act_filter_asks(spec, param);
		if (n->act->asked[i])
			add_field(param, value_of(spec->given, param->name), &fields[k++], values,
				values + ACT_CHOICES + 1);
	}
	n->act->form = ui_form_open(&c->ui, title, _("apply"), fields, k, &ops, n);
	for (size_t i = 0; i < action->n_params; i++)
		if (n->act->asked[i] && action->params[i].kind == DW_P_TIME)
			show_time(n, (int)i);
	return ui_form_view(n->act->form);
}
