/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of options as a dialect of commands. See parse.h.
 */
#include <string.h>

#include "base/intl.h"
#include "cli/parse.h"
#include "cli/sink.h"

void
dw_request_clear(struct dw_request *request)
{
	if (request == NULL)
		return;
	dw_command_clear(&request->command);
	*request = (struct dw_request){ 0 };
}

static bool
option_at(size_t index, const char **name, char *letter, bool *valued)
{
	if (index >= dw_option_count)
		return false;
	*name = dw_option_table[index].name;
	*letter = dw_option_table[index].letter;
	*valued = dw_option_table[index].metavar != NULL;
	return true;
}

static enum dw_code
put(void *ctx, size_t index, const char *value, struct dw_error *err)
{
	return dw_option_put(ctx, (int)index, value, err);
}

static bool
enough(void *ctx)
{
	const struct dw_options *options = ctx;

	return options->help || options->version;
}

static const char *const topics[] = { DW_HELP_KEYS, NULL };

struct dw_dialect
dw_shell_dialect(struct dw_options *options)
{
	return (struct dw_dialect){
		.ctx = options,
		.option = option_at,
		.put = put,
		.enough = enough,
		.topics = topics,
	};
}

/* Errors are written in the format that was asked for, wherever the option stands. */
static enum dw_format
format_of(int argc, char *const *argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "--jsonl") == 0)
			return argv[i][6] == 'l' ? DW_FORMAT_JSONL : DW_FORMAT_JSON;
	return DW_FORMAT_TEXT;
}

/* Is --fields about columns that the command has? Known before anything is done: an export
 * must not be written down that then cannot begin. */
static enum dw_code
check_fields(const struct dw_request *request, struct dw_error *err)
{
	const struct dw_action *action = request->command.action;
	struct dw_choice choice = { 0 };
	enum dw_code rc;

	if (action == NULL || request->options.fields == NULL)
		return DW_OK;
	if (action->columns == NULL)
		return dw_fail_field(err, DW_USAGE, "fields",
			_("This command lists nothing, so --fields has no meaning."));
	rc = dw_choose(request->options.fields, action->columns, *action->n_columns, DW_COL_CURSOR,
		&choice, err);
	dw_choice_clear(&choice);
	return rc;
}

static enum dw_code
read_request(const struct dw_words *words, int64_t now, struct dw_request *out,
	struct dw_error *err)
{
	struct dw_dialect dialect = dw_shell_dialect(&out->options);
	struct dw_command *command = &out->command;
	enum dw_code rc = dw_command_read(words, now, &dialect, command, err);

	command->help = command->help || out->options.help;
	if (rc != DW_OK || command->help || out->options.version ||
		(command->action == NULL && command->noun[0] == '\0'))
		return rc;
	if (out->options.dry_run && command->action != NULL && command->action->effect != DW_WRITE)
		return dw_fail_field(err, DW_USAGE, "dry-run",
			_("This command changes nothing, so --dry-run has no meaning."));
	if (out->options.if_needed && command->action != NULL &&
		(command->action->effect != DW_WRITE || dw_param_target(command->action) < 0))
		return dw_fail_field(err, DW_USAGE, "if-needed",
			_("This command is done to nothing that could be so already, so --if-needed has no "
			  "meaning."));
	if ((rc = check_fields(out, err)) != DW_OK)
		return rc;
	return dw_command_whole(command, &dialect, err);
}

enum dw_code
dw_request_read(int argc, char *const *argv, int64_t now, struct dw_request *out,
	struct dw_error *err)
{
	/* A program may be started without even its name. */
	const struct dw_words words = { .text = argv + 1, .n = argc > 1 ? (size_t)argc - 1 : 0 };
	enum dw_code rc;

	*out = (struct dw_request){ 0 };
	rc = read_request(&words, now, out, err);
	if (rc != DW_OK)
		out->options.format = format_of(argc, argv);
	return rc;
}
