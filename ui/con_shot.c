/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screen as text in a file, for a ticket. What it showed is taken when the key is
 * pressed, then the name is asked for. Never with a secret on it; never over a file that
 * is there; under sudo not at all, because the file would be made with rights that are
 * not the operator's.
 */
#include <stdlib.h>

#include "action/files.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/con_parts.h"
#include "ui/form.h"

#define FIELD "file"

struct shot {
	struct console *c;
	struct dw_buf text;
};

static const char *
instead(void)
{
	return _("Let the terminal itself copy the screen: select it with the mouse (m switches "
		"ours off), or use the terminal's own key for it.");
}

static enum dw_code
save(struct ui_form *form, void *ctx, struct dw_error *err)
{
	struct shot *shot = ctx;
	const char *name = ui_form_text(form, FIELD);
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	DW_AUTO(dw_file_new) file = { 0 };
	enum dw_code rc;

	if ((rc = dw_file_create(&shot->c->app->caller, FIELD, name, instead(), &file, err)) != DW_OK ||
		(rc = dw_file_write(&file, shot->text.data, shot->text.len, err)) != DW_OK ||
		(rc = dw_file_finish(&file, err)) != DW_OK)
		return rc;
	ui_say(&shot->c->ui, STYLE_OK, _("The screen was saved in %s"), shown);
	return DW_OK;
}

static void
done(void *ctx)
{
	struct shot *shot = ctx;

	dw_buf_clear(&shot->text);
	free(shot);
}

static void
ask(struct shot *shot)
{
	static const struct ui_form_ops ops = { .save = save, .done = done };
	char time[DW_TIME_TEXT];
	DW_AUTO_FREE char *name = NULL;

	/* "2026-11-20 14:32:05" */
	dw_time_local(dw_now(), time);
	name = dw_format("doorward-screen-%.4s%.2s%.2s-%.2s%.2s%.2s.txt", time, time + 5, time + 8,
		time + 11, time + 14, time + 17);
	ui_form_open(&shot->c->ui, _("Save the screen as text"), _("save"),
		&(struct ui_form_field){
			.name = FIELD,
			.label = _("File"),
			.kind = UI_FORM_TEXT,
			.required = true,
			.initial = name,
			.help = _("A new file that only you can read. It holds what the screen showed, "
				"personal data too."),
		}, 1, &ops, shot);
}

void
con_shot(struct console *c)
{
	struct shot *shot = dw_calloc(1, sizeof(*shot));
	struct dw_error err = { 0 };

	shot->c = c;
	if (dw_file_may(&c->app->caller, FIELD, instead(), &err) != DW_OK ||
		ui_shot(&c->ui, &shot->text, &err) != DW_OK) {
		act_say_error(c, &err);
		done(shot);
		return;
	}
	ask(shot);
}
