/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a line of the command line does. Writes go the way of every action (act.h); a
 * read opens the place where its answer is at home: a root screen, a person, a group,
 * or a list of its own. Which that is, is a row of `places`.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/con_command.h"
#include "ui/detail.h"
#include "ui/feed.h"
#include "ui/list.h"
#include "ui/pager.h"
#include "ui/scr_lists.h"
#include "ui/users.h"

/* Where the answer of a read action is at home. Looked at from the top: the first that can
 * show what was asked. */
struct place {
	const char *action;
	enum { SCREEN, PERSON, GROUP, LIST } kind;
	const char *about;            /* PERSON, GROUP: the parameter that names them */
	enum detail_tab tab;          /* PERSON */
	bool alone;                   /* only when nothing else was asked for */
	const struct list_spec *spec; /* LIST */
};

static const struct place places[] = {
	{ .action = "user.list", .kind = SCREEN },
	{ .action = "user.show", .kind = PERSON, .about = "user", .tab = DETAIL_GENERAL },
	{ .action = "user.claims", .kind = PERSON, .about = "user", .tab = DETAIL_CLAIMS },
	{ .action = "view.list", .kind = LIST, .spec = &users_views_spec },
	{ .action = "group.list", .kind = PERSON, .about = "user", .tab = DETAIL_GROUPS,
		.alone = true },
	{ .action = "group.list", .kind = SCREEN },
	{ .action = "group.show", .kind = GROUP, .about = "group" },
	{ .action = "permission.list", .kind = SCREEN },
	{ .action = "permission.show", .kind = GROUP, .about = "group" },
	{ .action = "permission.show", .kind = PERSON, .about = "user", .tab = DETAIL_PERMISSIONS },
	{ .action = "session.list", .kind = PERSON, .about = "user", .tab = DETAIL_SESSIONS,
		.alone = true },
	{ .action = "session.list", .kind = SCREEN },
	{ .action = "audit.changes", .kind = LIST, .spec = &scr_changes_spec },
	{ .action = "audit.list", .kind = SCREEN },
};

/* ---- which commands there are ------------------------------------------------------ */

static bool
knows(const struct dw_action *action)
{
	for (size_t i = 0; i < DW_COUNT(places); i++)
		if (strcmp(places[i].action, action->name) == 0)
			return true;
	return action->effect == DW_WRITE && action->console;
}

/* Pages are turned by keys; what only tells is written by the shell command. */
static bool
takes(const struct dw_action *action, const struct dw_param *param)
{
	return action->effect == DW_WRITE ? (param->flags & DW_P_STORELESS) == 0 :
		!feed_turns(param->name);
}

const struct dw_dialect con_dialect = { .knows = knows, .takes = takes };

/* ---- reading ----------------------------------------------------------------------- */

/* What was given, as arguments for reading. Free the array; the values are the command's. */
static struct console_arg *
given_args(const struct dw_args *args)
{
	const struct dw_action *action = args->action;
	struct console_arg *out = NULL;
	size_t n = 0;

	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_arg *arg = &args->at[i];
		size_t items = !arg->given ? 0 : arg->n_items > 0 ? arg->n_items : 1;

		out = dw_realloc(out, n + items + 1, sizeof(*out));
		for (size_t k = 0; k < items; k++)
			out[n++] = (struct console_arg){ action->params[i].name,
				arg->n_items > 0 ? arg->items[k] : arg->text };
		out[n] = (struct console_arg){ NULL, NULL };
	}
	return out;
}

static const char *
arg_of(const struct console_arg *args, const char *name)
{
	for (; args != NULL && args->name != NULL; args++)
		if (name != NULL && strcmp(args->name, name) == 0)
			return args->value;
	return NULL;
}

static enum dw_code
open_person(struct console *c, const char *reference, enum detail_tab tab, struct dw_error *err)
{
	DW_AUTO(dw_user) user = { 0 };
	enum dw_code rc = dw_user_find(c->app->db, reference, &user, err);

	if (rc == DW_OK)
		console_open_user(c, &user.uuid, (int)tab);
	return rc;
}

static enum dw_code
open_group(struct console *c, const char *name, struct dw_error *err)
{
	DW_AUTO(dw_group) group = { 0 };
	enum dw_code rc = dw_group_find(c->app->db, name, &group, err);

	if (rc == DW_OK)
		console_open_group(c, group.name);
	return rc;
}

/* Has the pipeline refuse it, which is told to the audit. */
static enum dw_code
refuse(struct console *c, const struct dw_action *action, const struct console_arg *args,
	struct dw_error *err)
{
	DW_AUTO(dw_rows) rows = { 0 };

	dw_rows_init(&rows);
	return console_read(c, action->name, args, 0, false, &rows, err);
}

static enum dw_code
show(struct console *c, const struct dw_args *given, const char *line, struct dw_error *err)
{
	DW_AUTO_FREE struct console_arg *args = given_args(given);
	DW_AUTO_FREE char *shown = dw_display_dup(line);

	if (!console_may(c, given->action->name))
		return refuse(c, given->action, args, err);
	for (size_t i = 0; i < DW_COUNT(places); i++) {
		const struct place *place = &places[i];
		const char *about = arg_of(args, place->about);

		if (strcmp(place->action, given->action->name) != 0 ||
			(place->alone && args != NULL && args[0].name != NULL && args[1].name != NULL))
			continue;
		if (place->kind == SCREEN && console_show(c, place->action, args))
			return DW_OK;
		if (place->kind == PERSON && about != NULL)
			return open_person(c, about, place->tab, err);
		if (place->kind == GROUP && about != NULL)
			return open_group(c, about, err);
		if (place->kind == LIST) {
			list_push(c, shown, place->spec, args);
			return DW_OK;
		}
	}
	return dw_fail(err, DW_USAGE, _("This cannot be shown here; the shell command can."));
}

/* ---- help -------------------------------------------------------------------------- */

static void
add_params(struct ui_pager *pager, const struct dw_action *action)
{
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];
		bool position = (param->flags & DW_P_POSITION) != 0;
		const char *metavar = dw_param_metavar(param);

		if (!takes(action, param))
			continue;
		ui_pager_addf(pager, STYLE_NORMAL, "    %s%s%s%s", position ? "" : "--",
			position ? "" : param->name, position || metavar[0] == '\0' ? "" : " ", metavar);
		ui_pager_addf(pager, STYLE_DIM, "        %s", _(param->help));
		ui_pager_hang(pager, 8);
	}
}

/* All commands; those of a noun; or one with everything that it takes. */
static void
help(struct console *c, const struct dw_command *about)
{
	struct ui_pager pager = { 0 };

	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		const struct dw_action *action = dw_actions[i];
		char noun[DW_NOUN_MAX];
		DW_AUTO(dw_buf) usage = { 0 };

		dw_action_noun(action, noun);
		if (!knows(action) || (about->action != NULL && about->action != action) ||
			(about->noun[0] != '\0' && strcmp(about->noun, noun) != 0))
			continue;
		dw_action_synopsis(&usage, action);
		ui_pager_add(&pager, STYLE_KEY, dw_buf_text(&usage));
		ui_pager_addf(&pager, STYLE_NORMAL, "    %s.", _(action->summary));
		ui_pager_hang(&pager, 4);
		if (about->action != NULL)
			add_params(&pager, action);
	}
	ui_pager_open(&c->ui, _("Commands"), &pager);
}

static bool
wants_secret(const struct dw_command *command)
{
	int secret = dw_action_secret(command->action);

	return command->secret_from != DW_SECRET_NONE ||
		(secret >= 0 && (command->action->params[secret].flags & DW_P_REQUIRED) != 0);
}

/* ---- all of it --------------------------------------------------------------------- */

enum dw_code
con_run(struct console *c, struct dw_command *command, const char *line, struct dw_error *err)
{
	enum dw_code rc;

	if (command->help) {
		help(c, command);
		return DW_OK;
	}
	rc = dw_command_whole(command, &con_dialect, err);
	if (command->action == NULL)
		return rc;
	/* What is missing of a write is asked for in its form, and so is every secret. */
	if (command->action->effect == DW_WRITE)
		return act_command(c, &command->args, rc == DW_OK && !wants_secret(command), err);
	return rc == DW_OK ? show(c, &command->args, line, err) : rc;
}
