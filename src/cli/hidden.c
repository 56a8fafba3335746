/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the build and the shell ask for. See hidden.h.
 */
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "action/dump.h"
#include "base/mem.h"
#include "cli/complete.h"
#include "cli/hidden.h"
#include "cli/options.h"
#include "cli/out.h"
#include "ui/keymap.h"

/* The options for every command, as a list of the manual. */
static void
add_options(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < dw_option_count; i++) {
		const struct dw_option *option = &dw_option_table[i];

		dw_buf_puts(out, ".It");
		if (option->letter != 0)
			dw_buf_printf(out, " Fl %c ,", option->letter);
		dw_buf_printf(out, " Fl Fl %s", option->name);
		if (option->metavar != NULL)
			dw_buf_printf(out, " Ar %s", option->metavar);
		dw_buf_putc(out, '\n');
		dw_mdoc_text(out, option->help);
	}
	dw_buf_puts(out, ".El\n");
}

/* The commands of the console's keys, with the keys they have by themselves. */
static void
add_keys(struct dw_buf *out)
{
	dw_buf_puts(out, ".Bl -tag -width Ds\n");
	for (int id = 1; id < UI_COMMANDS; id++) {
		const struct ui_command *command = &ui_commands[id];
		DW_AUTO_FREE char *text = dw_format("%s. Default: %s", command->help, command->keys);

		dw_buf_printf(out, ".It Va %s = Ar keys\n", command->name);
		dw_mdoc_text(out, text);
	}
	dw_buf_puts(out, ".El\n");
}

static bool
manual(struct dw_buf *out, const char *part)
{
	if (strcmp(part, "keys") == 0) {
		add_keys(out);
		return true;
	}
	if (strcmp(part, "options") != 0)
		return dw_dump_manual(out, part);
	add_options(out);
	return true;
}

int
dw_hidden(int argc, char *const *argv, const struct dw_environment *environment)
{
	struct dw_out out = { .fd = STDOUT_FILENO };
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc = DW_OK;
	bool known = true;

	if (strcmp(argv[1], "__complete") == 0)
		dw_complete(argc - 2, argv + 2, environment, &text);
	else if (strcmp(argv[1], "__actions") == 0)
		dw_dump_actions(&text);
	else if (strcmp(argv[1], "__manual") == 0 && argc == 3)
		known = manual(&text, argv[2]);
	else
		known = false;
	if (!known)
		return EX_USAGE;
	rc = dw_out_add(&out, dw_buf_text(&text), text.len, NULL);
	if (rc == DW_OK)
		rc = dw_out_flush(&out, NULL);
	dw_out_clear(&out);
	return dw_code_exit(rc);
}
