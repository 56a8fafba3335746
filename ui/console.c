/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The console from beginning to end: the terminal, the header, what works over every
 * view, and the line that is left when it is over. The screens are in con_screens.c,
 * following the store in con_watch.c, reading in con_read.c.
 */
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/act.h"
#include "ui/con_command.h"
#include "ui/con_kept.h"
#include "ui/con_keys.h"
#include "ui/con_parts.h"
#include "ui/detail.h"

struct console *
console_of(const struct ui_view *view)
{
	return view->ui->data;
}

/* ---- on every screen ------------------------------------------------------------ */

static void
add_shown(struct dw_buf *out, const char *text)
{
	dw_display(out, text, strlen(text));
}

static void
header(struct ui *ui, struct dw_buf *left, struct dw_buf *right)
{
	struct console *c = ui->data;
	const struct dw_origin *origin = &c->app->caller.origin;

	dw_buf_puts(left, "Doorward");
	if (c->app->realm[0] != '\0') {
		dw_buf_puts(left, "  ");
		add_shown(left, c->app->realm);
	}
	if (c->app->demo)
		dw_buf_printf(left, "  %s", _("DEMO"));
	if (console_is_read_only(c))
		dw_buf_printf(left, "  %s", _("READ-ONLY"));
	add_shown(right, c->app->operator.username);
	dw_buf_printf(right, " · %s",
		c->app->operator.rights.admin ? _("Admin") : _("Operator"));
	if (origin->address[0] != '\0' || origin->terminal[0] != '\0') {
		dw_buf_puts(right, " · ");
		add_shown(right, origin->address[0] != '\0' ? origin->address : origin->terminal);
	}
}

static void
status(struct ui *ui, struct dw_buf *left DW_UNUSED, struct dw_buf *right)
{
	con_watch_status(ui->data, right);
}

static void
offer(struct ui *ui, struct ui_offers *offers)
{
	con_screens_offer(ui->data, offers);
	ui_offer(offers, UI_CMD_COMMAND_LINE);
	ui_offer(offers, UI_CMD_SAVE_SCREEN);
	if (!console_is_read_only(ui->data))
		ui_offer(offers, UI_CMD_UNDO);
}

static enum ui_did
event(struct ui *ui, const struct ui_event *event)
{
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_COMMAND_LINE) {
		console_command_line(ui->data, "");
		return UI_HANDLED;
	}
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_SAVE_SCREEN) {
		con_shot(ui->data);
		return UI_HANDLED;
	}
	if (event->type == UI_EVENT_KEY && event->command == UI_CMD_UNDO) {
		act_begin(ui->data, dw_action_find("undo"), NULL, 0, NULL);
		return UI_HANDLED;
	}
	return con_screens_event(ui->data, event);
}

static int64_t
idle(struct ui *ui, int64_t now)
{
	struct console *c = ui->data;
	int64_t look, limit;

	con_screens_arrive(c);
	look = con_watch_idle(c, now);
	limit = con_limit_idle(c, now);
	return limit != 0 && limit < look ? limit : look;
}

static const struct ui_app console_app = {
	.header = header,
	.status = status,
	.offer = offer,
	.event = event,
	.idle = idle,
};

/* ---- what is kept of the frame ---------------------------------------------------- */

#define FRAME "console"

/* Which screen, which tab of the detail, and whether the mouse was wanted. */
static void
keep_frame(struct console *c)
{
	const json_t *before = console_kept(c, FRAME);
	json_t *frame = json_object();

	if (c->screen >= 0)
		json_object_set_new(frame, "screen", json_string(console_screens[c->screen].needs));
	if (c->detail_tab != DETAIL_GENERAL)
		json_object_set_new(frame, "tab",
			json_string(detail_tab_name((enum detail_tab)c->detail_tab)));
	/* Without a mouse here, what was wanted elsewhere stays. */
	if (c->mouse ? !c->ui.term->facts.mouse : json_is_false(json_object_get(before, "mouse")))
		json_object_set_new(frame, "mouse", json_false());
	console_keep(c, FRAME, frame);
}

static void
recall_frame(struct console *c)
{
	const json_t *frame = console_kept(c, FRAME);
	const char *screen = json_string_value(json_object_get(frame, "screen"));
	const char *tab = json_string_value(json_object_get(frame, "tab"));

	c->mouse = c->ui.term->facts.mouse;
	if (c->mouse && json_is_false(json_object_get(frame, "mouse")))
		ui_term_mouse(c->ui.term, false);
	c->detail_tab = (int)detail_tab_find(tab);
	/* A screen that the operator may not see any more has no tab. */
	for (int i = 0; screen != NULL && i < c->tabs.n; i++)
		if (strcmp(console_screens[c->tab_screens[i]].needs, screen) == 0)
			console_go(c, c->tab_screens[i]);
}

/* ---- from beginning to end --------------------------------------------------------- */

void
console_init(struct console *c, struct dw_app *app, struct ui_term *term, bool fresh)
{
	*c = (struct console){ .app = app, .began = dw_now() };
	ui_init(&c->ui, term, &console_app, c);
	con_watch_begin(c);
	con_kept_begin(c, fresh);
	con_screens_init(c);
	recall_frame(c);
	con_screens_arrive(c);
	keep_frame(c);
}

void
console_clear(struct console *c)
{
	keep_frame(c);
	/* Screens say how they are when they close. */
	ui_clear(&c->ui);
	con_screens_clear(c);
	con_kept_end(c);
	con_command_clear(c);
	con_watch_clear(c);
}

static char *
summarise(const struct console *c)
{
	DW_AUTO_FREE char *who = dw_display_dup(c->app->operator.username);
	DW_AUTO(dw_buf) text = { 0 };

	if (c->timed_out)
		dw_buf_printf(&text, "%s ", _("The console ended by itself (console.idle_timeout, "
			"console.max_session)."));
	if (c->changes > 0)
		dw_buf_printf(&text, DW_NG("%lld change was made as %s.", "%lld changes were made as %s.",
			c->changes), (long long)c->changes, who);
	else
		dw_buf_puts(&text, _("Nothing was changed."));
	return dw_buf_steal(&text);
}

enum dw_code
console_run(struct dw_app *app, const struct console_options *options, char **summary,
	struct dw_error *err)
{
	struct ui_term_options how = options->term;
	struct ui_term *term = NULL;
	struct console c;
	enum dw_code rc;

	*summary = NULL;
	/* “auto” is no theme of its own: it leaves what the caller has chosen. */
	ui_theme_find(dw_conf_text(app->conf, DW_CONF_CONSOLE_THEME), &how.theme);
	if (how.slow == UI_SLOW_AUTO)
		how.slow = (enum ui_slow)dw_conf_int(app->conf, DW_CONF_CONSOLE_SLOW_LINE);
	how.no_motion |= !dw_conf_bool(app->conf, DW_CONF_CONSOLE_MOTION);
	if (options->keys != NULL &&
		(rc = con_keys_apply(options->keys, &app->operator, err)) != DW_OK)
		return rc;
	if ((rc = ui_term_curses_new(&how, &term, err)) != DW_OK)
		return rc;
	if ((rc = dw_app_note_signin(app, err)) != DW_OK) {
		ui_term_free(term);
		return rc;
	}
	console_init(&c, app, term, options->fresh);
	if (c.tabs.n == 0)
		dw_fail(&c.gone, DW_NOT_PERMITTED,
			_("There is nothing here that %s may see. Ask an admin for doorward.view_users."),
			app->operator.username);
	rc = ui_run(&c.ui);
	if (rc == DW_OK && c.gone.code != DW_OK) {
		if (err != NULL)
			*err = c.gone;
		rc = c.gone.code;
	} else if (rc != DW_OK) {
		dw_fail(err, rc, _("The console was ended from outside. Nothing is half done."));
	}
	*summary = summarise(&c);
	console_clear(&c);
	ui_term_free(term);
	return rc;
}
