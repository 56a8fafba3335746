/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sample program on a real terminal: what toolkit.test and bytes.test drive.
 * toolkit [people] [crash|oom]; prints how it ended after the terminal is back.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"
#include "tests/support/sample.h"
#include "ui/term.h"

/* F5 then ends the program as a bug would. */
static const char *end_by;

static void
offer(struct ui *ui, struct ui_offers *offers)
{
	if (end_by != NULL)
		ui_offer(offers, UI_CMD_RELOAD);
	(void)ui;
}

static enum ui_did
event(struct ui *ui DW_UNUSED, const struct ui_event *event)
{
	if (event->command != UI_CMD_RELOAD)
		return UI_IGNORED;
	if (strcmp(end_by, "oom") == 0 && dw_out_of_memory != NULL)
		dw_out_of_memory();
	abort();
}

int
main(int argc, char **argv)
{
	struct ui_term_options options = { .name = getenv("TERM"),
		.no_colour = getenv("NO_COLOR") != NULL };
	struct dw_error err = { 0 };
	struct ui_term *term;
	struct ui_app app = sample_app;
	struct ui ui;
	enum dw_code rc;

	setlocale(LC_ALL, "");
	end_by = argc > 2 ? argv[2] : NULL;
	app.offer = offer;
	app.event = event;
	if (dw_secret_start(&err) != DW_OK)
		return 1;
	rc = ui_term_curses_new(&options, &term, &err);
	if (rc != DW_OK) {
		fprintf(stderr, "%s\n", err.message);
		return dw_code_exit(rc);
	}
	ui_init(&ui, term, &app, NULL);
	sample_open(&ui, argc > 1 ? (size_t)atol(argv[1]) : 128);
	rc = ui_run(&ui);
	ui_clear(&ui);
	ui_term_free(term);
	printf("ended: %s %d\n", dw_code_name(rc), ui.signal);
	return 0;
}
