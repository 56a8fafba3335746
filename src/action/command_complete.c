/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion of a command: walks the words before the one at hand as the reader would,
 * but forgives everything, and then asks the table that the word belongs to. See
 * command.h.
 */
#include <stdlib.h>
#include <string.h>

#include "action/command.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/filter.h"

struct walk {
	const struct dw_dialect *dialect;
	struct dw_completion *completion;
	const struct dw_words *words;    /* the last is the one at hand */
	const struct dw_action *action;
	char noun[DW_NOUN_MAX];
	bool help;
	bool over;                       /* "--" stands before */
	const struct dw_param *wants;    /* the option before wants a value */
	bool wants_other;                /* the frontend's option number `other` does */
	size_t other;
	size_t positions;                /* words given to positional parameters */
	bool names;                      /* words by position: none of them is an option */
	const char *head;                /* put before each value: "--group=" */
};

static void
offer(const struct walk *w, const char *value, const char *help, bool raw, bool open)
{
	DW_AUTO_FREE char *word = dw_format("%s%s", w->head, value);
	DW_AUTO_FREE char *shown = dw_display_dup(value);
	const struct dw_candidate candidate = { word, help, raw, open };

	/* A shell writes it to the terminal as it is: what would not be shown as it is has to be typed.
	 * So has a name that would be read as an option. */
	if (strcmp(shown, value) != 0 || (w->names && !w->over && value[0] == '-'))
		return;
	w->completion->each(w->completion->ctx, &candidate);
}

static void
offer_if(const struct walk *w, const char *value, const char *help, const char *prefix)
{
	if (strncmp(value, prefix, strlen(prefix)) == 0)
		offer(w, value, help, false, false);
}

static bool
known(const struct walk *w, const struct dw_action *action)
{
	return w->dialect->knows == NULL || w->dialect->knows(action);
}

static const struct dw_param *
own_option(const struct dw_action *action, const char *name, size_t len)
{
	for (size_t i = 0; action != NULL && i < action->n_params; i++)
		if ((action->params[i].flags & DW_P_POSITION) == 0 &&
			strlen(action->params[i].name) == len &&
			strncmp(action->params[i].name, name, len) == 0)
			return &action->params[i];
	return NULL;
}

static bool
other_option(const struct walk *w, const char *name, size_t len, size_t *index, bool *valued)
{
	const char *its;
	char letter;

	for (*index = 0; w->dialect->option != NULL &&
		w->dialect->option(*index, &its, &letter, valued); ++*index)
		if (strlen(its) == len && strncmp(its, name, len) == 0)
			return true;
	return false;
}

/* ---- the words before ------------------------------------------------------------- */

static void
name_word(struct walk *w, const char *word)
{
	if (w->noun[0] == '\0' && strcmp(word, "help") == 0) {
		w->help = true;
		return;
	}
	for (size_t i = 0; dw_actions[i] != NULL && w->action == NULL; i++) {
		char its[DW_NOUN_MAX];
		const char *verb = dw_action_verb(dw_actions[i]);

		dw_action_noun(dw_actions[i], its);
		if (known(w, dw_actions[i]) &&
			(w->noun[0] == '\0' ? verb[0] == '\0' && strcmp(its, word) == 0
					    : strcmp(its, w->noun) == 0 && strcmp(verb, word) == 0))
			w->action = dw_actions[i];
	}
	if (w->action == NULL && w->noun[0] == '\0' && strlen(word) < sizeof(w->noun))
		memcpy(w->noun, word, strlen(word) + 1);
}

static void
option_word(struct walk *w, const char *name)
{
	size_t len = strcspn(name, "="), index;
	const struct dw_param *own = own_option(w->action, name, len);
	bool valued;

	if (own != NULL) {
		if (name[len] == '\0' && own->kind != DW_P_FLAG && own->kind != DW_P_SECRET)
			w->wants = own;
		/* Its target is named: the positional one is not expected any more. */
		if ((own->flags & DW_P_INSTEAD) != 0)
			w->positions++;
		return;
	}
	if (!other_option(w, name, len, &index, &valued) || !valued)
		return;
	if (name[len] == '=') {
		w->dialect->put(w->dialect->ctx, index, name + len + 1, NULL);
	} else {
		w->wants_other = true;
		w->other = index;
	}
}

static void
walk_before(struct walk *w)
{
	for (size_t i = 0; i + 1 < w->words->n; i++) {
		const char *word = w->words->text[i];

		if (w->wants_other) {
			w->dialect->put(w->dialect->ctx, w->other, word, NULL);
			w->wants_other = false;
		} else if (w->wants != NULL) {
			w->wants = NULL;
		} else if (!w->over && strcmp(word, "--") == 0) {
			w->over = true;
		} else if (!w->over && strncmp(word, "--", 2) == 0) {
			option_word(w, word + 2);
		} else if (w->action == NULL) {
			name_word(w, word);
		} else if (w->over || word[0] != '-') {
			w->positions++;
		}
	}
}

/* ---- names and options ------------------------------------------------------------ */

/* With what can be done with it. */
static void
offer_noun(const struct walk *w, const struct dw_action *action, const char *noun,
	const char *prefix)
{
	DW_AUTO(dw_buf) verbs = { 0 };

	if (dw_action_verb(action)[0] == '\0')
		dw_buf_puts(&verbs, _(action->summary));
	else
		dw_command_names(&verbs, w->dialect, noun);
	offer_if(w, noun, dw_buf_text(&verbs), prefix);
}

static void
complete_names(const struct walk *w, const char *prefix)
{
	char last[DW_NOUN_MAX] = "";

	for (size_t i = 0; dw_actions[i] != NULL; i++) {
		const struct dw_action *action = dw_actions[i];
		char its[DW_NOUN_MAX];

		dw_action_noun(action, its);
		if (!known(w, action))
			continue;
		if (w->noun[0] != '\0') {
			if (strcmp(its, w->noun) == 0)
				offer_if(w, dw_action_verb(action), _(action->summary), prefix);
		} else if (strcmp(its, last) != 0) {
			offer_noun(w, action, its, prefix);
		}
		memcpy(last, its, sizeof(last));
	}
	for (size_t i = 0; w->noun[0] == '\0' && w->help && w->dialect->topics != NULL &&
		w->dialect->topics[i] != NULL; i++)
		offer_if(w, w->dialect->topics[i], NULL, prefix);
	if (w->noun[0] == '\0' && !w->help)
		offer_if(w, "help", _("Show the commands, or one of them with all it takes"), prefix);
}

static void
complete_options(const struct walk *w, const char *prefix)
{
	const char *name;
	char letter;
	bool valued;

	for (size_t i = 0; w->action != NULL && i < w->action->n_params; i++) {
		const struct dw_param *param = &w->action->params[i];
		DW_AUTO_FREE char *word = dw_format("--%s", param->name);
		DW_AUTO_FREE char *piped = dw_format("--%s-stdin", param->name);

		if ((param->flags & DW_P_POSITION) != 0 ||
			(w->dialect->takes != NULL && !w->dialect->takes(w->action, param)))
			continue;
		offer_if(w, word, _(param->help), prefix);
		if (param->kind == DW_P_SECRET) {
			offer_if(w, piped, NULL, prefix);
			offer_if(w, "--generate", NULL, prefix);
		}
	}
	for (size_t i = 0; w->dialect->option != NULL &&
		w->dialect->option(i, &name, &letter, &valued); i++) {
		DW_AUTO_FREE char *word = dw_format("--%s", name);

		offer_if(w, word, NULL, prefix);
	}
}

/* ---- values ----------------------------------------------------------------------- */

struct offering {
	void (*each)(void *arg, const char *insert, const char *help, bool open);
	void *arg;
};

static void
offer_piece(void *arg, const char *insert, const char *help)
{
	const struct offering *to = arg;
	size_t len = strlen(insert);

	to->each(to->arg, insert, help, len > 0 && insert[len - 1] == ':');
}

static void
offer_name(void *arg, const char *name)
{
	const struct offering *to = arg;
	DW_AUTO(dw_buf) quoted = { 0 };

	dw_filter_quote(&quoted, name);
	to->each(to->arg, dw_buf_text(&quoted), NULL, false);
}

void
dw_filter_offer(const char *text, size_t at, struct dw_db *db, size_t *start,
	void (*each)(void *arg, const char *insert, const char *help, bool open), void *arg)
{
	struct offering to = { each, arg };
	struct dw_filter_spot spot = { 0 };
	struct dw_param names = { .kind = DW_P_TEXT };

	dw_filter_spot_find(text, at, &spot);
	*start = spot.start;
	dw_filter_complete(&spot, offer_piece, &to);
	if (spot.field == DW_F_GROUP)
		names.kind = DW_P_GROUP;
	else if (spot.field == DW_F_PERM)
		names.kind = DW_P_PERMISSION;
	else if (spot.field == DW_F_USERNAME)
		names.kind = DW_P_USER;
	if (names.kind != DW_P_TEXT && db != NULL)
		dw_param_complete(&names, db, NULL, spot.piece, offer_name, &to);
	dw_filter_spot_clear(&spot);
}

struct filter_word {
	const struct walk *walk;
	const char *word;
	size_t start; /* of what is completed in it */
};

static void
offer_filter(void *arg, const char *insert, const char *help, bool open)
{
	const struct filter_word *f = arg;
	DW_AUTO_FREE char *word = dw_format("%.*s%s", (int)f->start, f->word, insert);

	offer(f->walk, word, help, true, open);
}

/* A filter's own quotes are part of it, so it is completed as it is written. */
static void
complete_filter(const struct walk *w)
{
	size_t last = w->words->n - 1;
	struct filter_word f = { .walk = w,
		.word = w->words->raw != NULL && w->words->raw[last][0] != '\''
			? w->words->raw[last] : w->words->text[last] };
	const struct dw_app *app = w->completion->store != NULL
		? w->completion->store(w->completion->ctx) : NULL;

	dw_filter_offer(f.word, strlen(f.word), app != NULL ? app->db : NULL, &f.start, offer_filter, &f);
}

static void
offer_value(void *arg, const char *value)
{
	offer(arg, value, NULL, false, false);
}

static void
complete_param(struct walk *w, const struct dw_param *param, const char *prefix)
{
	bool names = param->kind == DW_P_USER || param->kind == DW_P_GROUP ||
		param->kind == DW_P_PERMISSION || param->kind == DW_P_VIEW || param->kind == DW_P_ENTRY;
	const struct dw_app *app = names && w->completion->store != NULL
		? w->completion->store(w->completion->ctx) : NULL;

	if (param->kind == DW_P_FILTER)
		complete_filter(w);
	else
		dw_param_complete(param, app != NULL ? app->db : NULL, app != NULL ? &app->operator : NULL,
			prefix, offer_value, w);
}

/* The positional parameter that the word at hand is given to. */
static const struct dw_param *
next_position(const struct walk *w)
{
	size_t left = w->positions;

	for (size_t i = 0; i < w->action->n_params; i++) {
		const struct dw_param *param = &w->action->params[i];

		if ((param->flags & DW_P_POSITION) == 0)
			continue;
		if (left == 0 || (param->flags & DW_P_MANY) != 0 || param->kind == DW_P_FILTER)
			return param;
		left--;
	}
	return NULL;
}

static void
complete_other(struct walk *w, size_t index, const char *prefix)
{
	if (w->completion->values != NULL)
		w->completion->values(w->completion, index, w->action, prefix, w->head);
}

/* --name=VALUE: the candidates repeat the name, because the whole word is replaced. */
static void
complete_joined(struct walk *w, const char *word)
{
	size_t len = strcspn(word, "="), index;
	const struct dw_param *own = own_option(w->action, word + 2, len - 2);
	DW_AUTO_FREE char *head = dw_strndup(word, len + 1);
	bool valued;

	w->head = head;
	if (own != NULL)
		complete_param(w, own, word + len + 1);
	else if (other_option(w, word + 2, len - 2, &index, &valued))
		complete_other(w, index, word + len + 1);
	w->head = "";
}

void
dw_command_complete(const struct dw_words *words, const struct dw_dialect *dialect,
	struct dw_completion *completion)
{
	static const struct dw_dialect plain;
	const char *word = words->text[words->n - 1];
	struct walk w = {
		.dialect = dialect != NULL ? dialect : &plain,
		.completion = completion,
		.words = words,
		.head = "",
	};
	const struct dw_param *param;

	walk_before(&w);
	if (w.wants != NULL) {
		complete_param(&w, w.wants, word);
	} else if (w.wants_other) {
		complete_other(&w, w.other, word);
	} else if (!w.over && strncmp(word, "--", 2) == 0 && strchr(word, '=') != NULL) {
		complete_joined(&w, word);
	} else if (!w.over && strncmp(word, "--", 2) == 0) {
		complete_options(&w, word);
	} else if (w.action == NULL) {
		complete_names(&w, word);
	} else if (!w.help && (param = next_position(&w)) != NULL) {
		w.names = param->kind != DW_P_FILTER;
		complete_param(&w, param, word);
	}
}
