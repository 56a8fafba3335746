/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From words to an action with its arguments. See command.h; what completes a word is
 * in command_complete.c.
 */
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"

struct reader {
	struct dw_command *command;
	const struct dw_words *words;
	const struct dw_dialect *dialect;
	size_t at;      /* the next word to read */
	int64_t now;
	bool over;      /* "--" was read */
	size_t *places; /* indices of those that are no options, after the verb */
	size_t n_places;
};

static const struct dw_dialect plain_dialect;

void
dw_command_clear(struct dw_command *command)
{
	if (command == NULL)
		return;
	dw_args_clear(&command->args);
	*command = (struct dw_command){ 0 };
}

int
dw_action_secret(const struct dw_action *action)
{
	for (size_t i = 0; i < action->n_params; i++)
		if (action->params[i].kind == DW_P_SECRET)
			return (int)i;
	return -1;
}

static bool
knows(const struct dw_dialect *dialect, const struct dw_action *action)
{
	return dialect->knows == NULL || dialect->knows(action);
}

/* ---- noun and verb ---------------------------------------------------------------- */

void
dw_command_names(struct dw_buf *out, const struct dw_dialect *dialect, const char *noun)
{
	char last[DW_NOUN_MAX] = "";

	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char its[DW_NOUN_MAX];
		const char *name = dw_action_noun(dw_actions[i], its);

		if (!knows(dialect, dw_actions[i]) || (noun[0] != '\0' && strcmp(its, noun) != 0))
			continue;
		if (noun[0] != '\0')
			name = dw_action_verb(dw_actions[i]);
		else if (strcmp(its, last) == 0)
			continue;
		memcpy(last, its, sizeof(last));
		dw_buf_printf(out, "%s%s", out->len > 0 ? ", " : "", name);
	}
}

/* A command of the shell that this dialect (the console's) has no place for. */
static bool
is_elsewhere(const char *noun, const char *word)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char its[DW_NOUN_MAX];

		dw_action_noun(dw_actions[i], its);
		if (noun[0] == '\0' ? strcmp(its, word) == 0 :
			strcmp(its, noun) == 0 && strcmp(dw_action_verb(dw_actions[i]), word) == 0)
			return true;
	}
	return false;
}

static enum dw_code
unknown_word(const struct reader *r, const char *word, struct dw_error *err)
{
	const char *noun = r->command->noun;
	DW_AUTO(dw_nearest) near = { .wanted = word };
	DW_AUTO_FREE char *shown = dw_display_dup(word);
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char its[DW_NOUN_MAX];

		dw_action_noun(dw_actions[i], its);
		if (!knows(r->dialect, dw_actions[i]))
			continue;
		if (noun[0] == '\0')
			dw_nearest_offer(&near, its, NULL);
		else if (strcmp(its, noun) == 0)
			dw_nearest_offer(&near, dw_action_verb(dw_actions[i]), NULL);
	}
	/* What it knows itself does not come here. */
	if (noun[0] == '\0' && is_elsewhere(noun, word)) {
		dw_command_names(&names, r->dialect, noun);
		return dw_fail(err, DW_USAGE,
			_("“%s” is for the shell: doorward %s. Commands here begin with: %s."), shown, shown,
			dw_buf_text(&names));
	}
	if (is_elsewhere(noun, word))
		return dw_fail(err, DW_USAGE, _("“%s %s” is for the shell: doorward %s %s."), noun, shown,
			noun, shown);
	if (noun[0] == '\0' && near.best != NULL)
		return dw_fail(err, DW_USAGE, _("There is no command “%s”. Did you mean “%s”?"), shown,
			near.best);
	if (near.best != NULL)
		return dw_fail(err, DW_USAGE, _("There is no command “%s %s”. Did you mean “%s %s”?"),
			noun, shown, noun, near.best);
	dw_command_names(&names, r->dialect, noun);
	if (noun[0] == '\0')
		return dw_fail(err, DW_USAGE, _("There is no command “%s”. Commands begin with: %s."),
			shown, dw_buf_text(&names));
	return dw_fail(err, DW_USAGE, _("There is no command “%s %s”. After %s comes one of: %s."),
		noun, shown, noun, dw_buf_text(&names));
}

/* The words before the arguments: help, a noun, a verb. */
static enum dw_code
read_name(struct reader *r, const char *word, struct dw_error *err)
{
	struct dw_command *command = r->command;
	bool known = false;

	if (!command->help && command->noun[0] == '\0' && strcmp(word, "help") == 0) {
		command->help = true;
		return DW_OK;
	}
	for (size_t i = 0; command->help && command->noun[0] == '\0' && command->topic == NULL &&
		r->dialect->topics != NULL && r->dialect->topics[i] != NULL; i++)
		if (strcmp(r->dialect->topics[i], word) == 0) {
			command->topic = r->dialect->topics[i];
			return DW_OK;
		}
	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		char its[DW_NOUN_MAX];
		const char *verb = dw_action_verb(dw_actions[i]);

		if (!knows(r->dialect, dw_actions[i]))
			continue;
		dw_action_noun(dw_actions[i], its);
		if (command->noun[0] == '\0' ? verb[0] == '\0' && strcmp(its, word) == 0
				: strcmp(its, command->noun) == 0 && strcmp(verb, word) == 0) {
			command->action = dw_actions[i];
			dw_args_init(&command->args, dw_actions[i]);
			return DW_OK;
		}
		known = known || strcmp(its, word) == 0;
	}
	if (command->noun[0] != '\0' || !known || strlen(word) >= sizeof(command->noun))
		return unknown_word(r, word, err);
	memcpy(command->noun, word, strlen(word) + 1);
	return DW_OK;
}

/* ---- options ---------------------------------------------------------------------- */

static bool
option_at(const struct dw_dialect *dialect, size_t index, const char **name, char *letter,
	bool *valued)
{
	return dialect->option != NULL && dialect->option(index, name, letter, valued);
}

static bool
is_option(const struct reader *r, size_t i)
{
	const struct dw_action *action = r->command->action;

	return (action->params[i].flags & DW_P_POSITION) == 0 &&
		(r->dialect->takes == NULL || r->dialect->takes(action, &action->params[i]));
}

/* "It takes: --direct, --limit." */
static enum dw_code
unknown_option(const struct reader *r, const char *name, size_t len, struct dw_error *err)
{
	const struct dw_action *action = r->command->action;
	DW_AUTO_FREE char *wanted = dw_strndup(name, len);
	DW_AUTO_FREE char *shown = dw_display_dup(wanted);
	DW_AUTO(dw_nearest) near = { .wanted = wanted };
	DW_AUTO(dw_buf) all = { 0 };
	const char *other;
	char letter;
	bool valued;

	for (size_t i = 0; option_at(r->dialect, i, &other, &letter, &valued); i++)
		dw_nearest_offer(&near, other, NULL);
	for (size_t i = 0; action != NULL && i < action->n_params; i++)
		if (is_option(r, i)) {
			dw_nearest_offer(&near, action->params[i].name, NULL);
			dw_buf_printf(&all, "%s--%s", all.len > 0 ? ", " : "", action->params[i].name);
		}
	if (near.best != NULL)
		return dw_fail(err, DW_USAGE, _("There is no option --%s. Did you mean --%s?"), shown,
			near.best);
	if (action == NULL)
		return dw_fail(err, DW_USAGE,
			_("There is no option --%s that stands before a command."), shown);
	if (all.len == 0)
		return dw_fail(err, DW_USAGE, _("There is no option --%s: this command has none of its "
			"own."), shown);
	return dw_fail(err, DW_USAGE, _("There is no option --%s for this command. Its own are: %s."),
		shown, dw_buf_text(&all));
}

/* The value after "=", or else the next word. */
static enum dw_code
take_value(struct reader *r, const char *name, size_t len, const char **value,
	struct dw_error *err)
{
	if (name[len] == '=') {
		*value = name + len + 1;
		r->command->fault_column = (int)len + 4; /* after --name= */
		return DW_OK;
	}
	if (r->at == r->words->n)
		return dw_fail(err, DW_USAGE, _("--%s needs a value."), name);
	r->command->fault = r->at;
	*value = r->words->text[r->at++];
	return DW_OK;
}

static enum dw_code
no_value(const char *name, size_t len, struct dw_error *err)
{
	if (name[len] != '=')
		return DW_OK;
	return dw_fail(err, DW_USAGE, _("--%.*s takes no value."), (int)len, name);
}

/* --password, --password-stdin and --generate; *known says whether it was one of them. */
static enum dw_code
secret_option(struct reader *r, const char *name, size_t len, bool *known, struct dw_error *err)
{
	struct dw_command *command = r->command;
	int secret = dw_action_secret(command->action);
	const char *its = secret >= 0 ? command->action->params[secret].name : NULL;
	enum dw_secret_from from = DW_SECRET_NONE;
	size_t its_len;

	if (its == NULL)
		return DW_OK;
	its_len = strlen(its);
	if (len == strlen("generate") && strncmp(name, "generate", len) == 0)
		from = DW_SECRET_MADE;
	else if (len >= its_len && strncmp(name, its, its_len) == 0) {
		if (len == its_len)
			from = DW_SECRET_ASK;
		else if (len == its_len + 6 && strncmp(name + its_len, "-stdin", 6) == 0)
			from = DW_SECRET_STDIN;
	}
	*known = from != DW_SECRET_NONE;
	if (*known && name[len] == '=')
		return dw_fail_field(err, DW_USAGE, its,
			_("A secret is never written on the command line, where others can see it. "
			  "Use --%s to be asked, or --%s-stdin."), its, its);
	if (*known && command->secret_from != DW_SECRET_NONE && command->secret_from != from)
		return dw_fail_field(err, DW_USAGE, its,
			_("Choose one of --%s, --%s-stdin and --generate."), its, its);
	if (*known)
		command->secret_from = from;
	return DW_OK;
}

static enum dw_code
own_option(struct reader *r, int index, const char *name, size_t len, struct dw_error *err)
{
	const struct dw_param *param = &r->command->action->params[index];
	const char *value = "yes";
	enum dw_code rc;

	if (dw_arg_given(&r->command->args, index) && (param->flags & DW_P_MANY) == 0)
		return dw_fail_field(err, DW_USAGE, param->name, _("--%s is given twice."),
			param->name);
	rc = param->kind == DW_P_FLAG ? no_value(name, len, err)
		: take_value(r, name, len, &value, err);
	return rc == DW_OK ? dw_args_put(&r->command->args, index, value, r->now, err) : rc;
}

static int
own_option_find(const struct reader *r, const char *name, size_t len)
{
	const struct dw_action *action = r->command->action;

	for (size_t i = 0; action != NULL && i < action->n_params; i++)
		if (is_option(r, i) && action->params[i].kind != DW_P_SECRET &&
			strlen(action->params[i].name) == len &&
			strncmp(action->params[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

static enum dw_code
read_long(struct reader *r, const char *name, struct dw_error *err)
{
	size_t len = strcspn(name, "=");
	int index = own_option_find(r, name, len);
	const char *other, *value = NULL;
	bool known = false, valued;
	enum dw_code rc;
	char letter;

	if (index >= 0)
		return own_option(r, index, name, len, err);
	for (size_t i = 0; option_at(r->dialect, i, &other, &letter, &valued); i++) {
		if (strlen(other) != len || strncmp(other, name, len) != 0)
			continue;
		rc = valued ? take_value(r, name, len, &value, err) : no_value(name, len, err);
		return rc == DW_OK ? r->dialect->put(r->dialect->ctx, i, value, err) : rc;
	}
	if (r->command->action != NULL &&
		((rc = secret_option(r, name, len, &known, err)) != DW_OK || known))
		return rc;
	return unknown_option(r, name, len, err);
}

static enum dw_code
read_letter(struct reader *r, char letter, const char *word, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = NULL;
	const char *name;
	char its;
	bool valued;

	for (size_t i = 0; option_at(r->dialect, i, &name, &its, &valued); i++)
		if (its == letter && its != '\0')
			return r->dialect->put(r->dialect->ctx, i, NULL, err);
	shown = dw_display_dup(word);
	return dw_fail(err, DW_USAGE,
		_("There is no option -%s. A word that begins with - goes after --."), shown);
}

/* In the filter language "-email:*@old.example" is an ordinary word. */
static bool
takes_filter(const struct dw_action *action)
{
	for (size_t i = 0; action != NULL && i < action->n_params; i++)
		if (action->params[i].kind == DW_P_FILTER &&
			(action->params[i].flags & DW_P_POSITION) != 0)
			return true;
	return false;
}

static enum dw_code
read_word(struct reader *r, size_t index, struct dw_error *err)
{
	const char *word = r->words->text[index];
	bool dash = !r->over && word[0] == '-' && word[1] != '\0';
	enum dw_code rc = DW_OK;

	r->command->fault = index;
	r->command->fault_column = 1;
	if (dash && strcmp(word, "--") == 0) {
		r->over = true;
		return DW_OK;
	}
	if (dash && word[1] == '-')
		return read_long(r, word + 2, err);
	if (dash && (strlen(word) == 2 || !takes_filter(r->command->action))) {
		for (const char *at = word + 1; rc == DW_OK && *at != '\0'; at++)
			rc = read_letter(r, *at, word + 1, err);
		return rc;
	}
	if (r->command->action == NULL)
		return read_name(r, word, err);
	r->places[r->n_places++] = index;
	return DW_OK;
}

/* ---- arguments -------------------------------------------------------------------- */

/* Is the target named by an option that stands in for the first word? */
static bool
target_replaced(const struct dw_args *args)
{
	for (size_t i = 0; i < args->action->n_params; i++)
		if ((args->action->params[i].flags & DW_P_INSTEAD) != 0 && args->at[i].given)
			return true;
	return false;
}

static enum dw_code
too_many(const struct reader *r, size_t place, struct dw_error *err)
{
	const struct dw_action *action = r->command->action;
	DW_AUTO(dw_buf) usage = { 0 };
	DW_AUTO_FREE char *shown = dw_display_dup(r->words->text[r->places[place]]);

	dw_action_synopsis(&usage, action);
	/* What comes after --password may be one: it is not repeated. */
	if (dw_action_secret(action) >= 0)
		return dw_fail(err, DW_USAGE, _("There is a word too many. Usage: %s"),
			dw_buf_text(&usage));
	return dw_fail(err, DW_USAGE, _("“%s” is a word too many. Usage: %s"), shown,
		dw_buf_text(&usage));
}

/* A filter's word is taken as written, because its quotes are the filter's own, unless the
 * shell's own kind of quotes is around it. */
static const char *
filter_word(const struct dw_words *words, size_t index)
{
	return words->raw == NULL || words->raw[index][0] == '\'' ? words->text[index]
		: words->raw[index];
}

/* Says in which of the filter's words its column is. */
static void
place_fault(struct reader *r, size_t place, int column)
{
	for (; column > 0 && place < r->n_places; place++) {
		const char *word = filter_word(r->words, r->places[place]);
		int len = (int)dw_utf8_length(word);

		r->command->fault = r->places[place];
		r->command->fault_column = column;
		if (r->words->raw != NULL && word != r->words->raw[r->places[place]])
			r->command->fault_column++; /* its quote */
		column -= len + 1;
	}
}

/* A filter may be written without quotes around it: its words are one text. */
static enum dw_code
put_filter(struct reader *r, int index, size_t place, struct dw_error *err)
{
	DW_AUTO(dw_buf) text = { 0 };
	struct dw_error why = { 0 };
	enum dw_code rc;

	for (size_t i = place; i < r->n_places; i++)
		dw_buf_printf(&text, "%s%s", i > place ? " " : "", filter_word(r->words, r->places[i]));
	rc = dw_args_put(&r->command->args, index, dw_buf_text(&text), r->now, &why);
	if (rc == DW_OK)
		return DW_OK;
	place_fault(r, place, why.column);
	if (err != NULL)
		*err = why;
	return rc;
}

/* Gives the words to the positional parameters, in the order of the table. */
static enum dw_code
place_words(struct reader *r, struct dw_error *err)
{
	struct dw_args *args = &r->command->args;
	bool replaced = target_replaced(args);
	size_t place = 0;

	for (size_t i = 0; i < args->action->n_params && place < r->n_places; i++) {
		unsigned flags = args->action->params[i].flags;

		if ((flags & DW_P_POSITION) == 0 || (replaced && (flags & DW_P_TARGET) != 0))
			continue;
		r->command->fault = r->places[place];
		r->command->fault_column = 1;
		if (args->action->params[i].kind == DW_P_FILTER)
			return put_filter(r, (int)i, place, err);
		do {
			enum dw_code rc;

			r->command->fault = r->places[place];
			rc = dw_args_put(args, (int)i, r->words->text[r->places[place++]], r->now, err);
			if (rc != DW_OK)
				return rc;
		} while ((flags & DW_P_MANY) != 0 && place < r->n_places);
	}
	if (place == r->n_places)
		return DW_OK;
	r->command->fault = r->places[place];
	return too_many(r, place, err);
}

static enum dw_code
read_all(struct reader *r, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	while (rc == DW_OK && r->at < r->words->n) {
		r->at++;
		rc = read_word(r, r->at - 1, err);
	}
	if (rc != DW_OK)
		return rc;
	r->command->fault = r->words->n;
	r->command->fault_column = 1;
	if (r->command->help || r->command->action == NULL ||
		(r->dialect->enough != NULL && r->dialect->enough(r->dialect->ctx)))
		return DW_OK;
	rc = place_words(r, err);
	if (rc == DW_OK)
		r->command->fault = r->words->n;
	return rc;
}

enum dw_code
dw_command_read(const struct dw_words *words, int64_t now, const struct dw_dialect *dialect,
	struct dw_command *out, struct dw_error *err)
{
	DW_AUTO_FREE size_t *places = dw_calloc(words->n + 1, sizeof(*places));
	struct reader r = {
		.command = out,
		.words = words,
		.dialect = dialect != NULL ? dialect : &plain_dialect,
		.now = now,
		.places = places,
	};

	*out = (struct dw_command){ 0 };
	return read_all(&r, err);
}

enum dw_code
dw_command_whole(const struct dw_command *command, const struct dw_dialect *dialect,
	struct dw_error *err)
{
	const struct dw_action *action = command->action;
	DW_AUTO(dw_buf) text = { 0 };
	bool replaced;

	if (action == NULL) {
		dw_command_names(&text, dialect != NULL ? dialect : &plain_dialect, command->noun);
		if (command->noun[0] == '\0')
			return dw_fail(err, DW_USAGE, _("Commands begin with: %s."), dw_buf_text(&text));
		return dw_fail(err, DW_USAGE, _("Say what to do with %s: %s."), command->noun,
			dw_buf_text(&text));
	}
	replaced = target_replaced(&command->args);
	dw_action_synopsis(&text, action);
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];
		char word[DW_NOUN_MAX];

		if ((param->flags & DW_P_REQUIRED) == 0 || command->args.at[i].given ||
			param->kind == DW_P_SECRET || (replaced && (param->flags & DW_P_TARGET) != 0))
			continue;
		if ((param->flags & DW_P_POSITION) != 0)
			return dw_fail_field(err, DW_USAGE, param->name, _("%s is missing. Usage: %s"),
				dw_param_word(param, word), dw_buf_text(&text));
		return dw_fail_field(err, DW_USAGE, param->name, _("--%s is missing. Usage: %s"),
			param->name, dw_buf_text(&text));
	}
	return DW_OK;
}
