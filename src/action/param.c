/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parameters: one row per kind says how a text becomes a value, what stands for it
 * in help, and what completes it. Values given for one call are struct dw_args.
 * See action.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/action.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/filter.h"
#include "domain/saved_view.h"
#include "store/query.h"

#define COMPLETIONS 50

/* What is not written as its kind is written is a wrong command line (DW_USAGE), as an unknown
 * option is; what is written well and cannot be kept is wrong data, and for the domain to say. */

static enum dw_code
parse_yesno(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	(void)now;
	for (size_t i = 0; i < DW_COUNT(yes); i++)
		if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
			*out = strcmp(text, yes[i]) == 0;
			return DW_OK;
		}
	return dw_fail_field(err, DW_USAGE, param->name, _("Say yes or no."));
}

static enum dw_code
parse_int(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	char *end;

	(void)now;
	errno = 0;
	*out = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0')
		return dw_fail_field(err, DW_USAGE, param->name, _("This must be a whole number."));
	return DW_OK;
}

static enum dw_code
parse_time(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *shown = NULL;
	struct dw_error why = { 0 };
	int64_t ago;

	if (dw_time_parse(text, now, out, &why) == DW_OK)
		return DW_OK;
	if ((param->flags & DW_P_AGO) == 0)
		return dw_fail_field(err, DW_USAGE, param->name, "%s", why.message);
	if (dw_duration_parse(text, &ago, NULL) == DW_OK && ago < now) {
		*out = now - ago;
		return DW_OK;
	}
	shown = dw_display_dup(text);
	return dw_fail_field(err, DW_USAGE, param->name,
		_("“%s” is not a point in time; write for example today, yesterday, 2d for two days ago, "
			"2026-12-31 or 2026-12-31 14:30"), shown);
}

static enum dw_code
parse_duration(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	struct dw_error why = { 0 };

	(void)now;
	if (dw_duration_parse(text, out, &why) == DW_OK)
		return DW_OK;
	return dw_fail_field(err, DW_USAGE, param->name, "%s", why.message);
}

static enum dw_code
parse_choice(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_buf) words = { 0 };

	(void)now;
	for (int i = 0; param->choices[i] != NULL; i++) {
		if (strcmp(text, param->choices[i]) == 0) {
			*out = i;
			return DW_OK;
		}
		dw_buf_printf(&words, "%s%s", i > 0 ? ", " : "", param->choices[i]);
	}
	return dw_fail_field(err, DW_USAGE, param->name, _("Choose one of: %s."),
		dw_buf_text(&words));
}

static enum dw_code
parse_filter(const struct dw_param *param, const char *text, int64_t now, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_filter) filter = { 0 };
	enum dw_code rc = dw_filter_read(text, now, &filter, err);

	(void)out;
	if (rc != DW_OK && err != NULL)
		snprintf(err->field, sizeof(err->field), "%s", param->name);
	return rc;
}

/* What completes: fixed words, or names read from the store that begin with ?1 (as GLOB). */
struct kind {
	const char *metavar;
	enum dw_code (*parse)(const struct dw_param *param, const char *text, int64_t now,
		int64_t *out, struct dw_error *err);
	const char *complete;
};

static const struct kind kinds[DW_PARAM_KINDS] = {
	[DW_P_TEXT] = { "TEXT", NULL, NULL },
	[DW_P_FLAG] = { "", NULL, NULL },
	[DW_P_YESNO] = { "yes|no", parse_yesno, NULL },
	[DW_P_INT] = { "N", parse_int, NULL },
	[DW_P_TIME] = { "TIME", parse_time, NULL },
	[DW_P_DURATION] = { "TIME", parse_duration, NULL },
	[DW_P_CHOICE] = { "WORD", parse_choice, NULL },
	[DW_P_USER] = { "USER", NULL,
		"SELECT username FROM user INDEXED BY user_by_username"
		" WHERE username_key >= ?1 AND username_key < ?1 || char(1114111)"
		/* The index is of those who are not erased; it wants to hear that in its own words. */
		" AND lifecycle <> 3 AND lifecycle = 0 ORDER BY username_key LIMIT ?2" },
	[DW_P_GROUP] = { "GROUP", NULL,
		"SELECT name FROM user_group WHERE name_key >= ?1 AND name_key < ?1 || char(1114111)"
		" ORDER BY name_key LIMIT ?2" },
	[DW_P_PERMISSION] = { "PERMISSION", NULL,
		"SELECT name FROM permission WHERE name >= ?1 AND name < ?1 || char(1114111)"
		" ORDER BY name LIMIT ?2" },
	[DW_P_SESSION] = { "SESSION", NULL, NULL },
	[DW_P_VIEW] = { "VIEW", NULL, NULL },
	/* Those that there are, each found by one step in the index. */
	[DW_P_ENTRY] = { "NAME", NULL,
		"WITH RECURSIVE code (name) AS ("
		" SELECT (SELECT min(action_code) FROM audit WHERE action_code >= ?1) UNION ALL"
		" SELECT (SELECT min(action_code) FROM audit WHERE action_code > code.name)"
		" FROM code WHERE code.name < ?1 || char(1114111))"
		" SELECT name FROM code WHERE name < ?1 || char(1114111) LIMIT ?2" },
	[DW_P_FILTER] = { "FILTER", parse_filter, NULL },
	[DW_P_SECRET] = { "", NULL, NULL },
	[DW_P_INPUT] = { "FILE", NULL, NULL },
	[DW_P_OUTPUT] = { "FILE", NULL, NULL },
};

const char *
dw_param_metavar(const struct dw_param *param)
{
	return kinds[param->kind].metavar;
}

int
dw_param_find(const struct dw_action *action, const char *name)
{
	for (size_t i = 0; i < action->n_params; i++)
		if (strcmp(action->params[i].name, name) == 0)
			return (int)i;
	return -1;
}

int
dw_param_target(const struct dw_action *action)
{
	for (size_t i = 0; i < action->n_params; i++)
		if ((action->params[i].flags & DW_P_TARGET) != 0)
			return (int)i;
	return -1;
}

void
dw_args_init(struct dw_args *args, const struct dw_action *action)
{
	args->action = action;
	args->at = dw_calloc(action->n_params, sizeof(*args->at));
}

static void
arg_clear(struct dw_arg *arg)
{
	free(arg->text);
	for (size_t i = 0; i < arg->n_items; i++)
		free(arg->items[i]);
	free(arg->items);
	dw_secret_clear(&arg->secret);
	*arg = (struct dw_arg){ 0 };
}

void
dw_args_clear(struct dw_args *args)
{
	if (args == NULL || args->at == NULL)
		return;
	for (size_t i = 0; i < args->action->n_params; i++)
		arg_clear(&args->at[i]);
	free(args->at);
	*args = (struct dw_args){ 0 };
}

enum dw_code
dw_args_put(struct dw_args *args, int index, const char *text, int64_t now, struct dw_error *err)
{
	const struct dw_param *param = &args->action->params[index];
	struct dw_arg *arg = &args->at[index];
	int64_t num = 0;
	enum dw_code rc;

	if (!dw_utf8_valid(text, strlen(text)))
		return dw_fail_field(err, DW_INVALID, param->name, _("This is not valid UTF-8 text."));
	if (param->kind == DW_P_SECRET)
		return dw_fail_field(err, DW_USAGE, param->name,
			_("A secret is never written on a command line."));
	if (kinds[param->kind].parse != NULL &&
		(rc = kinds[param->kind].parse(param, text, now, &num, err)) != DW_OK)
		return rc;
	arg->given = true;
	arg->num = param->kind == DW_P_FLAG ? 1 : num;
	if ((param->flags & DW_P_MANY) == 0) {
		dw_replace(&arg->text, dw_strdup(text));
		return DW_OK;
	}
	arg->items = dw_realloc(arg->items, arg->n_items + 1, sizeof(*arg->items));
	arg->items[arg->n_items++] = dw_strdup(text);
	return DW_OK;
}

enum dw_code
dw_args_put_secret(struct dw_args *args, int index, const struct dw_secret *secret,
	struct dw_error *err)
{
	args->at[index].given = true;
	return dw_secret_set(&args->at[index].secret, secret->data, secret->len, err);
}

/* The parameter that was given in the place of the target; NULL = none was. */
static const struct dw_param *
stand_in(const struct dw_args *args)
{
	for (size_t i = 0; i < args->action->n_params; i++)
		if ((args->action->params[i].flags & DW_P_INSTEAD) != 0 && args->at[i].given)
			return &args->action->params[i];
	return NULL;
}

enum dw_code
dw_args_complete(const struct dw_args *args, struct dw_error *err)
{
	const struct dw_param *instead = stand_in(args);

	for (size_t i = 0; i < args->action->n_params; i++) {
		const struct dw_param *param = &args->action->params[i];

		if (instead != NULL && (param->flags & DW_P_TARGET) != 0) {
			if (args->at[i].given)
				return dw_fail_field(err, DW_USAGE, instead->name,
					_("%s and %s exclude each other. Give one of them."), _(instead->title),
					_(param->title));
			continue;
		}
		if ((param->flags & DW_P_REQUIRED) != 0 && !args->at[i].given)
			return dw_fail_field(err, DW_USAGE, param->name, _("%s is missing."),
				_(param->title));
	}
	return DW_OK;
}

bool
dw_args_storeless(const struct dw_args *args)
{
	for (size_t i = 0; i < args->action->n_params; i++)
		if ((args->action->params[i].flags & DW_P_STORELESS) != 0 && args->at[i].given)
			return true;
	return false;
}

bool
dw_arg_given(const struct dw_args *args, int index)
{
	return args->at[index].given;
}

const char *
dw_arg_text(const struct dw_args *args, int index)
{
	return args->at[index].given ? args->at[index].text : NULL;
}

int64_t
dw_arg_num(const struct dw_args *args, int index, int64_t fallback)
{
	return args->at[index].given ? args->at[index].num : fallback;
}

/* Does one of the first n actions write entries of this name? */
static bool
is_written_by_an_action(const char *name, size_t n)
{
	for (size_t i = 0; i < n && dw_actions[i] != NULL; i++)
		if (dw_actions[i]->audit != NULL && strcmp(dw_actions[i]->audit, name) == 0)
			return true;
	return false;
}

static void
complete_entry(const char *prefix, void (*each)(void *arg, const char *value), void *arg)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		const char *name = dw_actions[i]->audit;

		if (name != NULL && strncmp(name, prefix, strlen(prefix)) == 0 &&
			!is_written_by_an_action(name, i))
			each(arg, name);
	}
}

void
dw_param_complete(const struct dw_param *param, struct dw_db *db,
	const struct dw_operator *operator, const char *prefix,
	void (*each)(void *arg, const char *value), void *arg)
{
	DW_AUTO(dw_query) q = { 0 };
	DW_AUTO_FREE char *key = NULL;
	bool row;

	if (param->kind == DW_P_ENTRY)
		complete_entry(prefix, each, arg);
	if (param->kind == DW_P_YESNO) {
		static const char *const words[] = { "yes", "no" };

		for (size_t i = 0; i < DW_COUNT(words); i++)
			if (strncmp(words[i], prefix, strlen(prefix)) == 0)
				each(arg, words[i]);
	}
	for (size_t i = 0; param->choices != NULL && param->choices[i] != NULL; i++)
		if (strncmp(param->choices[i], prefix, strlen(prefix)) == 0)
			each(arg, param->choices[i]);
	if (db != NULL && param->kind == DW_P_VIEW && operator != NULL)
		dw_saved_view_names(db, operator, prefix, each, arg);
	if (db == NULL || kinds[param->kind].complete == NULL)
		return;
	/* Permission names are not folded: they are ASCII identifiers, compared as they are. */
	key = param->kind == DW_P_PERMISSION ? dw_strdup(prefix) : dw_fold_identity(prefix);
	dw_query_open(db, &q, kinds[param->kind].complete);
	dw_bind_text(&q, 1, key != NULL ? key : "");
	/* Names of entries are few, and all of them are wanted. */
	dw_bind_int(&q, 2, param->kind == DW_P_ENTRY ? INT64_MAX : COMPLETIONS);
	while (dw_query_next(&q, &row, NULL) == DW_OK && row)
		if (param->kind != DW_P_ENTRY || !is_written_by_an_action(dw_col_text(&q, 0), SIZE_MAX))
			each(arg, dw_col_text(&q, 0));
}
