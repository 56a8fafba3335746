/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map dialog: each column of the file with where it goes and its first values, below
 * them what would become of the first rows. What is likely is filled in and marked as such;
 * going on accepts it. Options have a form of their own (imp_options.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "ui/imp.h"
#include "ui/pager.h"
#include "ui/picker.h"

#define NAME_COLS 20
#define TARGET_COLS 22
#define PASS_OVER "-"
#define LEAD 2
#define LINE_COLS 6
#define DEED_COLS 9
#define WHO_COLS 14
#define REASON_ROWS 3 /* of one row of the file; all of it with = */

struct map_view {
	struct ui_view view;
	struct imp *imp;
	size_t cursor;       /* of choices; n = the button below them */
	size_t top;
	struct ui_rect list; /* where the columns were drawn */
	char *title;
};

static struct map_view *
of(struct ui_view *view)
{
	return (struct map_view *)view;
}

static const char *
map_title(struct ui_view *view)
{
	return of(view)->title;
}

/* ---- where a column goes -------------------------------------------------------------- */

static void
picked(void *ctx, const char *const *keys, size_t n)
{
	struct map_view *self = ctx;
	struct imp_choice *choice = &self->imp->choices[self->cursor];

	if (n == 0)
		return;
	choice->said = true;
	choice->proposed = false;
	dw_replace(&choice->column, strcmp(keys[0], PASS_OVER) == 0 ? NULL : dw_strdup(keys[0]));
	imp_glance(self->imp);
}

static void
pass_over(struct map_view *self)
{
	static const char *const keys[] = { PASS_OVER };

	picked(self, keys, 1);
	if (self->cursor < self->imp->n_choices)
		self->cursor++;
}

static void
pick(struct map_view *self)
{
	const struct imp_choice *choice = &self->imp->choices[self->cursor];
	DW_AUTO_FREE char *name = dw_display_dup(choice->name);
	DW_AUTO_FREE char *title = dw_format(_("Where “%s” goes"), name);
	DW_AUTO_FREE struct ui_pick *items = NULL;
	size_t n = 0;

	while (dw_import_columns[n].name != NULL)
		n++;
	items = dw_calloc(n + 1, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		items[i] = (struct ui_pick){ .key = dw_import_columns[i].name,
			.label = dw_import_columns[i].name, .detail = _(dw_import_columns[i].help),
			.on = choice->column != NULL &&
				strcmp(choice->column, dw_import_columns[i].name) == 0 };
	items[n] = (struct ui_pick){ .key = PASS_OVER, .label = PASS_OVER,
		.detail = _("Pass it over: it is not imported."),
		.on = choice->said && choice->column == NULL };
	imp_hold_view(self->imp, ui_pick_open(&self->imp->c->ui, &(struct ui_pick_spec){
		.title = title,
		.items = items,
		.n = n + 1,
		.done = picked,
		.ctx = self,
	}));
}

/* ---- the first rows whole ----------------------------------------------------------------- */

static void
add_shown_row(const struct imp *imp, struct ui_pager *pager,
	const struct dw_import_preview *preview, const struct dw_import_shown *row)
{
	DW_AUTO_FREE char *who = dw_display_dup(row->username);
	DW_AUTO_FREE char *reason = dw_display_dup(row->reason);

	ui_pager_addf(pager, STYLE_HEADING, _("Line %lld: %s %s"), (long long)row->line,
		dw_word_text(dw_import_deed_word(row->deed)), who);
	if (reason[0] != '\0') {
		ui_pager_addf(pager, STYLE_ERROR, "  %s", reason);
		ui_pager_hang(pager, LEAD);
	}
	for (size_t i = 0; i < preview->n_fields; i++) {
		DW_AUTO_FREE char *name = dw_display_dup(preview->fields[i].name);
		DW_AUTO_FREE char *cell = dw_display_dup(row->cells[i]);

		if (cell[0] == '\0')
			continue;
		ui_pager_addf(pager, STYLE_NORMAL, "  %s: %s", name,
			imp_hides(imp, i) ? _("not shown") : cell);
		ui_pager_hang(pager, LEAD + LEAD);
	}
	ui_pager_add(pager, STYLE_NORMAL, "");
}

static void
show_rows(struct map_view *self)
{
	const struct dw_import_preview *preview = imp_preview(self->imp);
	struct ui_pager pager = { 0 };

	for (size_t i = 0; preview != NULL && i < preview->n_rows; i++)
		add_shown_row(self->imp, &pager, preview, &preview->rows[i]);
	ui_pager_open(&self->imp->c->ui, _("The first rows"), &pager);
}

/* ---- drawing -------------------------------------------------------------------------------- */

/* The first values of a column, one after the other. */
static void
add_values(const struct dw_import_preview *preview, size_t field, struct dw_buf *out)
{
	for (size_t i = 0; i < preview->n_rows && out->len < 200; i++) {
		DW_AUTO_FREE char *cell = NULL;

		if (preview->rows[i].cells[field][0] == '\0')
			continue;
		cell = dw_display_dup(preview->rows[i].cells[field]);
		dw_buf_printf(out, "%s%s", out->len > 0 ? " · " : "", cell);
	}
}

/* Where it goes, in words. */
static enum ui_style
add_target(const struct imp_choice *choice, struct dw_buf *out)
{
	if (!choice->said) {
		dw_buf_puts(out, _("? choose"));
		return STYLE_WARNING;
	}
	if (choice->column == NULL) {
		dw_buf_puts(out, _("passed over"));
		return STYLE_DIM;
	}
	if (choice->proposed)
		/* TRANSLATORS: a column that is likely the right one. */
		dw_buf_printf(out, _("%s (likely)"), choice->column);
	else
		dw_buf_puts(out, choice->column);
	return STYLE_NORMAL;
}

static void
draw_choice(const struct map_view *self, size_t i, struct ui_canvas *canvas, struct ui_rect row)
{
	const struct imp *imp = self->imp;
	const struct dw_import_preview *preview = imp_preview(imp);
	bool here = i == self->cursor;
	DW_AUTO(dw_buf) target = { 0 };
	DW_AUTO(dw_buf) values = { 0 };
	DW_AUTO_FREE char *name = dw_display_dup(imp->choices[i].name);
	enum ui_style style = add_target(&imp->choices[i], &target);
	int twin = imp_twin(imp, i), x = row.x + LEAD;

	if (here) {
		ui_put(canvas, row.y, row.x, STYLE_MARKED, UI_SIGN_CURSOR);
		ui_cursor(canvas, row.y, x, false);
	}
	ui_put_fit(canvas, row.y, x, NAME_COLS, here ? STYLE_CURSOR : STYLE_NORMAL,
		name[0] != '\0' ? name : _("(no name)"));
	x += NAME_COLS + 1;
	ui_put_fit(canvas, row.y, x, TARGET_COLS, twin >= 0 ? STYLE_ERROR : style,
		dw_buf_text(&target));
	x += TARGET_COLS + 1;
	if (twin >= 0) {
		DW_AUTO_FREE char *other = dw_display_dup(imp->choices[twin].name);

		dw_buf_printf(&values, _("as “%s” is: only one can be"), other);
	} else if (imp_hides(imp, i)) {
		dw_buf_puts(&values, _("not shown"));
	} else if (preview != NULL && i < preview->n_fields) {
		add_values(preview, i, &values);
	}
	ui_put_fit(canvas, row.y, x, row.x + row.cols - x, twin >= 0 ? STYLE_ERROR : STYLE_DIM,
		dw_buf_text(&values));
}

static void
draw_list(struct map_view *self, struct ui_canvas *canvas, struct ui_rect list)
{
	size_t shown = (size_t)list.rows, n = self->imp->n_choices;

	if (self->cursor > n)
		self->cursor = n;
	if (self->cursor >= self->top + shown)
		self->top = self->cursor - shown + 1;
	if (self->cursor < self->top)
		self->top = self->cursor;
	self->list = list;
	for (size_t i = self->top; i <= n && i < self->top + shown; i++) {
		struct ui_rect row = ui_rect_row(list, (int)(i - self->top));

		if (i < n) {
			draw_choice(self, i, canvas, row);
			continue;
		}
		if (i == self->cursor) {
			ui_put(canvas, row.y, row.x, STYLE_MARKED, UI_SIGN_CURSOR);
			ui_cursor(canvas, row.y, row.x + LEAD, false);
		}
		ui_put(canvas, row.y, row.x + LEAD,
			i == self->cursor ? STYLE_SELECTED : STYLE_NORMAL,
			_("[ Go on: what all rows would change ]"));
	}
	if (self->top > 0)
		ui_put(canvas, list.y, list.x + list.cols - 1, STYLE_DIM, UI_SIGN_UP);
	if (self->top + shown <= n)
		ui_put(canvas, list.y + list.rows - 1, list.x + list.cols - 1, STYLE_DIM, UI_SIGN_DOWN);
}

static void
add_deed_text(const struct dw_import_shown *row, struct dw_buf *out)
{
	DW_AUTO_FREE char *reason = dw_display_dup(row->reason);

	dw_buf_puts(out, reason);
	for (size_t i = 0; i < row->n_changes; i++) {
		DW_AUTO_FREE char *before = dw_display_dup(row->changes[i].before);
		DW_AUTO_FREE char *after = dw_display_dup(row->changes[i].after);

		dw_buf_printf(out, "%s%s %s → %s", i > 0 ? ", " : "", row->changes[i].field, before,
			after);
	}
}

/* "  12  change   asmith   first_name Anna → Anne"; returns the rows it took. */
static int
draw_row(const struct dw_import_shown *row, struct ui_canvas *canvas, struct ui_rect at)
{
	static const enum ui_style styles[] = { [DW_IMPORT_UNJUDGED] = STYLE_DIM,
		[DW_IMPORT_CREATE] = STYLE_NEW, [DW_IMPORT_CHANGE] = STYLE_NORMAL,
		[DW_IMPORT_SAME] = STYLE_DIM, [DW_IMPORT_BAD] = STYLE_ERROR };
	DW_AUTO_FREE char *who = dw_display_dup(row->username);
	DW_AUTO_FREE char *line = dw_format("%*lld", LINE_COLS, (long long)row->line);
	DW_AUTO(dw_buf) text = { 0 };
	int x = at.x, used;

	add_deed_text(row, &text);
	ui_put(canvas, at.y, x, STYLE_DIM, line);
	x += LINE_COLS + 2;
	ui_put_fit(canvas, at.y, x, DEED_COLS, styles[row->deed],
		dw_word_text(dw_import_deed_word(row->deed)));
	x += DEED_COLS + 1;
	ui_put_fit(canvas, at.y, x, WHO_COLS, STYLE_NORMAL, who);
	x += WHO_COLS + 1;
	at.cols -= x - at.x;
	at.x = x;
	at.rows = at.rows < REASON_ROWS ? at.rows : REASON_ROWS;
	used = ui_put_wrapped(canvas, at, styles[row->deed], dw_buf_text(&text));
	return used < 1 ? 1 : used < at.rows ? used : at.rows;
}

static void
draw_preview(const struct map_view *self, struct ui_canvas *canvas, struct ui_rect room)
{
	const struct imp *imp = self->imp;
	const struct dw_import_preview *preview = imp_preview(imp);

	if (imp->err.code != DW_OK) {
		DW_AUTO_FREE char *shown = dw_display_dup(imp->err.message);
		int used = ui_put_wrapped(canvas, room, STYLE_ERROR, shown);

		room.y += used;
		room.rows -= used;
	}
	if (preview == NULL)
		return;
	if (!preview->settled && room.rows > 0 && imp->err.code == DW_OK)
		ui_put_fit(canvas, room.y, room.x, room.cols, STYLE_DIM,
			_("What becomes of the rows is seen once every column has its place."));
	for (size_t i = 0; preview->settled && i < preview->n_rows && room.rows > 0; i++) {
		int used = draw_row(&preview->rows[i], canvas, room);

		room.y += used;
		room.rows -= used;
	}
}

static void
map_draw(struct ui_view *view, struct ui_canvas *canvas, struct ui_rect room)
{
	struct map_view *self = of(view);
	int wanted = (int)self->imp->n_choices + 1, most = (room.rows - 3) * 3 / 5;
	struct ui_rect all = { room.y, room.x + 1, room.rows, room.cols - 2 };
	struct ui_rect list = { all.y + 2, all.x, wanted < most ? wanted : most, all.cols };
	struct ui_rect below = { list.y + list.rows + 1, all.x,
		all.y + all.rows - list.y - list.rows - 1, all.cols };

	ui_put_fit(canvas, all.y, all.x, all.cols, STYLE_TITLE, self->title);
	ui_put_fit(canvas, all.y + 1, all.x + LEAD, NAME_COLS, STYLE_HEADING, _("IN THE FILE"));
	ui_put_fit(canvas, all.y + 1, all.x + LEAD + NAME_COLS + 1, TARGET_COLS, STYLE_HEADING,
		_("GOES INTO"));
	ui_put_fit(canvas, all.y + 1, all.x + LEAD + NAME_COLS + TARGET_COLS + 2,
		all.cols - LEAD - NAME_COLS - TARGET_COLS - 2, STYLE_HEADING, _("FIRST VALUES"));
	draw_list(self, canvas, list);
	ui_hline(canvas, below.y - 1, all.x, all.cols, STYLE_BORDER);
	draw_preview(self, canvas, below);
}

/* ---- keys -------------------------------------------------------------------------------------- */

static void
map_status(struct ui_view *view, struct dw_buf *left, struct dw_buf *right DW_UNUSED)
{
	const struct imp *imp = of(view)->imp;
	size_t open = imp_open_choices(imp), bad = 0;
	const struct dw_import_preview *preview = imp_preview(imp);

	for (size_t i = 0; preview != NULL && i < preview->n_rows; i++)
		bad += preview->rows[i].deed == DW_IMPORT_BAD;
	if (open > 0)
		dw_buf_printf(left, DW_NG("%zu column has no place yet", "%zu columns have no place yet",
			open), open);
	else if (preview != NULL)
		dw_buf_printf(left, _("First rows: %zu; bad: %zu"), preview->n_rows, bad);
}

static void
map_offer(struct ui_view *view, struct ui_offers *offers)
{
	struct map_view *self = of(view);

	ui_offer_as(offers, UI_CMD_ACCEPT,
		self->cursor < self->imp->n_choices ? _("choose") : _("go on"));
	if (self->cursor < self->imp->n_choices)
		ui_offer_key(offers, '-', _("pass over"));
	ui_offer_key(offers, 'g', _("go on"));
	ui_offer_key(offers, 'o', _("options"));
	ui_offer_key(offers, '=', _("rows whole"));
	ui_offer_as(offers, UI_CMD_CANCEL, _("back"));
	ui_offer(offers, UI_CMD_UP);
	ui_offer(offers, UI_CMD_DOWN);
	ui_offer(offers, UI_CMD_FIRST);
	ui_offer(offers, UI_CMD_LAST);
}

/* Nothing is judged of rows whose columns are not settled: says which one is not, and goes there. */
static void
go_on(struct map_view *self)
{
	struct imp *imp = self->imp;

	for (size_t i = 0; i < imp->n_choices; i++) {
		DW_AUTO_FREE char *name = dw_display_dup(imp->choices[i].name);

		if (imp->choices[i].said && imp_twin(imp, i) < 0)
			continue;
		self->cursor = i;
		ui_term_beep(imp->c->ui.term);
		ui_say(&imp->c->ui, STYLE_ERROR, imp->choices[i].said ?
			_("Two columns go to the same place: choose another one for “%s”, or - passes it over.") :
			_("Choose where “%s” goes, or pass it over with -."), name);
		return;
	}
	if (imp->err.code != DW_OK) {
		act_say_error(imp->c, &imp->err);
		return;
	}
	imp_plan(imp);
}

static enum ui_did
map_key(struct map_view *self, const struct ui_event *event)
{
	size_t n = self->imp->n_choices;

	switch (event->command) {
	case UI_CMD_CANCEL:
		/* A step back: the paste lies below; a file is chosen again, with what was said kept. */
		if (self->imp->paste_view == NULL)
			imp_ask_source(self->imp);
		ui_remove(self->view.ui, &self->view);
		return UI_REDRAW;
	case UI_CMD_UP:
		self->cursor -= self->cursor > 0;
		return UI_REDRAW;
	case UI_CMD_DOWN:
		self->cursor += self->cursor < n;
		return UI_REDRAW;
	case UI_CMD_FIRST:
		self->cursor = 0;
		return UI_REDRAW;
	case UI_CMD_LAST:
		self->cursor = n;
		return UI_REDRAW;
	case UI_CMD_ACCEPT:
		if (self->cursor < n)
			pick(self);
		else
			go_on(self);
		return UI_REDRAW;
	case UI_CMD_NONE:
		break;
	default:
		return UI_IGNORED;
	}
	if (event->key == '-' && self->cursor < n)
		pass_over(self);
	else if (event->key == 'g')
		go_on(self);
	else if (event->key == 'o')
		imp_options(self->imp);
	else if (event->key == '=')
		show_rows(self);
	else
		return UI_IGNORED;
	return UI_REDRAW;
}

static enum ui_did
map_event(struct ui_view *view, const struct ui_event *event)
{
	struct map_view *self = of(view);

	if (event->type == UI_EVENT_KEY)
		return map_key(self, event);
	if (event->type != UI_EVENT_MOUSE || !ui_rect_has(self->list, event->y, event->x) ||
		self->top + (size_t)(event->y - self->list.y) > self->imp->n_choices)
		return UI_IGNORED;
	if (event->mouse == UI_MOUSE_DOUBLE || (event->mouse == UI_MOUSE_CLICK &&
			self->top + (size_t)(event->y - self->list.y) == self->imp->n_choices)) {
		self->cursor = self->top + (size_t)(event->y - self->list.y);
		return map_key(self, &(struct ui_event){ .type = UI_EVENT_KEY, .command = UI_CMD_ACCEPT });
	}
	if (event->mouse == UI_MOUSE_CLICK)
		self->cursor = self->top + (size_t)(event->y - self->list.y);
	return UI_REDRAW;
}

static void
map_close(struct ui_view *view)
{
	struct map_view *self = of(view);

	self->imp->map_view = NULL;
	free(self->title);
	free(self);
}

static const struct ui_view_ops ops = {
	.title = map_title,
	.status = map_status,
	.offer = map_offer,
	.draw = map_draw,
	.event = map_event,
	.close = map_close,
};

void
imp_map(struct imp *imp)
{
	struct map_view *self = dw_calloc(1, sizeof(*self));
	DW_AUTO_FREE char *source = imp_source_name(imp);

	self->view = (struct ui_view){ .ops = &ops, .context = UI_IN_MENU };
	self->imp = imp;
	/* TRANSLATORS: %s is a file, or "what was pasted". */
	self->title = dw_format(_("Import users from %s"), source);
	/* On what is open, or ready to go on. */
	while (self->cursor < imp->n_choices && imp->choices[self->cursor].said &&
		imp_twin(imp, self->cursor) < 0)
		self->cursor++;
	imp->map_view = &self->view;
	ui_push(&imp->c->ui, &self->view);
	imp_hold_view(imp, &self->view);
}
