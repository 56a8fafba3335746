/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An action that was written as a command in words. Who types a whole command has said
 * what they want: nothing is asked then, except before it destroys something and before
 * it is done to many.
 */
#include <stdlib.h>

#include "ui/act_internal.h"

/* Everything that was given but the target, as things that are known. Free the array. */
static struct console_arg *
known(const struct dw_args *args)
{
	const struct dw_action *action = args->action;
	struct console_arg *out = dw_calloc(1, sizeof(*out));
	size_t n = 0;

	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_arg *arg = &args->at[i];
		size_t items = !arg->given ? 0 : arg->n_items > 0 ? arg->n_items : 1;

		if ((action->params[i].flags & DW_P_TARGET) != 0)
			continue;
		out = dw_realloc(out, n + items + 1, sizeof(*out));
		for (size_t k = 0; k < items; k++)
			out[n++] = (struct console_arg){ action->params[i].name,
				arg->n_items > 0 ? arg->items[k] : arg->text };
		out[n] = (struct console_arg){ NULL, NULL };
	}
	return out;
}

static void
set_targets(struct act *act, const struct dw_args *args)
{
	int target = dw_param_target(args->action);
	const struct dw_arg *arg = target >= 0 ? &args->at[target] : NULL;

	if (arg == NULL || !arg->given)
		return;
	if (arg->n_items > 0)
		act_set_refs(act, (const char *const *)arg->items, arg->n_items);
	else
		act_set_refs(act, (const char *const *)&arg->text, 1);
}

/* An edit that says nothing new is one whose form is wanted. */
static bool
says_enough(const struct act *act)
{
	bool edits = false;

	for (size_t i = 0; i < act->action->n_params; i++)
		edits = edits || act->action->params[i].column != NULL;
	return act->n_preset > 0 || act->action->target == DW_KIND_NONE || !edits;
}

static enum dw_code
begin(struct act *act, bool whole, struct dw_error *err)
{
	enum dw_code rc = act_check(act, err);

	if (rc != DW_OK)
		return rc;
	/* Into which file it goes is no word of the command. */
	if (act_exports(act->action))
		return act_export(act, err);
	/* What it would change is shown first, always. */
	if (act_imports(act->action))
		return act_import(act, err);
	if (!whole || !says_enough(act))
		return act_ask(act, err);
	if (act->n_refs > 1 || act->action->confirm != NULL)
		return act_given(act, err);
	rc = act_do(act, err);
	return rc != DW_OK && act_insist(act, err) ? DW_CANCELLED : rc;
}

enum dw_code
act_command(struct console *c, struct dw_args *args, bool whole, struct dw_error *err)
{
	DW_AUTO_FREE struct console_arg *preset = known(args);
	struct act *act = act_new(c, args->action, NULL, 0, preset);
	enum dw_code rc;

	set_targets(act, args);
	rc = begin(act, whole, err);
	act_let_go(act);
	dw_args_clear(args);
	return rc == DW_CANCELLED ? DW_OK : rc;
}
