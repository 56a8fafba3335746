/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An import on the screen: how it begins, what was chosen for the columns and options,
 * and the calls that are made of that. See imp.h.
 */
#include "ui/imp.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"

#define HASHES "password_hash"

/* ---- holding ------------------------------------------------------------------------ */

static void
choices_clear(struct imp_choice *choices, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(choices[i].name);
		free(choices[i].column);
	}
	free(choices);
}

struct imp *
imp_hold(struct imp *imp)
{
	imp->holds++;
	return imp;
}

void
imp_let_go(void *arg)
{
	struct imp *imp = arg;

	if (--imp->holds > 0)
		return;
	dw_call_clear(&imp->call);
	dw_args_clear(&imp->args);
	choices_clear(imp->choices, imp->n_choices);
	for (size_t i = 0; i < imp->act->action->n_params; i++)
		free(imp->options[i]);
	free(imp->options);
	free(imp->map);
	free(imp->folder);
	free(imp->file);
	dw_buf_clear(&imp->pasted);
	act_let_go(imp->act);
	free(imp);
}

void
imp_hold_view(struct imp *imp, struct ui_view *view)
{
	view->gone = imp_let_go;
	view->gone_arg = imp_hold(imp);
}

char *
imp_source_name(const struct imp *imp)
{
	return imp->file != NULL ? dw_display_dup(imp->file) : dw_strdup(_("what was pasted"));
}

int
imp_param(const struct imp *imp, const char *name)
{
	return dw_param_find(imp->act->action, name);
}

/* ---- what was chosen ---------------------------------------------------------------- */

int
imp_twin(const struct imp *imp, size_t index)
{
	const struct imp_choice *choice = &imp->choices[index];

	for (size_t i = 0; choice->column != NULL && i < imp->n_choices; i++)
		if (i != index && imp->choices[i].column != NULL &&
			strcmp(imp->choices[i].column, choice->column) == 0)
			return (int)i;
	return -1;
}

bool
imp_hides(const struct imp *imp, size_t index)
{
	const struct imp_choice *choice = &imp->choices[index];
	const char *likely = dw_import_propose(choice->name);

	return (choice->column != NULL && strcmp(choice->column, HASHES) == 0) ||
		strcmp(choice->name, HASHES) == 0 || (likely != NULL && strcmp(likely, HASHES) == 0);
}

size_t
imp_open_choices(const struct imp *imp)
{
	size_t n = 0;

	for (size_t i = 0; i < imp->n_choices; i++)
		n += !imp->choices[i].said || imp_twin(imp, i) >= 0;
	return n;
}

/* Is a proposal taken by a column that has its place already? */
static bool
is_taken(const struct imp_choice *choices, size_t n, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (choices[i].column != NULL && strcmp(choices[i].column, column) == 0)
			return true;
	return false;
}

static const struct imp_choice *
former_of(const struct imp *imp, const struct dw_import_field *field, size_t place)
{
	for (size_t i = 0; i < imp->n_choices; i++)
		if (imp->choices[i].said && strcmp(imp->choices[i].name, field->name) == 0 &&
			(!field->needs_place || imp->choices[i].place == place))
			return &imp->choices[i];
	return NULL;
}

/* What the file and the map say of each column, or what was said here of one of that name. */
static void
read_fields(struct imp *imp, const struct dw_import_preview *preview)
{
	struct imp_choice *choices = dw_calloc(preview->n_fields + 1, sizeof(*choices));

	for (size_t i = 0; i < preview->n_fields; i++) {
		const struct dw_import_field *field = &preview->fields[i];
		const struct imp_choice *former = former_of(imp, field, i + 1);
		bool taken = field->use == DW_IMPORT_TAKEN;

		choices[i] = (struct imp_choice){
			.name = dw_strdup(field->name),
			.place = i + 1,
			.said = field->use != DW_IMPORT_UNSETTLED,
			.ours = field->use == DW_IMPORT_OURS,
			.by_name = taken && strcmp(field->name, field->column) == 0,
			.needs_place = field->needs_place,
			.column = dw_strdup(taken ? field->column : NULL),
		};
		if (former != NULL) {
			choices[i].said = true;
			choices[i].proposed = former->proposed;
			dw_replace(&choices[i].column, dw_strdup(former->column));
		}
	}
	for (size_t i = 0; i < preview->n_fields; i++) {
		const char *proposed = preview->fields[i].proposed;

		if (choices[i].said || proposed == NULL || is_taken(choices, preview->n_fields, proposed))
			continue;
		choices[i].said = choices[i].proposed = true;
		choices[i].column = dw_strdup(proposed);
	}
	choices_clear(imp->choices, imp->n_choices);
	imp->choices = choices;
	imp->n_choices = preview->n_fields;
}

/* Pieces of a map for all that does not go where it goes by itself. */
static void
add_map(const struct imp *imp, struct dw_buf *out)
{
	for (size_t i = 0; i < imp->n_choices; i++) {
		const struct imp_choice *choice = &imp->choices[i];
		const struct dw_import_field field = { .name = choice->name,
			.needs_place = choice->needs_place };
		bool by_itself = choice->column == NULL ? choice->ours :
			strcmp(choice->name, choice->column) == 0 && !choice->needs_place;

		if (choice->said && !by_itself)
			dw_import_map_add(out, &field, choice->place, choice->column);
	}
}

/* ---- calls ---------------------------------------------------------------------------- */

enum dw_code
imp_collect(struct imp *imp, struct dw_args *args, bool glance, struct dw_error *err)
{
	DW_AUTO(dw_buf) map = { 0 };
	enum dw_code rc;

	dw_args_clear(args);
	dw_args_init(args, imp->act->action);
	add_map(imp, &map);
	if (imp->map != NULL)
		dw_buf_puts(&map, imp->map);
	rc = dw_args_put(args, imp_param(imp, "file"), imp->file != NULL ? imp->file : "-", dw_now(),
		err);
	if (rc == DW_OK && map.len > 0)
		rc = dw_args_put(args, imp_param(imp, "map"), dw_buf_text(&map), dw_now(), err);
	for (size_t i = 0; i < imp->act->action->n_params && rc == DW_OK; i++)
		if (imp->options[i] != NULL &&
			!(glance && imp->act->action->params[i].kind == DW_P_OUTPUT))
			rc = dw_args_put(args, (int)i, imp->options[i], dw_now(), err);
	return rc;
}

struct dw_call
imp_call(struct imp *imp, struct dw_args *args, unsigned flags)
{
	return (struct dw_call){
		.action = imp->act->action,
		.app = imp->c->app,
		.args = args,
		.flags = flags,
		.input = dw_buf_text(&imp->pasted),
		.input_len = imp->pasted.len,
	};
}

const struct dw_import_preview *
imp_preview(const struct imp *imp)
{
	struct dw_import *import = imp->call.action != NULL ? dw_call_import(&imp->call) : NULL;
	const struct dw_import_preview *preview = import != NULL ? dw_import_preview(import) : NULL;

	return preview != NULL && preview->n_fields > 0 ? preview : NULL;
}

/* What is wrong with the file as a whole, once every column has its place: one that is needed is
 * not there. */
static void
tell_fault(struct imp *imp, struct dw_import *import, const struct dw_import_preview *preview)
{
	const struct dw_faults *faults = import != NULL ? dw_import_faults(import) : NULL;

	/* It failed for something else: that it is named, or not to be read. */
	if (faults == NULL || faults->kept == 0 || preview == NULL)
		return;
	imp->err = (struct dw_error){ 0 };
	if (preview->settled)
		return;
	if (preview->n_fields == 0 || imp_open_choices(imp) == 0)
		dw_fail(&imp->err, DW_INVALID, "%s%s%s", faults->at[0].column,
			faults->at[0].column[0] != '\0' ? ": " : "", faults->at[0].reason);
}

/* One look. The former one is kept when this one sees nothing. */
static void
look(struct imp *imp)
{
	struct dw_args args = { 0 };
	struct dw_call call;
	struct dw_import *import = NULL;
	const struct dw_import_preview *preview = NULL;
	enum dw_code rc;

	imp->err = (struct dw_error){ 0 };
	rc = imp_collect(imp, &args, true, &imp->err);
	call = imp_call(imp, &args, DW_CALL_DRY_RUN | DW_CALL_GLANCE |
		(imp->counted ? DW_CALL_UNCOUNTED : 0U));
	if (rc == DW_OK) {
		rc = dw_invoke(&call, &imp->err);
		imp->counted = true;
		import = dw_call_import(&call);
		preview = import != NULL ? dw_import_preview(import) : NULL;
	}
	/* What is wrong with rows stands beside them, and with columns beside those. */
	if (rc != DW_OK)
		tell_fault(imp, import, preview);
	if (preview == NULL || preview->n_fields == 0) {
		dw_call_clear(&call);
		dw_args_clear(&args);
		return;
	}
	dw_call_clear(&imp->call);
	dw_args_clear(&imp->args);
	imp->args = args;
	imp->call = call;
	imp->call.args = &imp->args;
}

bool
imp_glance(struct imp *imp)
{
	const struct dw_import_preview *preview;

	look(imp);
	if ((preview = imp_preview(imp)) == NULL)
		return false;
	if (imp->n_choices == 0 || imp->map != NULL || preview->n_fields != imp->n_choices) {
		read_fields(imp, preview);
		dw_replace(&imp->map, NULL);
		/* With what was proposed. */
		look(imp);
	}
	return true;
}

/* ---- beginning ------------------------------------------------------------------------ */

bool
act_imports(const struct dw_action *action)
{
	return action->plans;
}

/* What was given with the command. */
static enum dw_code
take_preset(struct imp *imp, struct dw_error *err)
{
	const struct act *act = imp->act;
	DW_AUTO(dw_buf) map = { 0 };

	for (size_t i = 0; i < act->n_preset; i++) {
		const char *name = act->preset[i].name, *value = act->preset[i].value;
		int index = dw_param_find(act->action, name);

		if ((act->action->params[index].flags & DW_P_NO_FORM) != 0)
			return dw_fail_field(err, DW_USAGE, name,
				_("The shell command does that: doorward user import --%s"), name);
		if (strcmp(name, "keep-going") == 0 && strcmp(value, "-") == 0)
			return dw_fail_field(err, DW_USAGE, name,
				_("Here the rejected rows need a file. Give the name of a new one."));
		if (strcmp(name, "map") == 0)
			dw_buf_printf(&map, "%s%s", map.len > 0 ? "," : "", value);
		else if (strcmp(name, "file") != 0)
			dw_replace(&imp->options[index], dw_strdup(value));
		else
			dw_replace(&imp->file, dw_strdup(value));
	}
	if (map.len > 0)
		imp->map = dw_buf_steal(&map);
	return DW_OK;
}

enum dw_code
act_import(struct act *act, struct dw_error *err)
{
	struct imp *imp = dw_calloc(1, sizeof(*imp));
	enum dw_code rc;

	act->holds++;
	imp->act = act;
	imp->c = act->c;
	imp->holds = 1;
	imp->folder = dw_strdup("");
	imp->options = dw_calloc(act->action->n_params + 1, sizeof(*imp->options));
	if ((rc = take_preset(imp, err)) == DW_OK) {
		if (imp->file == NULL)
			imp_ask_source(imp);
		else if (strcmp(imp->file, "-") == 0)
			imp_paste(imp);
		else
			imp_source_chosen(imp);
	}
	imp_let_go(imp);
	return rc == DW_OK ? DW_CANCELLED : rc;
}
