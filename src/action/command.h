/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command in words, NOUN VERB ARGUMENTS, read by the registry of actions alone. The
 * shell's command line (src/cli/parse.c) and the console's (ui/con_command.c) are both
 * read and completed here, so the same words mean the same. Knows no single command;
 * does not look at the terminal or the clock.
 *
 * Options may stand anywhere, "--" ends them, and no name may be cut short: a
 * script must mean the same when an option is added.
 */
#ifndef DW_ACTION_COMMAND_H
#define DW_ACTION_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action/action.h"
#include "action/invoke.h"
#include "action/words.h"

/* The words after the program's name. */
struct dw_words {
	char *const *text; /* as they are meant, quotes taken off */
	char *const *raw;  /* as they were written; NULL = no different. A filter is read from it */
	size_t n;
};

/* What a frontend adds. All of it may be missing. */
struct dw_dialect {
	void *ctx;

	/* The options of every command, such as --json: name, letter (0 = none), whether a value
	 * follows; false past the last. */
	bool (*option)(size_t index, const char **name, char *letter, bool *valued);
	/* One was given. DW_USAGE when its value is not accepted. */
	enum dw_code (*put)(void *ctx, size_t index, const char *value, struct dw_error *err);
	/* Asked after all words were read: true = the arguments do not matter (--help). */
	bool (*enough)(void *ctx);

	/* What “help WORD” explains although it is no noun; NULL-terminated, NULL = nothing. */
	const char *const *topics;

	/* Is this command known here? The others are as good as not there. */
	bool (*knows)(const struct dw_action *action);
	/* And this option of it? */
	bool (*takes)(const struct dw_action *action, const struct dw_param *param);
};

/* Where the value of the action's secret parameter comes from. */
enum dw_secret_from {
	DW_SECRET_NONE,  /* not wanted, or asked for because it is required */
	DW_SECRET_ASK,   /* --password: asked for */
	DW_SECRET_STDIN, /* --password-stdin: one line of standard input */
	DW_SECRET_MADE,  /* --generate */
};

struct dw_command {
	bool help;                       /* help: about topic, action, noun, or everything */
	const char *topic;               /* one of the dialect's; NULL = none */
	char noun[DW_NOUN_MAX];          /* "" = none was named */
	const struct dw_action *action;  /* NULL = none was named */
	struct dw_args args;
	enum dw_secret_from secret_from;

	/* After a failure: which word it is about, words.n where one is missing at the end; and
	 * where in the raw word, 1-based in code points. */
	size_t fault;
	int fault_column;
};

/* Takes a zeroed one, and one after a failure. */
void
dw_command_clear(struct dw_command *command);

/*
 * Reads the words. DW_USAGE or DW_INVALID says which is wrong and what was probably
 * meant. No words at all are not wrong. out is filled in either case as far as it went.
 */
enum dw_code
dw_command_read(const struct dw_words *words, int64_t now, const struct dw_dialect *dialect,
	struct dw_command *out, struct dw_error *err);

/* Is it a command, with everything that it needs but a secret? DW_USAGE says what is missing. */
enum dw_code
dw_command_whole(const struct dw_command *command, const struct dw_dialect *dialect,
	struct dw_error *err);

/* Adds the nouns ("" for noun), or the verbs of one, in the order of the registry: "list, show". */
void
dw_command_names(struct dw_buf *out, const struct dw_dialect *dialect, const char *noun);

/* The first parameter that is a secret; -1 = none. */
int
dw_action_secret(const struct dw_action *action);

/* ---- completion ------------------------------------------------------------------- */

/* What a word may become. */
struct dw_candidate {
	const char *word; /* the whole word */
	const char *help; /* what it is, translated; NULL = it says so itself */
	bool raw;         /* written as it is, without quoting: part of a filter */
	bool open;        /* something follows at once: "state:", "--group=" */
};

struct dw_completion {
	void *ctx;
	void (*each)(void *ctx, const struct dw_candidate *candidate);

	/* The store that names are read from and who reads, asked for only when there are some; may
	 * give NULL. */
	struct dw_app *(*store)(void *ctx);

	/* Values of the frontend's own option. May be NULL. `action` may be NULL. */
	void (*values)(struct dw_completion *completion, size_t index,
		const struct dw_action *action, const char *prefix, const char *before);
};

/*
 * Hands out what may stand in place of the last word, which may be empty; n is at least 1.
 * Forgives everything that is wrong before it.
 */
void
dw_command_complete(const struct dw_words *words, const struct dw_dialect *dialect,
	struct dw_completion *completion);

/*
 * The same for a filter as it is written up to a place: fields with their colon, the fixed
 * words of a field, and groups, permissions and usernames from the store (db may be NULL: none).
 * What is handed out stands for the text from *start to the place, with the quotes it needs;
 * open: something follows at once. For command lines and for the filter dialog.
 */
void
dw_filter_offer(const char *text, size_t at, struct dw_db *db, size_t *start,
	void (*each)(void *arg, const char *insert, const char *help, bool open), void *arg);

#endif
