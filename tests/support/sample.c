/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sample program: how a screen is written, in little. See sample.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "tests/support/sample.h"
#include "ui/dialog.h"
#include "ui/diff.h"
#include "ui/form.h"
#include "ui/menu.h"
#include "ui/pager.h"
#include "ui/picker.h"
#include "ui/progress.h"
#include "ui/reveal.h"
#include "ui/table.h"
#include "ui/tabs.h"

#define PAGE 100

/* ---- made-up people ------------------------------------------------------------------ */

enum { USERNAME, FIRST, LAST, EMAIL, GROUPS, STATE, MFA, SEEN, ID, COLUMNS };

static const struct dw_column columns[COLUMNS] = {
	[USERNAME] = { "username", "USERNAME", DW_TEXT, DW_COL_DEFAULT, 1, 12, 2, "username" },
	[FIRST] = { "first", "FIRST", DW_TEXT, DW_COL_DEFAULT, 5, 8, 1, "first" },
	[LAST] = { "last", "LAST", DW_TEXT, DW_COL_DEFAULT, 4, 9, 1, "last" },
	[EMAIL] = { "email", "E-MAIL", DW_TEXT, DW_COL_DEFAULT, 3, 20, 3, "email" },
	[GROUPS] = { "groups", "GROUPS", DW_NAMES, DW_COL_DEFAULT, 6, 9, 2, NULL },
	[STATE] = { "state", "STATE", DW_WORD, DW_COL_DEFAULT, 2, 8, 0, NULL },
	[MFA] = { "mfa", "2FA", DW_TEXT, DW_COL_DEFAULT, 8, 3, 0, NULL },
	[SEEN] = { "seen", "LAST", DW_TIME, DW_COL_DEFAULT | DW_COL_BADGE | DW_COL_RIGHT, 7, 6, 0,
		"seen" },
	[ID] = { "id", "ID", DW_ID, DW_COL_DETAIL, 9, 36, 0, NULL },
};

static const char *const firsts[] = { "Anna", "Bjørn", "Chloé", "Dmitri", "Emma", "Farid",
	"Grace", "Hiro", "Inês", "Jan", "Katarína", "Łukasz", "María", "Noor" };
static const char *const lasts[] = { "Smith", "Müller", "Rossi", "Nowak", "Kowalski", "Jensen",
	"Okafor", "Yamada", "Silva", "Novák", "Dubois" };
static const char *const groups[][2] = { { "Admin", "Ops" }, { "Help desk", NULL }, { "Ops", NULL },
	{ NULL, NULL } };
static const char *const states[] = { "active", "active", "active", "locked", "active",
	"inactive" };

struct sample {
	struct ui_view view;
	struct ui_table table;
	struct ui_tabs tabs;
	size_t people, page;
	int64_t began;
	char text[64];
};

static size_t
person(const struct sample *self, size_t row)
{
	return self->page * PAGE + row;
}

static size_t
people_count(void *ctx)
{
	const struct sample *self = ctx;
	size_t left = self->people - self->page * PAGE;

	return self->people == 0 ? 0 : left < PAGE ? left : PAGE;
}

static struct dw_uuid
people_ref(void *ctx, size_t row)
{
	struct dw_uuid id = { { 0 } };
	size_t n = person(ctx, row) + 1;

	memcpy(id.bytes, &n, sizeof n);
	return id;
}

static struct dw_value
people_cell(void *ctx, size_t row, size_t column)
{
	struct sample *self = ctx;
	size_t i = person(self, row);
	const char *first = firsts[i % DW_COUNT(firsts)], *last = lasts[i % DW_COUNT(lasts)];
	struct dw_value value = { .text = self->text };

	switch (column) {
	case USERNAME:
		snprintf(self->text, sizeof self->text, "%.3s%zu", last, i);
		break;
	case FIRST:
		value.text = first;
		break;
	case LAST:
		value.text = last;
		break;
	case EMAIL:
		snprintf(self->text, sizeof self->text, "user%zu@example.org", i);
		break;
	case GROUPS:
		value.names.items = groups[i % DW_COUNT(groups)];
		value.names.count = value.names.items[1] != NULL ? 2 : value.names.items[0] != NULL;
		break;
	case STATE:
		value.text = states[i % DW_COUNT(states)];
		break;
	case MFA:
		value.text = i % 3 == 0 ? "T" : i % 5 == 0 ? "TB" : "--";
		break;
	case SEEN:
		value.num = i % 7 == 0 ? 0 : self->began - (int64_t)(i * i) * DW_MINUTE;
		break;
	default:
		value.id = people_ref(ctx, row);
	}
	return value;
}

static enum ui_style
people_style(void *ctx, size_t row, size_t column)
{
	const char *state = states[person(ctx, row) % DW_COUNT(states)];

	if (column != STATE)
		return STYLE_NORMAL;
	return strcmp(state, "locked") == 0 ? STYLE_ERROR
		: strcmp(state, "active") == 0 ? STYLE_NORMAL
					       : STYLE_WARNING;
}

static bool
people_turn(void *ctx, int direction)
{
	struct sample *self = ctx;
	size_t last = self->people > 0 ? (self->people - 1) / PAGE : 0;
	size_t to = direction == 1 ? self->page + 1
		: direction == -1  ? self->page - 1
		: direction == 2   ? last
				   : 0;

	if (to > last || to == self->page)
		return false;
	self->page = to;
	ui_table_reload(&self->table);
	return true;
}

static const struct ui_table_model people_model = {
	.columns = columns,
	.n_columns = COLUMNS,
	.count = people_count,
	.cell = people_cell,
	.ref = people_ref,
	.style = people_style,
	.turn = people_turn,
};

/* ---- what the menu opens ----------------------------------------------------------------- */

static enum dw_code
form_save(struct ui_form *form, void *ctx DW_UNUSED, struct dw_error *err)
{
	if (strcmp(ui_form_text(form, "email"), "taken@example.org") == 0)
		return dw_fail_field(err, DW_CONFLICT, "email",
			"Somebody else has this address. Choose another one, or look them up with /.");
	ui_say(ui_form_view(form)->ui, STYLE_OK, "Saved");
	return DW_OK;
}

static void
picked(void *ctx, const char *const *keys, size_t n)
{
	DW_AUTO(dw_buf) names = { 0 };

	for (size_t i = 0; i < n; i++)
		dw_buf_printf(&names, "%s%s", i > 0 ? "," : "", keys[i]);
	ui_form_set(ctx, "groups", dw_buf_text(&names));
}

static void
form_pick(struct ui_form *form, void *ctx DW_UNUSED, const char *name DW_UNUSED)
{
	static const struct ui_pick items[] = {
		{ .label = "Admin", .detail = "Everything", .group = "Doorward",
			.grey = "Only an admin can add to it" },
		{ .label = "Help desk", .detail = "Lock-outs and codes", .group = "Doorward" },
		{ .label = "Ops", .detail = "Machines", .group = "Own" },
		{ .label = "Sales", .detail = "Büro Köln", .group = "Own" },
	};

	ui_pick_open(ui_form_view(form)->ui,
		&(struct ui_pick_spec){ .title = "Groups",
			.hint = "Rules add people to other groups by themselves.",
			.many = true,
			.items = items,
			.n = DW_COUNT(items),
			.done = picked,
			.ctx = form });
}

static void
form_generate(struct ui_form *form, void *ctx DW_UNUSED, const char *name, struct dw_secret *out)
{
	dw_secret_set(out, "K7QX-9ABC-MNPR", 14, NULL);
	ui_form_hint(form, name, STYLE_OK, "Strong");
}

static const struct ui_form_ops form_ops = {
	.save = form_save,
	.pick = form_pick,
	.generate = form_generate,
};

static void
open_form(struct ui *ui)
{
	static const char *const languages[] = { "en", "de", "sk", NULL };
	static const char *const language_labels[] = { "English", "German", "Slovak", NULL };
	static const struct ui_form_field fields[] = {
		{ .name = "username", .label = "Username", .required = true, .initial = "asmith",
			.help = "Letters, digits, dot and hyphen." },
		{ .name = "first", .label = "First name", .initial = "Anna" },
		{ .name = "email", .label = "E-mail", .required = true,
			.initial = "asmith@example.org",
			.help = "Takes effect at once. Old and new address are told." },
		{ .label = "The password is asked for again at the next sign-in.",
			.kind = UI_FORM_NOTE },
		{ .name = "password", .label = "Password", .kind = UI_FORM_SECRET },
		{ .name = "active", .label = "Active", .kind = UI_FORM_YES_NO, .initial = "yes" },
		{ .name = "language", .label = "Language", .kind = UI_FORM_CHOICE,
			.choices = languages, .choice_labels = language_labels, .initial = "en" },
		{ .name = "until", .label = "Valid until", .kind = UI_FORM_DATE,
			.help = "2026-11-20, +30d or never." },
		{ .name = "groups", .label = "Groups", .kind = UI_FORM_NAMES,
			.initial = "Ops,Help desk" },
		{ .name = "source", .label = "Source", .read_only = true, .initial = "local" },
	};

	ui_form_open(ui, "Edit asmith", NULL, fields, DW_COUNT(fields), &form_ops, NULL);
}

static void
answered(void *ctx, bool yes)
{
	ui_say(ctx, STYLE_NORMAL, "%s", yes ? "Yes" : "No");
}

static void
ask_delete(struct ui *ui)
{
	ui_ask(ui,
		&(struct ui_question){ .title = "Delete permanently",
			.text = "Everything about Anna Smith (asmith) is erased from the store and from the bytes of its file. The audit trail keeps the id.",
			.warning = "This cannot be undone.",
			.yes = "Erase",
			.type = "asmith",
			.done = answered,
			.ctx = ui });
}

static void
ask_lock(struct ui *ui)
{
	ui_ask(ui,
		&(struct ui_question){ .title = "Lift lockout",
			.text = "Let asmith try to sign in again?",
			.yes = "Lift",
			.done = answered,
			.ctx = ui });
}

static void
show_code(struct ui *ui)
{
	struct dw_secret code = { 0 };

	dw_secret_set(&code, "K7QX9ABC", 8, NULL);
	ui_reveal_open(ui,
		&(struct ui_reveal_spec){ .title = "Reset code for asmith",
			.note = "Read it out. It works for 30 minutes and once.",
			.group = 4 },
		&code);
}

static bool
step(void *ctx DW_UNUSED, struct ui_progress_state *state)
{
	state->total = 5000;
	state->done += 100;
	state->failed = state->done / 1000;
	return state->done < state->total;
}

static void
stepped(void *ctx, const struct ui_progress_state *state, bool cancelled)
{
	ui_say(ctx, cancelled ? STYLE_WARNING : STYLE_OK, "%s after %lld users",
		cancelled ? "Cancelled" : "Done", (long long)state->done);
}

static void
work(struct ui *ui)
{
	ui_progress_open(ui,
		&(struct ui_progress_spec){ .title = "Moving to the bin",
			.unit = "users",
			.step = step,
			.done = stepped,
			.ctx = ui });
}

static void
compare(struct ui *ui)
{
	static const struct ui_diff_row rows[] = {
		{ "First name", "Anna", "Anne" },
		{ "E-mail", "asmith@example.org", "anne.smith@example.org" },
		{ "Phone", NULL, "+49 221 555 0100" },
		{ "Valid until", "2026-12-31 00:00:00", NULL },
	};

	ui_diff_open(ui,
		&(struct ui_diff_spec){ .title = "Save these changes?",
			.note = "Somebody at the help desk may be editing her as well.",
			.warning = "Live links to the old address stop working.",
			.rows = rows,
			.n = DW_COUNT(rows),
			.done = answered,
			.ctx = ui });
}

enum { EDIT, UNLOCK, CODE, BULK, COMPARE, ERASE, RESTORE };

static void
chosen(void *ctx, int value)
{
	static void (*const open[])(struct ui *) = { [EDIT] = open_form,
		[UNLOCK] = ask_lock,
		[CODE] = show_code,
		[BULK] = work,
		[COMPARE] = compare,
		[ERASE] = ask_delete };

	open[value](ctx);
}

static void
open_menu(struct ui *ui, int y, int x)
{
	static const struct ui_menu_row rows[] = {
		{ .label = "Edit", .mnemonic = 'e', .remark = "e", .value = EDIT },
		{ .label = "Lift lockout", .mnemonic = 'u', .value = UNLOCK },
		{ .label = "Generate reset code", .mnemonic = 'c', .value = CODE },
		{ .label = "Restore from the bin", .mnemonic = 'r', .value = RESTORE,
			.grey = "asmith is not in the bin, so there is nothing to restore." },
		{ .label = NULL },
		{ .label = "Move to the bin", .mnemonic = 'd', .remark = "d", .value = BULK },
		{ .label = "Compare", .mnemonic = 'v', .value = COMPARE },
		{ .label = "Delete permanently …", .mnemonic = 'x', .value = ERASE },
	};

	ui_menu_open(ui, "asmith", rows, DW_COUNT(rows), y, x, chosen, ui);
}

/* ---- the detail: tabs over a pager ------------------------------------------------------------ */

struct detail {
	struct ui_view view;
	struct ui_tabs tabs;
	struct ui_pager pager;
};

static void
fill(struct detail *self)
{
	ui_pager_empty(&self->pager);
	ui_pager_add(&self->pager, STYLE_TITLE, "asmith · Anna Smith · LOCKED until 14:32 · local");
	if (self->tabs.current == 0) {
		ui_pager_add(&self->pager, STYLE_ERROR, "✗ locked until 14:32:05 (2 min 41 s)");
		ui_pager_add(&self->pager, STYLE_WARNING, "! MFA required, grace ends in 2 days");
		ui_pager_add(&self->pager, STYLE_OK, "✓ active   ✓ e-mail verified");
		return;
	}
	for (int i = 1; i <= 60; i++)
		ui_pager_addf(&self->pager, STYLE_NORMAL,
			"%02d  2026-11-%02d 12:00:00  signed in from 192.0.2.%d", i, i % 28 + 1, i);
}

static const char *
detail_title(struct ui_view *view DW_UNUSED)
{
	return "asmith";
}

static void
detail_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct detail *self = (struct detail *)view;

	if (self->tabs.current == 0 && view->context == UI_IN_DETAIL)
		ui_offer_key(offers, 'u', "lift");
	ui_tabs_offer(&self->tabs, offers);
	ui_pager_offer(&self->pager, offers);
	ui_offer(offers, UI_CMD_CANCEL);
	ui_offer_as(offers, UI_CMD_CLOSE, "");
}

static void
detail_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct detail *self = (struct detail *)view;

	ui_tabs_draw(&self->tabs, canvas, ui_rect_row(room, 0), true);
	ui_hline(canvas, room.y + 1, room.x, room.cols, STYLE_BORDER);
	ui_pager_draw(&self->pager, canvas,
		(struct ui_rect){ room.y + 2, room.x + 1, room.rows - 2, room.cols - 2 });
}

static enum ui_did
detail_event(struct ui_view *view, const struct ui_event *event)
{
	struct detail *self = (struct detail *)view;
	enum ui_did did = ui_tabs_event(&self->tabs, event);

	if (did == UI_REDRAW)
		fill(self);
	if (did != UI_IGNORED)
		return did;
	if (event->type == UI_EVENT_KEY && event->key == 'u' && view->context == UI_IN_DETAIL) {
		ask_lock(view->ui);
		return UI_HANDLED;
	}
	did = ui_pager_event(&self->pager, event);
	view->context = self->pager.searching ? UI_IN_SEARCH : UI_IN_DETAIL;
	return did;
}

static void
detail_close(struct ui_view *view)
{
	ui_pager_clear(&((struct detail *)view)->pager);
	free(view);
}

static const struct ui_view_ops detail_ops = {
	.title = detail_title,
	.offer = detail_offer,
	.draw = detail_draw,
	.event = detail_event,
	.close = detail_close,
};

static void
open_detail(struct ui *ui)
{
	struct detail *self = dw_calloc(1, sizeof *self);

	self->view = (struct ui_view){ .ops = &detail_ops, .context = UI_IN_DETAIL };
	ui_tabs_add(&self->tabs, "Security");
	ui_tabs_add(&self->tabs, "History");
	fill(self);
	ui_push(ui, &self->view);
}

/* ---- the list ------------------------------------------------------------------------------------- */

static const char *
list_title(struct ui_view *view DW_UNUSED)
{
	return "Users";
}

static void
list_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right)
{
	const struct sample *self = (const struct sample *)view;
	size_t first, last;

	ui_table_window(&self->table, &first, &last);
	dw_buf_printf(left, "%zu–%zu of %zu · page %zu of %zu", first, last, self->people,
		self->page + 1, (self->people + PAGE - 1) / PAGE);
	if (self->table.marks.n > 0)
		dw_buf_printf(right, "%zu marked", self->table.marks.n);
}

static void
list_offer(struct ui_view *view, struct ui_offers *offers)
{
	ui_offer(offers, UI_CMD_OPEN);
	ui_offer(offers, UI_CMD_ACTIONS);
	ui_offer(offers, UI_CMD_EDIT);
	ui_table_offer(&((struct sample *)view)->table, offers);
	ui_offer_as(offers, UI_CMD_CLOSE, "");
}

static void
list_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct sample *self = (struct sample *)view;

	ui_tabs_draw(&self->tabs, canvas, ui_rect_row(room, 0), false);
	ui_table_draw(&self->table, canvas,
		(struct ui_rect){ room.y + 1, room.x, room.rows - 1, room.cols },
		view->ui->top == view);
}

static enum ui_did
list_event(struct ui_view *view, const struct ui_event *event)
{
	struct sample *self = (struct sample *)view;
	enum ui_did did = ui_table_event(&self->table, event);

	if (did != UI_IGNORED)
		return did;
	if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_DOUBLE)
		open_detail(view->ui);
	else if (event->type == UI_EVENT_MOUSE && event->mouse == UI_MOUSE_RIGHT)
		open_menu(view->ui, event->y, event->x);
	else if (event->command == UI_CMD_OPEN)
		open_detail(view->ui);
	else if (event->command == UI_CMD_ACTIONS)
		open_menu(view->ui, -1, -1);
	else if (event->command == UI_CMD_EDIT)
		open_form(view->ui);
	else
		return UI_IGNORED;
	return UI_REDRAW;
}

static void
list_close(struct ui_view *view)
{
	ui_table_clear(&((struct sample *)view)->table);
	free(view);
}

static const struct ui_view_ops list_ops = {
	.title = list_title,
	.status = list_status,
	.offer = list_offer,
	.draw = list_draw,
	.event = list_event,
	.close = list_close,
};

static void
header(struct ui *ui DW_UNUSED, struct dw_buf *left, struct dw_buf *right)
{
	dw_buf_puts(left, "Doorward  example.org");
	dw_buf_puts(right, "ada · Admin · 192.0.2.7");
}

const struct ui_app sample_app = { .header = header };

struct ui_view *
sample_open(struct ui *ui, size_t people)
{
	struct sample *self = dw_calloc(1, sizeof *self);

	self->view = (struct ui_view){ .ops = &list_ops, .context = UI_IN_LIST };
	self->people = people;
	self->began = dw_now();
	ui_table_init(&self->table, &people_model, self);
	self->table.can_mark = true;
	self->table.sort = USERNAME;
	self->table.now = self->began;
	ui_tabs_add(&self->tabs, "Users");
	ui_tabs_add(&self->tabs, "Groups");
	ui_tabs_add(&self->tabs, "Audit");
	ui_table_rewind(&self->table);
	ui_push(ui, &self->view);
	return &self->view;
}
