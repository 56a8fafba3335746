/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of every screen: typed columns (base/table.h) over a model of a few
 * functions. It knows one page of rows, which may be longer than the screen; past
 * the page's ends it asks the model for the next one. The cursor and the marks are
 * ids, so both stay where they are when rows are loaded again in another order.
 */
#ifndef DW_UI_TABLE_H
#define DW_UI_TABLE_H

#include "base/table.h"
#include "ui/marks.h"
#include "ui/view.h"

#define UI_TABLE_COLUMNS 64 /* at most */
#define UI_COLUMN(i) (UINT64_C(1) << (i)) /* its bit in a set of columns */

struct ui_table;

/* What the list is of. ctx is the pointer given to ui_table_init(). */
struct ui_table_model {
	const struct dw_column *columns;
	size_t n_columns;

	/* How many rows the page has now. */
	size_t (*count)(void *ctx);

	/* The value of a column in a row of the page; borrowed until the next call. */
	struct dw_value (*cell)(void *ctx, size_t row, size_t column);

	/* The id of a row. */
	struct dw_uuid (*ref)(void *ctx, size_t row);

	/* Meaning of a cell, e.g. STYLE_ERROR for "locked". Optional. */
	enum ui_style (*style)(void *ctx, size_t row, size_t column);

	/*
	 * Loads the next (+1) or previous (-1), first (-2) or last (+2) page; false when there
	 * is none. Calls ui_table_reload() when it is there, at once or later; the cursor then
	 * goes to the end where it came in. Optional: a list of one page.
	 */
	bool (*turn)(void *ctx, int direction);
};

struct ui_table {
	const struct ui_table_model *model;
	void *ctx;

	/* Set by the screen. */
	bool loading;          /* rows are on their way: says so instead of "empty" */
	const char *empty;     /* a sentence for when there are no rows; translated */
	int sort;              /* column sorted by, -1 = none */
	bool descending;
	uint64_t chosen;       /* UI_COLUMN() of each column shown; 0 = those with DW_COL_DEFAULT */
	bool can_mark;
	bool jumps;            /* past the edge it scrolls by half a screen: for slow lines */
	int64_t now;           /* for relative times; kept by ui_table_tick() */

	/* Read by the screen. */
	size_t cursor;         /* row of the page; see ui_table_current() */
	size_t top;            /* first row on the screen */
	struct ui_marks marks;

	/* Its own. */
	struct dw_uuid cursor_id;
	struct dw_uuid anchor; /* other end of a range */
	enum { UI_STAY, UI_TO_FIRST, UI_TO_LAST } turning; /* once another page is there */
	struct ui_rect body;   /* where the rows were drawn last */
	uint64_t shown;        /* the columns that had room */
	int widths[UI_TABLE_COLUMNS];
};

void
ui_table_init(struct ui_table *table, const struct ui_table_model *model, void *ctx);

void
ui_table_clear(struct ui_table *table);

/* The model has other rows: finds the cursor's row again, or the nearest place. */
void
ui_table_reload(struct ui_table *table);

/* The model shows something else altogether: cursor to the first row (marks stay). */
void
ui_table_rewind(struct ui_table *table);

/* Puts the cursor on a row of this page by id; false when it is not there. */
bool
ui_table_go(struct ui_table *table, const struct dw_uuid *id);

/* The id under the cursor; false when there are no rows. */
bool
ui_table_current(const struct ui_table *table, struct dw_uuid *out);

/* Marks every row of the page. */
void
ui_table_mark_page(struct ui_table *table);

/*
 * Draws headings and rows. With focus the sign of the cursor is reversed and the hardware
 * cursor parked on it; without, only the cursor's sign is shown.
 */
void
ui_table_draw(struct ui_table *table, struct ui_canvas *canvas, struct ui_rect room, bool focus);

/* Moving, and marking where can_mark. */
void
ui_table_offer(const struct ui_table *table, struct ui_offers *offers);

/*
 * Handles what it offered, and the mouse: a click moves the cursor, the wheel scrolls.
 * A double or right click moves it and is then IGNORED: open, or show the menu.
 */
enum ui_did
ui_table_event(struct ui_table *table, const struct ui_event *event);

/* The column whose heading was drawn at a place; -1 = none. */
int
ui_table_heading_at(const struct ui_table *table, int y, int x);

/* Sets the time that ages are counted from; true when ages are shown at all. */
bool
ui_table_tick(struct ui_table *table, int64_t now);

/* Rows on the screen, 1-based, for "1-18 of 128"; 0 and 0 when there are none. */
void
ui_table_window(const struct ui_table *table, size_t *first, size_t *last);

/*
 * A ready-made part of a model over rows in memory: count, cell and ref for a ctx that
 * is a struct dw_rows *. ref takes the first column of type DW_ID.
 */
size_t
ui_rows_count(void *ctx);
struct dw_value
ui_rows_cell(void *ctx, size_t row, size_t column);
struct dw_uuid
ui_rows_ref(void *ctx, size_t row);

#endif
