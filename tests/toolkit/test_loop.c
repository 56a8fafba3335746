/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stack and the loop: who gets a key, ticks and work, leaving by a signal, and
 * views that close in awkward moments.
 */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/keys.h"
#include "ui/bar.h"
#include "ui/dialog.h"
#include "ui/term_memory.h"

/* A view that writes down what happens to it. */
struct probe {
	struct ui_view view;
	const char *name;
	struct dw_buf *log;
	enum ui_command_id offers[4];
	enum ui_did answer;
	int works; /* pieces of work left */
};

static void
note(struct probe *probe, const char *what)
{
	dw_buf_printf(probe->log, "%s.%s ", probe->name, what);
}

static const char *
probe_title(struct ui_view *view)
{
	return ((struct probe *)view)->name;
}

static void
probe_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	dw_buf_printf(left, "status of %s", ((struct probe *)view)->name);
	dw_buf_puts(right, "right");
}

static void
probe_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct probe *probe = (struct probe *)view;

	for (size_t i = 0; i < DW_COUNT(probe->offers); i++)
		if (probe->offers[i] != UI_CMD_NONE)
			ui_offer(offers, probe->offers[i]);
}

static void
probe_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	ui_put(canvas, room.y, room.x, STYLE_NORMAL, ((struct probe *)view)->name);
}

static enum ui_did
probe_event(struct ui_view *view, const struct ui_event *event)
{
	struct probe *probe = (struct probe *)view;
	char name[UI_KEY_TEXT];

	if (event->type == UI_EVENT_KEY)
		note(probe, event->command != UI_CMD_NONE ? ui_commands[event->command].name
							    : ui_key_name(event->key, name));
	return event->type == UI_EVENT_KEY ? probe->answer : UI_IGNORED;
}

static enum ui_did
probe_tick(struct ui_view *view, int64_t now)
{
	note((struct probe *)view, "tick");
	view->wake = now + 1000;
	return UI_REDRAW;
}

static enum ui_did
probe_work(struct ui_view *view)
{
	struct probe *probe = (struct probe *)view;

	note(probe, "work");
	view->working = --probe->works > 0;
	return probe->works > 0 ? UI_HANDLED : probe->answer;
}

static void
probe_close(struct ui_view *view)
{
	note((struct probe *)view, "close");
	free(view);
}

static const struct ui_view_ops probe_ops = {
	.title = probe_title,
	.status = probe_status,
	.offer = probe_offer,
	.draw = probe_draw,
	.event = probe_event,
	.tick = probe_tick,
	.work = probe_work,
	.close = probe_close,
};

struct world {
	struct ui ui;
	struct ui_term *term;
	struct dw_buf log;
};

static struct probe *
push(struct world *world, const char *name)
{
	struct probe *probe = dw_calloc(1, sizeof *probe);

	probe->view.ops = &probe_ops;
	probe->name = name;
	probe->log = &world->log;
	ui_push(&world->ui, &probe->view);
	return probe;
}

static int
setup(void **state)
{
	struct world *world = dw_calloc(1, sizeof *world);

	dw_clock = keys_clock;
	world->term = ui_term_memory_new(24, 80);
	ui_init(&world->ui, world->term, NULL, NULL);
	*state = world;
	return 0;
}

static int
teardown(void **state)
{
	struct world *world = *state;

	ui_clear(&world->ui);
	ui_term_free(world->term);
	dw_buf_clear(&world->log);
	free(world);
	dw_clock = NULL;
	return 0;
}

static void
logged(struct world *world, const char *expected)
{
	assert_string_equal(dw_buf_text(&world->log), expected);
	dw_buf_reset(&world->log);
}

static void
only_what_is_offered_comes_as_a_command(void **state)
{
	struct world *world = *state;
	struct probe *a = push(world, "a");

	a->answer = UI_HANDLED;
	a->offers[0] = UI_CMD_OPEN;
	keys_play(&world->ui, "<Enter>dx");
	logged(world, "a.open a.d a.x ");
	a->offers[1] = UI_CMD_DELETE;
	keys_play(&world->ui, "d<F8>");
	logged(world, "a.delete a.delete ");
	a->view.context = UI_IN_FORM; /* now letters are typed */
	keys_play(&world->ui, "d");
	logged(world, "a.d ");
}

static void
the_footer_hints_at_it_and_can_be_clicked(void **state)
{
	struct world *world = *state;
	struct probe *a = push(world, "a");

	a->answer = UI_HANDLED;
	a->offers[0] = UI_CMD_OPEN;
	a->offers[1] = UI_CMD_DELETE;
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, " Enter open  d delete  ? keys\n"));
	keys_play(&world->ui, "<Click 23,14><Click 23,60>");
	logged(world, "a.delete ");
	keys_play(&world->ui, "<Click 23,24>");
	assert_true(keys_shows(&world->ui, "Keys of “a”"));
}

static void
hints_go_from_the_end_but_help_stays(void **state)
{
	struct world *world = *state;
	struct ui_term *narrow = ui_term_memory_new(1, 24);
	struct ui_offers offers = { 0 };
	struct ui_canvas canvas;
	DW_AUTO(dw_buf) text = { 0 };

	(void)world;
	ui_canvas_init(&canvas, 1, 24);
	ui_offer(&offers, UI_CMD_OPEN);
	ui_offer(&offers, UI_CMD_DELETE);
	ui_offer(&offers, UI_CMD_HELP);
	ui_bar_hints(&canvas, canvas.clip, &offers, UI_IN_LIST);
	ui_term_flush(narrow, &canvas);
	ui_term_memory_screen(narrow, &text);
	assert_string_equal(dw_buf_text(&text), " Enter open  ? keys\n");
	assert_int_equal(ui_bar_hint_at(canvas.clip, &offers, UI_IN_LIST, 14)->id, UI_CMD_HELP);
	assert_null(ui_bar_hint_at(canvas.clip, &offers, UI_IN_LIST, 12));
	ui_canvas_clear(&canvas);
	ui_term_free(narrow);
}

static void
esc_closes_the_top_and_never_the_last(void **state)
{
	struct world *world = *state;

	push(world, "a")->offers[0] = UI_CMD_CANCEL;
	push(world, "b")->offers[0] = UI_CMD_CANCEL;
	keys_play(&world->ui, "<Esc><Esc>");
	logged(world, "b.cancel b.close a.cancel ");
	push(world, "c")->offers[0] = UI_CMD_CANCEL;
	keys_play(&world->ui, "<Ctrl-C>"); /* nothing runs: like Esc */
	logged(world, "c.cancel c.close ");
}

static void
views_close_in_their_own_event_and_leave_what_they_pushed(void **state)
{
	struct world *world = *state;
	struct probe *b;

	push(world, "a");
	b = push(world, "b");
	push(world, "c");
	ui_close(&world->ui, &b->view);
	logged(world, "c.close b.close ");
	b = push(world, "b");
	b->answer = UI_CLOSE;
	keys_play(&world->ui, "x");
	logged(world, "b.x b.close ");
	b = push(world, "b");
	push(world, "c");
	ui_remove(&world->ui, &b->view);
	ui_remove(&world->ui, &b->view); /* gone already */
	logged(world, "b.close ");
	assert_string_equal(((struct probe *)world->ui.top)->name, "c");
}

static void
ticks_come_when_they_are_due(void **state)
{
	struct world *world = *state;
	struct probe *a = push(world, "a");

	push(world, "b");
	a->view.wake = keys_now + 500;
	keys_play(&world->ui, "<Wait 400>");
	logged(world, "");
	keys_play(&world->ui, "<Wait 100>");
	keys_play(&world->ui, "<Wait 999>");
	keys_play(&world->ui, "");
	logged(world, "a.tick ");
	keys_play(&world->ui, "<Wait 1>");
	keys_play(&world->ui, "");
	logged(world, "a.tick ");
}

static void
work_is_done_when_no_key_waits(void **state)
{
	struct world *world = *state;
	struct probe *a = push(world, "a");

	a->works = 3;
	a->answer = UI_HANDLED;
	a->view.working = true;
	ui_term_memory_key(world->term, 'x');
	ui_turn(&world->ui, 0);
	logged(world, "a.x ");
	keys_play(&world->ui, "");
	logged(world, "a.work a.work a.work ");
}

static void
work_that_ends_its_view_takes_along_what_is_on_it(void **state)
{
	struct world *world = *state;
	struct probe *a;

	push(world, "root");
	a = push(world, "a");
	a->works = 1;
	a->answer = UI_CLOSE;
	a->view.working = true;
	push(world, "b");
	keys_play(&world->ui, "");
	logged(world, "a.work b.close a.close ");
}

static void
an_idle_loop_draws_nothing(void **state)
{
	struct world *world = *state;
	unsigned flushes;

	push(world, "a");
	keys_play(&world->ui, "");
	flushes = ui_term_memory_facts(world->term).flushes;
	for (int i = 0; i < 100; i++)
		ui_turn(&world->ui, 0);
	assert_int_equal(ui_term_memory_facts(world->term).flushes, flushes);
}

static void
keys_that_wait_are_drawn_once(void **state)
{
	struct world *world = *state;
	unsigned flushes;

	push(world, "a")->answer = UI_REDRAW;
	keys_play(&world->ui, "");
	flushes = ui_term_memory_facts(world->term).flushes;
	for (int i = 0; i < 20; i++)
		ui_term_memory_key(world->term, 'x');
	while (ui_pending(&world->ui))
		ui_turn(&world->ui, 0);
	ui_turn(&world->ui, 0);
	assert_int_equal(ui_term_memory_facts(world->term).flushes, flushes + 1);
}

/* Bytes that wait put a drawing off; it comes even when they make no event. */
static void
what_makes_no_event_does_not_stop_the_drawing(void **state)
{
	struct world *world = *state;
	unsigned flushes;

	push(world, "a")->answer = UI_REDRAW;
	keys_play(&world->ui, "");
	flushes = ui_term_memory_facts(world->term).flushes;
	ui_term_memory_key(world->term, 'x');
	ui_term_memory_put(world->term, &(struct ui_event){ .type = UI_EVENT_NONE });
	assert_int_equal(ui_run(&world->ui), DW_CANCELLED);
	assert_int_equal(ui_term_memory_facts(world->term).flushes, flushes + 1);
}

static void
a_signal_closes_all_views_in_order(void **state)
{
	struct world *world = *state;

	push(world, "a");
	push(world, "b");
	ui_term_memory_put(world->term,
		&(struct ui_event){ .type = UI_EVENT_HANGUP, .signal = SIGTERM });
	assert_int_equal(ui_run(&world->ui), DW_CANCELLED);
	assert_int_equal(world->ui.signal, SIGTERM);
	logged(world, "b.close a.close ");
}

static void
quitting_is_not_a_failure(void **state)
{
	struct world *world = *state;

	push(world, "a");
	ui_term_memory_key(world->term, UI_KEY_F1 + 9);
	assert_int_equal(ui_run(&world->ui), DW_OK);
	logged(world, "a.close ");
}

static void
a_message_stays_until_the_next_key(void **state)
{
	struct world *world = *state;

	push(world, "a")->answer = UI_HANDLED;
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, " status of a"));
	ui_say(&world->ui, STYLE_OK, "%s is active again", "Anna");
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, " Anna is active again"));
	keys_play(&world->ui, "x");
	assert_true(keys_shows(&world->ui, " status of a"));
	ui_say_error(&world->ui, &(struct dw_error){ .message = "No." });
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, " No."));
	assert_int_equal(ui_term_memory_facts(world->term).beeps, 1);
}

static void
an_overlay_keeps_the_status_and_a_view_does_not(void **state)
{
	struct world *world = *state;

	push(world, "a");
	ui_tell(&world->ui, "T", "text");
	keys_play(&world->ui, "");
	assert_true(keys_shows(&world->ui, "status of a"));
}

static void
too_small_a_window_says_so_and_ignores_keys(void **state)
{
	struct world *world = *state;

	push(world, "a")->answer = UI_HANDLED;
	keys_play(&world->ui, "<Resize 59x24>x<Click 1,1><Paste abc>");
	logged(world, "");
	keys_golden(&world->ui, "too-small");
	keys_play(&world->ui, "<Resize 60x15>x");
	logged(world, "a.x ");
	assert_false(keys_shows(&world->ui, "too small"));
	keys_play(&world->ui, "<Resize 20x3><F10>");
	assert_true(world->ui.leaving);
}

static void
suspending_and_redrawing_are_everywhere(void **state)
{
	struct world *world = *state;

	push(world, "a");
	keys_play(&world->ui, "<Ctrl-Z><Ctrl-L>");
	ui_term_memory_put(world->term, &(struct ui_event){ .type = UI_EVENT_SUSPEND });
	keys_play(&world->ui, "m");
	assert_int_equal(ui_term_memory_facts(world->term).suspends, 2);
	assert_true(keys_shows(&world->ui, "The mouse is off"));
	assert_false(world->term->facts.mouse);
	world->term->facts.can_suspend = false;
	keys_play(&world->ui, "<Ctrl-Z>");
	assert_int_equal(ui_term_memory_facts(world->term).suspends, 2);
}

#define LOOP_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(only_what_is_offered_comes_as_a_command),
		LOOP_TEST(the_footer_hints_at_it_and_can_be_clicked),
		LOOP_TEST(hints_go_from_the_end_but_help_stays),
		LOOP_TEST(esc_closes_the_top_and_never_the_last),
		LOOP_TEST(views_close_in_their_own_event_and_leave_what_they_pushed),
		LOOP_TEST(ticks_come_when_they_are_due),
		LOOP_TEST(work_is_done_when_no_key_waits),
		LOOP_TEST(work_that_ends_its_view_takes_along_what_is_on_it),
		LOOP_TEST(an_idle_loop_draws_nothing),
		LOOP_TEST(keys_that_wait_are_drawn_once),
		LOOP_TEST(what_makes_no_event_does_not_stop_the_drawing),
		LOOP_TEST(a_signal_closes_all_views_in_order),
		LOOP_TEST(quitting_is_not_a_failure),
		LOOP_TEST(a_message_stays_until_the_next_key),
		LOOP_TEST(an_overlay_keeps_the_status_and_a_view_does_not),
		LOOP_TEST(too_small_a_window_says_so_and_ignores_keys),
		LOOP_TEST(suspending_and_redrawing_are_everywhere),
	};

	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
