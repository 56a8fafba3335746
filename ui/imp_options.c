/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Options of an import: the action's own parameters in a form. What is wrong with them is
 * said by a glance with them, at their field; then they count for nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "action/files.h"
#include "base/intl.h"
#include "ui/form.h"
#include "ui/imp.h"

#define REJECTS "keep-going" /* the parameter that names the file for them */

static bool
is_option(const struct dw_param *param)
{
	return (param->flags & DW_P_NO_FORM) == 0 && strcmp(param->name, "file") != 0 &&
		strcmp(param->name, "map") != 0;
}

/* Can the file of rejected rows be made? It is not there to look at the first rows. */
static enum dw_code
may_reject_to(struct imp *imp, const char *name, struct dw_error *err)
{
	DW_AUTO(dw_file_new) file = { 0 };

	if (name[0] == '\0')
		return DW_OK;
	if (strcmp(name, "-") == 0)
		return dw_fail_field(err, DW_USAGE, REJECTS,
			_("Here the rejected rows need a file. Give the name of a new one."));
	return dw_file_create(&imp->c->app->caller, REJECTS, name,
		_("Leave it empty and mend the rows, or use the shell command."), &file, err);
}

/* Takes the options from the form; returns those before. */
static char **
swap_options(struct imp *imp, const struct ui_form *form)
{
	size_t n = imp->act->action->n_params;
	char **former = imp->options;

	imp->options = dw_calloc(n + 1, sizeof(*imp->options));
	for (size_t i = 0; i < n; i++) {
		const struct dw_param *param = &imp->act->action->params[i];
		const char *text = is_option(param) ? ui_form_text(form, param->name) : "";
		bool standard = param->standard != NULL && strcmp(text, param->standard) == 0;

		imp->options[i] = text[0] != '\0' && !standard ? dw_strdup(text) : NULL;
	}
	return former;
}

static void
free_options(const struct imp *imp, char **options)
{
	for (size_t i = 0; i < imp->act->action->n_params; i++)
		free(options[i]);
	free(options);
}

/* Is it about one of the fields of the form? */
static bool
is_about_option(const struct imp *imp, const char *field)
{
	int index = field[0] != '\0' ? imp_param(imp, field) : -1;

	return index >= 0 && is_option(&imp->act->action->params[index]);
}

static enum dw_code
options_save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct imp *imp = ctx;
	enum dw_code rc = may_reject_to(imp, ui_form_text(form, REJECTS), err);
	char **former;

	if (rc != DW_OK)
		return rc;
	former = swap_options(imp, form);
	imp_glance(imp);
	if (!is_about_option(imp, imp->err.field)) {
		free_options(imp, former);
		return DW_OK;
	}
	/* What is refused counts for nothing. */
	*err = imp->err;
	free_options(imp, imp->options);
	imp->options = former;
	imp_glance(imp);
	return err->code;
}

/* Values of all choices with their labels, each list ended by NULL. */
struct lists {
	const char **values, **labels;
	size_t used;
};

static void
lists_init(struct lists *lists, const struct dw_action *action)
{
	size_t n = 0;

	for (size_t i = 0; i < action->n_params; i++)
		for (size_t k = 0; action->params[i].choices != NULL; k++) {
			n++;
			if (action->params[i].choices[k] == NULL) {
				n++; /* and the one that stands for none of them */
				break;
			}
		}
	lists->values = dw_calloc(n + 1, sizeof(*lists->values));
	lists->labels = dw_calloc(n + 1, sizeof(*lists->labels));
	lists->used = 0;
}

static void
add_choices(struct lists *lists, const struct dw_param *param, struct ui_form_field *field)
{
	field->choices = &lists->values[lists->used];
	field->choice_labels = &lists->labels[lists->used];
	if (param->standard == NULL) {
		lists->values[lists->used] = "";
		lists->labels[lists->used++] = _("not given");
	}
	for (size_t k = 0; param->choices[k] != NULL; k++) {
		lists->values[lists->used] = param->choices[k];
		lists->labels[lists->used++] = param->choices[k];
	}
	lists->used++;
}

static enum ui_form_kind
kind_of(const struct dw_param *param)
{
	return param->kind == DW_P_YESNO ? UI_FORM_YES_NO :
		param->kind == DW_P_CHOICE ? UI_FORM_CHOICE : UI_FORM_TEXT;
}

void
imp_options(struct imp *imp)
{
	static const struct ui_form_ops ops = { .save = options_save, .done = imp_let_go };
	const struct dw_action *action = imp->act->action;
	DW_AUTO_FREE struct ui_form_field *fields = dw_calloc(action->n_params + 1, sizeof(*fields));
	struct lists lists;
	size_t n = 0;

	lists_init(&lists, action);
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];

		if (!is_option(param))
			continue;
		fields[n] = (struct ui_form_field){
			.name = param->name,
			.label = _(param->title),
			.kind = kind_of(param),
			.help = strcmp(param->name, REJECTS) != 0 ? _(param->help) :
				_("Import the good rows, and write the others with line and reason to this new file."),
			.initial = imp->options[i] != NULL ? imp->options[i] : param->standard,
		};
		if (param->kind == DW_P_CHOICE)
			add_choices(&lists, param, &fields[n]);
		n++;
	}
	ui_form_open(&imp->c->ui, _("Options of the import"), _("apply"), fields, n, &ops,
		imp_hold(imp));
	free(lists.values);
	free(lists.labels);
}
