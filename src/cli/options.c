/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of options for every command. See options.h.
 */
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "cli/options.h"

#define FLAG(member) .kind = DW_OPTION_FLAG, .at = offsetof(struct dw_options, member)
#define TEXT(member) .kind = DW_OPTION_TEXT, .at = offsetof(struct dw_options, member)
#define FORMAT(which) .kind = DW_OPTION_FORMAT, .at = (which)

const struct dw_option dw_option_table[] = {
	{ "store", "FILE", N_("The store, instead of DOORWARD_STORE or the usual place."), 0,
		TEXT(store) },
	{ "config", "FILE", N_("The configuration, instead of DOORWARD_CONFIG or the usual place."), 0,
		TEXT(config) },
	{ "as", "NAME", N_("Act as this user: only in a demo store, among those bound to your account."),
		0, TEXT(as) },
	{ "json", NULL, N_("Write one JSON object."), 0, FORMAT(DW_FORMAT_JSON) },
	{ "jsonl", NULL, N_("Write one JSON object a line."), 0, FORMAT(DW_FORMAT_JSONL) },
	{ "csv", NULL, N_("Write comma-separated values that are safe to open in a spreadsheet."), 0,
		FORMAT(DW_FORMAT_CSV) },
	{ "fields", "NAME,...", N_("Show these columns, in this order."), 0, TEXT(fields) },
	{ "no-legend", NULL, N_("Leave out headings and closing lines."), 0, FLAG(no_legend) },
	{ "quiet", NULL, N_("Say nothing about what went well."), 'q', FLAG(quiet) },
	{ "utc", NULL, N_("Show times in UTC instead of local time."), 0, FLAG(utc) },
	{ "color", "auto|always|never",
		N_("Use bold type; auto means on a terminal, unless NO_COLOR is set."), 0,
		.kind = DW_OPTION_COLOR },
	{ "dry-run", NULL, N_("Try it and keep nothing: the store stays as it is."), 'n',
		FLAG(dry_run) },
	{ "yes", NULL, N_("Answer yes to the question before something destructive."), 'y',
		FLAG(yes) },
	{ "if-needed", NULL, N_("Pass over targets where nothing is to be done, instead of refusing."),
		0, FLAG(if_needed) },
	{ "show-secret", NULL, N_("Write a generated secret even where no terminal is."), 0,
		FLAG(show_secret) },
	{ "read-only", NULL, N_("Refuse everything that would change the store."), 0,
		FLAG(read_only) },
	{ "no-mouse", NULL, N_("Leave the mouse to the terminal while the console runs."), 0,
		FLAG(no_mouse) },
	{ "no-motion", NULL, N_("Let nothing move by itself in the console, for screen readers and braille."),
		0, FLAG(no_motion) },
	{ "slow-line", NULL, N_("Save every byte that the console sends."), 0, FLAG(slow_line) },
	{ "fresh", NULL, N_("Open the console with the usual filter, order and columns, not as it was "
		"left."), 0, FLAG(fresh) },
	{ "help", NULL, N_("Explain the command and do nothing."), 'h', FLAG(help) },
	{ "version", NULL, N_("Print the version and do nothing."), 'V', FLAG(version) },
};
const size_t dw_option_count = DW_COUNT(dw_option_table);

static enum dw_code
put_format(struct dw_options *options, enum dw_format format, struct dw_error *err)
{
	if (options->format != DW_FORMAT_TEXT && options->format != format)
		return dw_fail(err, DW_USAGE, _("Choose one of --json, --jsonl and --csv."));
	options->format = format;
	return DW_OK;
}

static enum dw_code
put_color(struct dw_options *options, const char *value, struct dw_error *err)
{
	static const char *const words[] = { [DW_COLOR_AUTO] = "auto", [DW_COLOR_ALWAYS] = "always",
		[DW_COLOR_NEVER] = "never" };

	for (size_t i = 0; i < DW_COUNT(words); i++) {
		if (strcmp(words[i], value) == 0) {
			options->color = (enum dw_color)i;
			return DW_OK;
		}
	}
	return dw_fail_field(err, DW_USAGE, "color", _("--color takes auto, always or never."));
}

enum dw_code
dw_option_put(struct dw_options *options, int index, const char *value, struct dw_error *err)
{
	const struct dw_option *option = &dw_option_table[index];
	char *member = (char *)options + option->at;

	switch (option->kind) {
	case DW_OPTION_FLAG:
		*(bool *)member = true;
		return DW_OK;
	case DW_OPTION_TEXT:
		*(const char **)member = value;
		return DW_OK;
	case DW_OPTION_FORMAT:
		return put_format(options, (enum dw_format)option->at, err);
	case DW_OPTION_COLOR:
		return put_color(options, value, err);
	}
	return dw_fail(err, DW_BUG, "option %s has no kind", option->name);
}

bool
dw_wants_json(const struct dw_options *options)
{
	return options->format == DW_FORMAT_JSON || options->format == DW_FORMAT_JSONL;
}
