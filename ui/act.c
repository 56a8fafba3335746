/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From any action to the screen: the menu of a kind, and the beginning of an action:
 * what is known, what has to be asked, and which way that is asked. The way on is in
 * the other files act_*.c; act_internal.h is their map.
 */
#include "ui/act.h"

#include <stdlib.h>
#include <string.h>

#include "action/batch.h"
#include "action/command.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act_internal.h"
#include "ui/feed.h"
#include "ui/menu.h"

/* ---- an act -------------------------------------------------------------------- */

void
act_let_go(void *arg)
{
	struct act *act = arg;

	if (--act->holds > 0)
		return;
	act_names_free(act->refs, act->n_refs);
	for (size_t i = 0; i < act->n_preset; i++)
		free((char *)act->preset[i].value);
	free(act->preset);
	free(act->asked);
	act_values_free(act, act->before);
	dw_args_clear(&act->args);
	free(act->label);
	free(act->note);
	free(act->ticked);
	dw_secret_clear(&act->generated);
	dw_secret_clear(&act->made);
	dw_batch_clear(act->batch);
	free(act->batch);
	free(act);
}

void
act_hold(struct act *act, struct ui_view *view)
{
	view->gone = act_let_go;
	view->gone_arg = act;
	act->holds++;
}

void
act_done(const struct act *act, const bool *done)
{
	DW_AUTO_FREE struct dw_uuid *ids = dw_calloc(act->n_refs + 1, sizeof(*ids));
	DW_AUTO_FREE bool *all = dw_calloc(act->n_refs + 1, sizeof(*all));

	for (size_t i = 0; i < act->n_refs; i++) {
		/* What was picked by name was not marked. */
		if (!dw_uuid_parse(act->refs[i], &ids[i]))
			return;
		all[i] = true;
	}
	feed_done(act->c, ids, done != NULL ? done : all, act->n_refs);
}

void
act_set_refs(struct act *act, const char *const *refs, size_t n)
{
	char **new = dw_calloc(n + 1, sizeof(*new));

	for (size_t i = 0; i < n; i++)
		new[i] = dw_strdup(refs[i]);
	act_names_free(act->refs, act->n_refs);
	act->refs = new;
	act->n_refs = n;
}

/* With what it is done to and what is known already; values of the target itself may be
 * among what is known. */
struct act *
act_new(struct console *c, const struct dw_action *action, const struct dw_uuid *targets,
	size_t n, const struct console_arg *preset)
{
	struct act *act = dw_calloc(1, sizeof(*act));
	char text[DW_UUID_TEXT];

	act->c = c;
	act->action = action;
	act->holds = 1;
	act->asked = dw_calloc(action->n_params + 1, sizeof(*act->asked));
	act->refs = dw_calloc(n + 1, sizeof(*act->refs));
	for (size_t i = 0; i < n; i++)
		act->refs[act->n_refs++] = dw_strdup(dw_uuid_format(&targets[i], text));
	for (; preset != NULL && preset->name != NULL; preset++) {
		int index = dw_param_find(action, preset->name);

		if (index < 0)
			continue;
		/* One that stands in for the target: there is no other target then. */
		if ((action->params[index].flags & DW_P_INSTEAD) != 0)
			act_set_refs(act, NULL, 0);
		act->preset = dw_realloc(act->preset, act->n_preset + 1, sizeof(*act->preset));
		act->preset[act->n_preset++] = (struct console_arg){
			.name = action->params[index].name, .value = dw_strdup(preset->value) };
	}
	return act;
}

char *
act_title(const struct act *act)
{
	const char *title = _(act->action->title);

	if (act->n_refs > 1)
		/* TRANSLATORS: what is done, and to how many: "Deactivate: 12" */
		return dw_format(_("%s: %zu"), title, act->n_refs);
	if (act->label != NULL)
		/* TRANSLATORS: what is done, and to whom: "Deactivate: asmith" */
		return dw_format(_("%s: %s"), title, act->label);
	return dw_strdup(title);
}

/* ---- beginning ----------------------------------------------------------------- */

static bool
is_preset(const struct act *act, const struct dw_param *param)
{
	for (size_t i = 0; i < act->n_preset; i++)
		if (strcmp(act->preset[i].name, param->name) == 0)
			return true;
	return false;
}

static bool
has_stand_in(const struct act *act)
{
	for (size_t i = 0; i < act->action->n_params; i++)
		if ((act->action->params[i].flags & DW_P_INSTEAD) != 0 &&
			is_preset(act, &act->action->params[i]))
			return true;
	return false;
}

/* Marks what has to be asked; returns how much that is, and one of it. */
static size_t
what_to_ask(struct act *act, int *one)
{
	size_t n = 0;

	for (size_t i = 0; i < act->action->n_params; i++) {
		const struct dw_param *param = &act->action->params[i];
		bool known = (param->flags & DW_P_TARGET) != 0 ?
			act->n_refs > 0 || has_stand_in(act) : is_preset(act, param);

		act->asked[i] = !known && (param->flags & (DW_P_NO_FORM | DW_P_INSTEAD)) == 0;
		if (act->asked[i]) {
			*one = (int)i;
			n++;
		}
	}
	return n;
}

static void
picked(struct act *act, int index, const char *names)
{
	struct dw_error err = { 0 };
	size_t n;
	char **list = act_names_split(names, &n);
	enum dw_code rc = n > 0 ? act_args_begin(act, &err) : DW_CANCELLED;

	if ((act->action->params[index].flags & DW_P_TARGET) != 0)
		act_set_refs(act, (const char *const *)list, n);
	for (size_t i = 0; i < n && rc == DW_OK; i++)
		rc = dw_args_put(&act->args, index, list[i], 0, &err);
	act_names_free(list, n);
	if (rc == DW_OK)
		rc = act_given(act, &err);
	if (rc != DW_OK && rc != DW_CANCELLED)
		act_say_error(act->c, &err);
}

enum dw_code
act_given(struct act *act, struct dw_error *err)
{
	if (act->n_refs <= 1)
		return act_review(act, err);
	act_bulk(act);
	return DW_CANCELLED;
}

/* What it is done to, where that is for the action to find. */
static enum dw_code
find_targets(struct act *act, struct dw_error *err)
{
	DW_AUTO(dw_targets) targets = { 0 };
	enum dw_code rc;

	if (act->n_refs > 0 || act->action->find == NULL)
		return DW_OK;
	rc = dw_targets_find(act->c->app, act->action, &act->args, &targets, err);
	if (rc != DW_OK)
		return rc;
	act_set_refs(act, (const char *const *)targets.refs, targets.n);
	act->note = dw_steal(&targets.note);
	return DW_OK;
}

enum dw_code
act_check(struct act *act, struct dw_error *err)
{
	enum dw_code rc;

	if ((rc = act_args_begin(act, err)) != DW_OK || (rc = find_targets(act, err)) != DW_OK)
		return rc;
	if (act->n_refs > 1 && !act_for_many(act->action))
		return dw_fail(err, DW_STATE, _("This can be done to one at a time only."));
	if (act->n_refs != 1 && act->action->target != DW_KIND_NONE && !has_stand_in(act))
		return DW_OK;
	if ((rc = act_may(act, err)) != DW_OK)
		act_refused(act, rc);
	return rc;
}

enum dw_code
act_ask(struct act *act, struct dw_error *err)
{
	int one = -1;
	size_t asked = what_to_ask(act, &one);

	if (act_exports(act->action))
		return act_export(act, err);
	if (act_imports(act->action))
		return act_import(act, err);
	if (asked == 0)
		return act_given(act, err);
	if (asked == 1 && act_can_pick(&act->action->params[one]))
		act_pick(act, one, "", picked);
	else
		act_form_open(act);
	return DW_CANCELLED;
}

void
act_begin(struct console *c, const struct dw_action *action, const struct dw_uuid *targets,
	size_t n, const struct console_arg *preset)
{
	struct act *act = act_new(c, action, targets, n, preset);
	struct dw_error err = { 0 };
	enum dw_code rc = act_check(act, &err);

	if (rc == DW_OK)
		rc = act_ask(act, &err);
	if (rc != DW_OK && rc != DW_CANCELLED)
		act_say_error(c, &err);
	act_let_go(act);
}

/* ---- the menu ------------------------------------------------------------------ */

struct choice {
	const struct dw_action *action;
	const char *param; /* the target is given as this parameter; NULL = it is the target */
	bool on_list;      /* it is done to the list */
};

struct menu {
	struct console *c;
	struct dw_uuid *targets;
	size_t n;
	struct console_arg *list; /* what the list shows; values owned; NULL = not of a list */
	struct choice *choices;
	struct ui_menu_row *rows;
	size_t n_rows;
};

static void
menu_clear(struct menu *menu)
{
	for (size_t i = 0; i < menu->n_rows; i++)
		free((char *)menu->rows[i].grey);
	free(menu->rows);
	menu->rows = NULL;
	menu->n_rows = 0;
}

static void
menu_gone(void *arg)
{
	struct menu *menu = arg;

	menu_clear(menu);
	for (size_t i = 0; menu->list != NULL && menu->list[i].name != NULL; i++)
		free((char *)menu->list[i].value);
	free(menu->list);
	free(menu->choices);
	free(menu->targets);
	free(menu);
}

/* What it is given beside its targets, and how many of these it is given. The array ends with
 * a NULL name; id is room for one. */
static const struct console_arg *
given(const struct menu *menu, const struct choice *choice, struct console_arg preset[2],
	char id[DW_UUID_TEXT], size_t *n)
{
	*n = choice->param != NULL || choice->on_list ? 0 : menu->n;
	if (choice->on_list)
		return menu->list;
	preset[0] = (struct console_arg){ choice->param,
		menu->n > 0 ? dw_uuid_format(&menu->targets[0], id) : "" };
	preset[1] = (struct console_arg){ NULL, NULL };
	return preset;
}

static void
chosen(void *ctx, int value)
{
	struct menu *menu = ctx;
	const struct choice *choice = &menu->choices[value];
	struct console_arg preset[2];
	char id[DW_UUID_TEXT];
	size_t n;
	const struct console_arg *args = given(menu, choice, preset, id, &n);

	act_begin(menu->c, choice->action, menu->targets, n, args);
}

/* Why it cannot be done now; NULL = it can. Free it. */
static char *
why_not(struct menu *menu, const struct choice *choice)
{
	struct console_arg preset[2];
	char id[DW_UUID_TEXT];
	size_t n;
	const struct console_arg *args = given(menu, choice, preset, id, &n);
	struct act *act = act_new(menu->c, choice->action, menu->targets, n, args);
	struct dw_error err = { 0 };
	enum dw_code rc = DW_OK;

	if (n > 1 && !act_for_many(choice->action))
		rc = dw_fail(&err, DW_STATE, _("This can be done to one at a time only."));
	else if (act_args_begin(act, &err) == DW_OK && n <= 1 && (n == 1 || args != NULL))
		rc = act_may(act, &err);
	act_let_go(act);
	return rc != DW_OK ? dw_strdup(err.message) : NULL;
}

static bool
is_taken(const struct menu *menu, char mnemonic)
{
	for (size_t i = 0; i < menu->n_rows; i++)
		if (menu->rows[i].mnemonic == (uint32_t)mnemonic)
			return true;
	return false;
}

static void
add_choice(struct menu *menu, const struct dw_action *action, const char *param, bool on_list)
{
	struct choice *choice = &menu->choices[menu->n_rows];
	char mnemonic = action->mnemonic;

	*choice = (struct choice){ action, param, on_list };
	menu->rows[menu->n_rows] = (struct ui_menu_row){
		.label = _(action->title),
		.mnemonic = mnemonic != 0 && !is_taken(menu, mnemonic) ? (uint32_t)mnemonic : 0,
		.grey = why_not(menu, choice),
		.value = (int)menu->n_rows,
	};
	menu->n_rows++;
}

/* The parameter through which an action on something else takes one of this kind: groups
 * have members added and permissions granted. NULL = none. */
static const char *
other_way(const struct dw_action *action, enum dw_kind kind)
{
	for (size_t i = 0; kind == DW_KIND_GROUP && i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];

		if (param->kind == DW_P_GROUP && (param->flags & (DW_P_REQUIRED | DW_P_INSTEAD)) != 0)
			return param->name;
	}
	return NULL;
}

static void
fill(struct menu *menu, enum dw_kind kind)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (dw_actions[i]->console && dw_actions[i]->target == kind)
			add_choice(menu, dw_actions[i], NULL, false);
	for (size_t i = 0; menu->n == 1 && dw_actions[i] != NULL; i++) {
		const char *param = other_way(dw_actions[i], kind);

		if (dw_actions[i]->console && dw_actions[i]->target != kind && param != NULL)
			add_choice(menu, dw_actions[i], param, false);
	}
}

/* Is it done to lists of this kind? Those are named after the kind, and have no target. */
static bool
is_of_list(const struct dw_action *action, enum dw_kind kind)
{
	static const char *const nouns[] = { [DW_KIND_USER] = "user", [DW_KIND_GROUP] = "group",
		[DW_KIND_PERMISSION] = "permission", [DW_KIND_SESSION] = "session" };
	char noun[DW_NOUN_MAX];

	if (!action->console || action->target != DW_KIND_NONE || action->mnemonic == 0 ||
		kind == DW_KIND_NONE)
		return false;
	dw_action_noun(action, noun);
	return strcmp(noun, nouns[kind]) == 0;
}

static void
fill_of_list(struct menu *menu, enum dw_kind kind)
{
	size_t before = menu->n_rows;

	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		if (!is_of_list(dw_actions[i], kind))
			continue;
		/* A line above the first, which is no choice. */
		if (menu->n_rows == before && before > 0)
			menu->rows[menu->n_rows++] = (struct ui_menu_row){ .label = NULL };
		add_choice(menu, dw_actions[i], NULL, true);
	}
}

/* The name of the only target, safe to show; NULL when there is none. Free it. */
static char *
name_of(struct menu *menu)
{
	char *name = NULL;

	if (menu->n != 1)
		return NULL;
	/* An action that the operator may not take does not look at the target either. */
	for (size_t i = 0; i < menu->n_rows && name == NULL; i++) {
		struct act *act;

		if (menu->choices[i].action == NULL || menu->choices[i].on_list)
			continue;
		act = act_new(menu->c, menu->choices[i].action, menu->targets,
			menu->choices[i].param == NULL, NULL);
		if (act_args_begin(act, NULL) == DW_OK)
			act_may(act, NULL);
		name = dw_steal(&act->label);
		act_let_go(act);
	}
	return name;
}

static struct console_arg *
copy_args(const struct console_arg *args)
{
	struct console_arg *out;
	size_t n = 0;

	while (args != NULL && args[n].name != NULL)
		n++;
	out = dw_calloc(n + 1, sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i] = (struct console_arg){ args[i].name, dw_strdup(args[i].value) };
	return out;
}

void
act_menu(struct console *c, enum dw_kind kind, const struct dw_uuid *targets, size_t n, int y,
	int x)
{
	act_list_menu(c, kind, targets, n, NULL, y, x);
}

void
act_list_menu(struct console *c, enum dw_kind kind, const struct dw_uuid *targets, size_t n,
	const struct console_arg *list, int y, int x)
{
	struct menu *menu = dw_calloc(1, sizeof(*menu));
	DW_AUTO_FREE char *title = NULL;
	struct ui_view *view;
	size_t all = 0;

	while (dw_actions[all] != NULL)
		all++;
	menu->c = c;
	menu->n = n;
	menu->targets = dw_calloc(n + 1, sizeof(*menu->targets));
	if (n > 0)
		memcpy(menu->targets, targets, n * sizeof(*targets));
	menu->choices = dw_calloc(3 * all + 1, sizeof(*menu->choices));
	menu->rows = dw_calloc(3 * all + 1, sizeof(*menu->rows));
	if (n > 0)
		fill(menu, kind);
	if (list != NULL) {
		menu->list = copy_args(list);
		fill_of_list(menu, kind);
	}
	if (menu->n_rows == 0) {
		ui_say(&c->ui, STYLE_NORMAL, "%s", _("There is nothing that can be done with this."));
		menu_gone(menu);
		return;
	}
	title = name_of(menu);
	if (title == NULL)
		title = n > 1 ? dw_format(DW_NG("%zu marked row", "%zu marked rows", n), n) :
			dw_strdup(_("Actions"));
	view = ui_menu_open(&c->ui, title, menu->rows, menu->n_rows, y, x, chosen, menu);
	view->gone = menu_gone;
	view->gone_arg = menu;
	menu_clear(menu);
}
