/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Following the store: once a second one look at whether another connection has
 * committed, and only then at the counters of the topics; a screen reads again when
 * what it shows has moved. Also what may change with time alone: the operator's rights
 * and what is left of the throttle. See console.h.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "ui/con_parts.h"

#define LOOK_EVERY DW_SECOND
#define JUDGE_EVERY DW_MINUTE /* validity dates run out without anybody writing */

struct console_watch {
	struct ui_view *view;
	unsigned topics;
	void (*refresh)(struct ui_view *view);
	struct console_watch *next;
};

void
console_watch(struct console *c, struct ui_view *view, unsigned topics,
	void (*refresh)(struct ui_view *view))
{
	struct console_watch *watch = dw_calloc(1, sizeof(*watch));

	*watch = (struct console_watch){ view, topics, refresh, c->watches };
	c->watches = watch;
}

void
console_unwatch(struct console *c, struct ui_view *view)
{
	struct console_watch **at = &c->watches;

	while (*at != NULL) {
		struct console_watch *watch = *at;

		if (watch->view == view) {
			*at = watch->next;
			free(watch);
		} else {
			at = &watch->next;
		}
	}
}

void
con_watch_clear(struct console *c)
{
	while (c->watches != NULL)
		console_unwatch(c, c->watches->view);
}

/* An operator who is none any more must not go on looking. */
static void
judge(struct console *c, int64_t now)
{
	struct dw_app *app = c->app;

	c->judged = now;
	if (dw_app_refresh(app, &c->gone) != DW_OK) {
		ui_leave(&c->ui);
	} else if (!dw_rights_is_operator(&app->operator.rights)) {
		dw_fail(&c->gone, DW_NOT_PERMITTED,
			_("%s is not an operator any more, or not active. Ask an admin."),
			app->operator.username);
		ui_leave(&c->ui);
	}
}

static void
tell(struct console *c, unsigned moved)
{
	for (int i = 0; i < console_screens_count; i++) {
		if (c->roots[i] == NULL || (console_screens[i].topics & moved) == 0)
			continue;
		if (i == c->screen)
			console_screens[i].refresh(c->roots[i]);
		else
			c->outdated[i] = true;
	}
	for (struct console_watch *watch = c->watches; watch != NULL; watch = watch->next)
		if ((watch->topics & moved) != 0)
			watch->refresh(watch->view);
}

static unsigned
read_topics(struct console *c)
{
	int64_t counters[DW_TOPICS];
	struct dw_error err = { 0 };
	unsigned moved = 0;

	if (dw_topics_read(c->app->db, counters, &err) != DW_OK) {
		ui_say_error(&c->ui, &err);
		return 0;
	}
	for (int i = 0; i < DW_TOPICS; i++) {
		if (counters[i] != c->topics[i])
			moved |= 1u << i;
		c->topics[i] = counters[i];
	}
	return moved;
}

void
console_look(struct console *c)
{
	unsigned moved;

	c->data_version = dw_db_data_version(c->app->db);
	moved = read_topics(c);
	if ((moved & (DW_TOPIC_USERS | DW_TOPIC_GROUPS | DW_TOPIC_PERMISSIONS)) != 0)
		judge(c, dw_now());
	if (moved != 0)
		tell(c, moved);
	c->throttle_at = 0;
}

/* ---- the throttle ---------------------------------------------------------------- */

static int64_t
left_of(struct console *c, enum dw_throttle kind, int64_t units, int64_t now)
{
	int64_t left = INT64_MAX;

	dw_throttle_look(c->app->db, c->app->conf, c->app->operator.id, kind, units, now, &left, NULL);
	return left;
}

/* Low is less than a tenth and two: early enough to slow down. */
static bool
is_low(struct console *c, int64_t left, enum dw_setting_id limit)
{
	return left < dw_conf_int(c->app->conf, limit) / 10 + 2;
}

/* Nothing is used up while nobody does anything, so an idle console does not ask. */
static void
read_throttle(struct console *c, int64_t now)
{
	int64_t reads = c->reads_left, writes = c->writes_left;

	if (c->throttle_at != 0 && now - c->ui.last_input > 2 * DW_MINUTE)
		return;
	c->throttle_at = now;
	c->reads_left = left_of(c, DW_THROTTLE_READ, c->app->reads_pending, now);
	c->writes_left = left_of(c, DW_THROTTLE_SENSITIVE, 0, now);
	if ((reads != c->reads_left && is_low(c, reads < c->reads_left ? reads : c->reads_left,
			DW_CONF_OPERATOR_READS)) ||
		(writes != c->writes_left && is_low(c, writes < c->writes_left ? writes : c->writes_left,
			DW_CONF_OPERATOR_WRITES)))
		ui_redraw(&c->ui);
}

void
con_watch_status(struct console *c, struct dw_buf *right)
{
	DW_AUTO(dw_buf) text = { 0 };

	if (is_low(c, c->writes_left, DW_CONF_OPERATOR_WRITES))
		dw_buf_printf(&text, DW_NG("%lld change left this minute", "%lld changes left this minute",
			c->writes_left), (long long)c->writes_left);
	else if (is_low(c, c->reads_left, DW_CONF_OPERATOR_READS))
		dw_buf_printf(&text, DW_NG("%lld page left this minute", "%lld pages left this minute",
			c->reads_left), (long long)c->reads_left);
	if (text.len == 0)
		return;
	if (right->len > 0)
		dw_buf_puts(&text, " · ");
	dw_buf_puts(&text, dw_buf_text(right));
	dw_buf_reset(right);
	dw_buf_puts(right, dw_buf_text(&text));
}

/* ---- once a second ------------------------------------------------------------------ */

void
con_watch_begin(struct console *c)
{
	c->data_version = dw_db_data_version(c->app->db);
	c->looked = c->judged = dw_now();
	read_topics(c);
	c->reads_left = c->writes_left = INT64_MAX;
	read_throttle(c, c->looked);
}

int64_t
con_watch_idle(struct console *c, int64_t now)
{
	if (now - c->looked < LOOK_EVERY && now >= c->looked)
		return c->looked + LOOK_EVERY;
	c->looked = now;
	if (dw_db_data_version(c->app->db) != c->data_version)
		console_look(c);
	if (now - c->judged >= JUDGE_EVERY || now < c->judged)
		judge(c, now);
	read_throttle(c, now);
	return now + LOOK_EVERY;
}
