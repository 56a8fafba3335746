/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion for the shell: the words go to action/command.h, and the store is opened
 * only when names are wanted, for reading, as the operator. See complete.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/complete.h"
#include "cli/parse.h"
#include "cli/place.h"

struct completing {
	struct dw_completion base; /* first, so that values() finds the rest */
	const struct dw_environment *environment;
	struct dw_options options;
	struct dw_cli_place place;
	bool tried; /* to open it */
	struct dw_buf *out;
};

static void
each(void *ctx, const struct dw_candidate *candidate)
{
	struct completing *c = ctx;

	dw_buf_printf(c->out, "%s\n", candidate->word);
}

/* Whoever may not look at users gets no names. */
static struct dw_app *
open_store(void *ctx)
{
	struct completing *c = ctx;

	if (c->place.app.db != NULL || c->tried)
		return c->place.app.db != NULL ? &c->place.app : NULL;
	c->tried = true;
	c->options.read_only = true;
	if (dw_cli_place_find(&c->options, c->environment, NULL, NULL, &c->place, NULL) != DW_OK ||
		dw_cli_place_open(&c->options, c->environment, true, &c->place, NULL) != DW_OK ||
		!dw_rights_have(&c->place.app.operator.rights, DW_PERM_VIEW_USERS)) {
		dw_cli_place_clear(&c->place);
		return NULL;
	}
	return &c->place.app;
}

static void
offer(struct completing *c, const char *word, const char *prefix, const char *before)
{
	if (strncmp(word, prefix, strlen(prefix)) == 0)
		dw_buf_printf(c->out, "%s%s\n", before, word);
}

/* --fields a,b: the part after the last comma. */
static void
offer_fields(struct completing *c, const struct dw_action *action, const char *prefix,
	const char *before)
{
	const char *comma = strrchr(prefix, ',');
	size_t head = comma != NULL ? (size_t)(comma - prefix) + 1 : 0;
	DW_AUTO_FREE char *kept = dw_format("%s%.*s", before, (int)head, prefix);

	for (size_t i = 0; action != NULL && action->columns != NULL && i < *action->n_columns; i++)
		if ((action->columns[i].flags & DW_COL_CURSOR) == 0)
			offer(c, action->columns[i].name, prefix + head, kept);
}

static void
values(struct dw_completion *completion, size_t index, const struct dw_action *action,
	const char *prefix, const char *before)
{
	static const char *const colors[] = { "auto", "always", "never" };
	struct completing *c = (struct completing *)completion;

	for (size_t i = 0; dw_option_table[index].kind == DW_OPTION_COLOR && i < DW_COUNT(colors); i++)
		offer(c, colors[i], prefix, before);
	if (strcmp(dw_option_table[index].name, "fields") == 0)
		offer_fields(c, action, prefix, before);
}

void
dw_complete(int argc, char *const *argv, const struct dw_environment *environment,
	struct dw_buf *out)
{
	static char nothing[] = "";
	struct completing c = { .environment = environment, .out = out };
	struct dw_dialect dialect = dw_shell_dialect(&c.options);
	long at = argc > 0 ? strtol(argv[0], NULL, 10) : 0;
	DW_AUTO_FREE char **words = dw_calloc((size_t)argc + 1, sizeof(*words));
	struct dw_words line = { .text = words };

	/* argv[1] is the program's name; the word at hand may not be there yet. */
	if (at < 1 || at > argc - 1)
		return;
	for (long i = 1; i <= at; i++)
		words[line.n++] = i + 1 < argc ? argv[i + 1] : nothing;
	c.base = (struct dw_completion){ .ctx = &c, .each = each, .store = open_store,
		.values = values };
	dw_command_complete(&line, &dialect, &c.base);
	dw_cli_place_clear(&c.place);
}
