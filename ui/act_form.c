/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of an action: its parameters become fields, and the fields arguments. A
 * parameter that changes a column begins with the value there and is given only when it
 * differs; what may not be given is read-only, and a note says why.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"

#define GENERATED_GROUPS 5 /* 100 bits */

/* ---- lists of names ------------------------------------------------------------ */

char **
act_names_split(const char *text, size_t *n)
{
	char **names = NULL;

	*n = 0;
	while (*(text += strspn(text, ", ")) != '\0') {
		size_t len = strcspn(text, ","), used = len;

		while (used > 0 && text[used - 1] == ' ')
			used--;
		names = dw_realloc(names, *n + 1, sizeof(*names));
		names[(*n)++] = dw_strndup(text, used);
		text += len;
	}
	return names;
}

void
act_names_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

bool
act_name_is_in(const char *text, const char *name)
{
	size_t n;
	char **names = act_names_split(text, &n);
	bool found = false;

	for (size_t i = 0; i < n; i++)
		found = found || strcmp(names[i], name) == 0;
	act_names_free(names, n);
	return found;
}

static bool
all_are_in(const char *a, const char *b)
{
	size_t n;
	char **names = act_names_split(a, &n);
	bool all = true;

	for (size_t i = 0; i < n; i++)
		all = all && act_name_is_in(b, names[i]);
	act_names_free(names, n);
	return all;
}

bool
act_names_equal(const char *a, const char *b)
{
	return all_are_in(a, b) && all_are_in(b, a);
}

/* ---- from fields to arguments -------------------------------------------------- */

bool
act_edits(const struct act *act)
{
	for (size_t i = 0; i < act->action->n_params; i++)
		if (act->asked[i] && act->before != NULL && act->before[i] != NULL)
			return true;
	return false;
}

enum dw_code
act_args_begin(struct act *act, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	dw_args_clear(&act->args);
	dw_args_init(&act->args, act->action);
	for (size_t i = 0; i < act->n_preset && rc == DW_OK; i++)
		rc = dw_args_put(&act->args, dw_param_find(act->action, act->preset[i].name),
			act->preset[i].value, dw_now(), err);
	/* What it is done to stands among the arguments too: they are judged as a whole. */
	if (rc == DW_OK && act->n_refs > 0 && dw_param_target(act->action) >= 0)
		rc = dw_args_put(&act->args, dw_param_target(act->action), act->refs[0], 0, err);
	return rc;
}

static enum dw_code
put_secret(struct act *act, int index, struct dw_error *err)
{
	DW_AUTO(dw_secret) secret = { 0 };

	ui_form_secret(act->form, act->action->params[index].name, &secret);
	return secret.len > 0 ? dw_args_put_secret(&act->args, index, &secret, err) : DW_OK;
}

static enum dw_code
put_names(struct act *act, int index, const char *text, struct dw_error *err)
{
	const struct dw_param *param = &act->action->params[index];
	enum dw_code rc = DW_OK;
	size_t n;
	char **names = act_names_split(text, &n);

	if ((param->flags & DW_P_TARGET) != 0)
		act_set_refs(act, (const char *const *)names, n);
	for (size_t i = 0; i < n && rc == DW_OK; i++)
		rc = dw_args_put(&act->args, index, names[i], 0, err);
	if (n == 0 && act->before[index] != NULL)
		rc = dw_args_put(&act->args, index, DW_ARG_NONE, 0, err);
	act_names_free(names, n);
	return rc;
}

/* Is the value of a field another than it was, or than not giving it means? */
static bool
differs(const struct act *act, int index, const char *text)
{
	const struct dw_param *param = &act->action->params[index];
	const char *before = (act->reset >> index & 1) != 0 ? NULL : act->before[index];

	if (before != NULL && act_can_pick(param))
		return !act_names_equal(text, before);
	if (before != NULL)
		return strcmp(text, before) != 0;
	if (param->standard != NULL)
		return strcmp(text, param->standard) != 0;
	return text[0] != '\0' &&
		!((param->kind == DW_P_FLAG || param->kind == DW_P_YESNO) && strcmp(text, "no") == 0);
}

static enum dw_code
put_field(struct act *act, int index, struct dw_error *err)
{
	const struct dw_param *param = &act->action->params[index];
	const char *text = ui_form_text(act->form, param->name);

	if (param->kind == DW_P_SECRET)
		return put_secret(act, index, err);
	if (!differs(act, index, text))
		return DW_OK;
	if (act_can_pick(param))
		return put_names(act, index, text, err);
	if (param->kind == DW_P_TIME && text[0] == '\0')
		text = "never";
	return dw_args_put(&act->args, index, text, dw_now(), err);
}

enum dw_code
act_collect(struct act *act, struct dw_error *err)
{
	enum dw_code rc = act_args_begin(act, err);

	for (size_t i = 0; i < act->action->n_params && rc == DW_OK; i++)
		if (act->asked[i])
			rc = put_field(act, (int)i, err);
	return rc;
}

static bool
anything_given(const struct act *act)
{
	for (size_t i = 0; i < act->action->n_params; i++)
		if (act->asked[i] && act->args.at[i].given)
			return true;
	return false;
}

/* ---- what the form asks -------------------------------------------------------- */

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct act *act = ctx;
	enum dw_code rc;

	(void)form;
	if ((rc = act_collect(act, err)) != DW_OK)
		return rc;
	if (act_edits(act) && !anything_given(act)) {
		ui_say(&act->c->ui, STYLE_NORMAL, "%s",
			_("Nothing was different; nothing was changed."));
		return DW_OK;
	}
	return act_given(act, err);
}

static void
picked(struct act *act, int index, const char *names)
{
	if (act->form != NULL)
		ui_form_set(act->form, act->action->params[index].name, names);
}

static void
pick(struct ui_form *form, void *ctx, const char *name)
{
	struct act *act = ctx;

	act_pick(act, dw_param_find(act->action, name), ui_form_text(form, name), picked);
}

static void
generate(struct ui_form *form, void *ctx, const char *name, struct dw_secret *out)
{
	struct act *act = ctx;

	(void)form;
	(void)name;
	dw_secret_generate(GENERATED_GROUPS, out);
	dw_secret_set(&act->generated, out->data, out->len, NULL);
}

/* What goes back to its standard by a change elsewhere is seen to: the mark of an address that
 * was verified, once another is typed. It can be ticked again, and then it is given. */
static void
show_reset(struct ui_form *form, struct act *act, int index)
{
	const struct dw_param *param = &act->action->params[index];
	int other = param->resets != NULL ? dw_param_find(act->action, param->resets) : -1;
	bool now;

	if (other < 0 || !act->asked[other] || act->before[other] == NULL)
		return;
	now = differs(act, index, ui_form_text(form, param->name));
	if (((act->reset >> other & 1) != 0) == now)
		return;
	act->reset ^= UINT64_C(1) << other;
	ui_form_set(form, param->resets, now ? act->action->params[other].standard :
			act->before[other]);
}

/* Says under a secret field whether it would be taken as it is now. */
static void
changed(struct ui_form *form, void *ctx, const char *name)
{
	struct act *act = ctx;
	int index = dw_param_find(act->action, name);

	if (index >= 0)
		show_reset(form, act, index);
	for (size_t i = 0; i < act->action->n_params; i++) {
		const struct dw_param *param = &act->action->params[i];
		DW_AUTO_FREE char *good = NULL;
		struct dw_error err = { 0 };
		enum dw_code rc;

		if (param->kind != DW_P_SECRET || !act->asked[i])
			continue;
		rc = act_collect(act, &err);
		if (!act->args.at[i].given) {
			ui_form_hint(form, param->name, STYLE_DIM, "");
			continue;
		}
		if (rc == DW_OK)
			rc = act_judge(act, &err);
		good = dw_format(DW_NG("good, %zu character", "good, %zu characters",
			dw_utf8_length(act->args.at[i].secret.data)),
			dw_utf8_length(act->args.at[i].secret.data));
		if (rc != DW_OK && strcmp(err.field, param->name) == 0)
			ui_form_hint(form, param->name, STYLE_WARNING, err.message);
		else
			ui_form_hint(form, param->name, STYLE_OK, good);
	}
}

static void
done(void *ctx)
{
	((struct act *)ctx)->form = NULL;
}

/* ---- from parameters to fields ------------------------------------------------- */

static enum ui_form_kind
field_kind(const struct dw_param *param)
{
	switch (param->kind) {
	case DW_P_FLAG:
	case DW_P_YESNO:
		return UI_FORM_YES_NO;
	case DW_P_TIME:
		return UI_FORM_DATE;
	case DW_P_CHOICE:
		return UI_FORM_CHOICE;
	case DW_P_USER:
	case DW_P_GROUP:
	case DW_P_PERMISSION:
		return UI_FORM_NAMES;
	case DW_P_SECRET:
		return UI_FORM_SECRET;
	default:
		return UI_FORM_TEXT;
	}
}

/* The fields while they are gathered, and texts that were made for them. */
struct gathered {
	struct ui_form_field *fields;
	size_t n;
	char **made;
	size_t n_made;
};

static const char *
keep(struct gathered *g, char *text)
{
	g->made = dw_realloc(g->made, g->n_made + 1, sizeof(*g->made));
	g->made[g->n_made++] = text;
	return text;
}

static void
gathered_clear(struct gathered *g)
{
	for (size_t i = 0; i < g->n_made; i++)
		free(g->made[i]);
	free(g->made);
	free(g->fields);
}

/* A masked value is not edited but replaced: the field begins empty. */
bool
act_is_masked(const struct act *act, int index)
{
	return (act->action->params[index].flags & DW_P_OPERATOR_PII) != 0 &&
		!dw_rights_have(&act->c->app->operator.rights, DW_PERM_VIEW_PII);
}

static const char *
masked_help(struct gathered *g, const char *mask)
{
	DW_AUTO_FREE char *shown = dw_display_dup(mask);

	return keep(g, dw_format(_("Hidden from you: %s. What you type takes its place."), shown));
}

static void
add_field(struct act *act, struct gathered *g, int index, bool fixed)
{
	const struct dw_param *param = &act->action->params[index];
	struct ui_form_field *field = &g->fields[g->n++];

	*field = (struct ui_form_field){
		.name = param->name,
		.label = _(param->title),
		.kind = field_kind(param),
		.required = (param->flags & DW_P_REQUIRED) != 0,
		.read_only = fixed,
		.help = _(param->help),
		.initial = param->standard,
		.choices = param->choices,
	};
	if (act->before[index] == NULL)
		return;
	if (act_is_masked(act, index) && act->before[index][0] != '\0') {
		field->help = masked_help(g, act->before[index]);
		act->before[index][0] = '\0';
	}
	field->initial = act->before[index];
}

/* "Username, E-mail: This comes from the directory corp. Change it there." A sentence for
 * each reason, with all fields that it is the reason of. */
static void
add_reasons(struct act *act, struct gathered *g, const struct dw_error *reasons)
{
	size_t n = act->action->n_params;

	for (size_t i = 0; i < n; i++) {
		DW_AUTO(dw_buf) names = { 0 };
		bool first = reasons[i].code != DW_OK;

		for (size_t k = 0; k < i; k++)
			first = first && strcmp(reasons[k].message, reasons[i].message) != 0;
		for (size_t k = i; first && k < n; k++)
			if (strcmp(reasons[k].message, reasons[i].message) == 0)
				dw_buf_printf(&names, "%s%s", names.len > 0 ? ", " : "",
					_(act->action->params[k].title));
		if (!first)
			continue;
		g->fields[g->n++] = (struct ui_form_field){
			.kind = UI_FORM_NOTE,
			/* TRANSLATORS: names of fields, and why they cannot be changed */
			.label = keep(g, dw_format(_("%s: %s"), dw_buf_text(&names), reasons[i].message)),
		};
	}
}

static const struct ui_form_ops ops = {
	.save = save,
	.pick = pick,
	.generate = generate,
	.changed = changed,
	.done = done,
};

void
act_form_open(struct act *act)
{
	size_t n = act->action->n_params;
	struct gathered g = { .fields = dw_calloc(2 * n + 1, sizeof(*g.fields)) };
	DW_AUTO_FREE struct dw_error *reasons = dw_calloc(n + 1, sizeof(*reasons));
	DW_AUTO_FREE char *title = act_title(act);
	struct dw_error err = { 0 };

	if (act_values(act, &act->before, &err) != DW_OK) {
		act_say_error(act->c, &err);
		free(g.fields);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (act->asked[i])
			add_field(act, &g, (int)i, act_may_set(act, (int)i, &reasons[i]) != DW_OK);
	add_reasons(act, &g, reasons);
	/* The question that follows says what Enter will do. */
	act->form = ui_form_open(&act->c->ui, title, _("go on"), g.fields, g.n, &ops, act);
	act_hold(act, ui_form_view(act->form));
	gathered_clear(&g);
}
