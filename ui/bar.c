/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines around a view. Drawing the hints and finding the one under the mouse
 * use the same layout. See bar.h.
 */
#include "ui/bar.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define GAP 2

struct hint {
	const struct ui_offer *offer;
	const char *word;
	char key[UI_KEY_TEXT];
	int x, cols;
};

void
ui_bar_draw(struct ui_canvas *canvas, struct ui_rect row, enum ui_style style, const char *left,
	const char *right)
{
	int cols = dw_columns(right);

	if (cols > row.cols - 10)
		cols = 0;
	ui_fill(canvas, row, style);
	ui_put_fit(canvas, row.y, row.x + 1, row.cols - cols - 3, style, left);
	if (cols > 0)
		ui_put_right(canvas, row.y, row.x + row.cols - 1, style, right);
}

/* Fills in key and word; false when the offer has no hint here. */
static bool
make_hint(const struct ui_offer *offer, enum ui_context context, struct hint *out)
{
	const char *standard = ui_commands[offer->id].hint;
	uint32_t key = offer->key;

	*out = (struct hint){ .offer = offer, .word = offer->word };
	if (out->word == NULL && standard != NULL)
		out->word = _(standard);
	if (out->word == NULL || *out->word == '\0')
		return false;
	if (offer->id != UI_CMD_NONE && ui_keymap_keys(offer->id, context, &key, 1) == 0)
		return false;
	ui_key_name(key, out->key);
	out->cols = dw_columns(out->key) + 1 + dw_columns(out->word);
	return true;
}

/* The hints that fit, placed from left to right; help keeps its room at the end. */
static size_t
lay_out(struct ui_rect row, const struct ui_offers *offers, enum ui_context context,
	struct hint *out)
{
	struct hint help = { 0 };
	int x = row.x + 1, end = row.x + row.cols;
	size_t n = 0;

	for (size_t i = 0; i < offers->n; i++)
		if (offers->items[i].id == UI_CMD_HELP && make_hint(&offers->items[i], context, &help))
			end -= help.cols + GAP;
	for (size_t i = 0; i < offers->n; i++) {
		if (offers->items[i].id == UI_CMD_HELP ||
			!make_hint(&offers->items[i], context, &out[n]))
			continue;
		if (x + out[n].cols > end)
			break;
		out[n].x = x;
		x += out[n++].cols + GAP;
	}
	if (help.offer != NULL) {
		out[n] = help;
		out[n++].x = x;
	}
	return n;
}

void
ui_bar_hints(struct ui_canvas *canvas, struct ui_rect row, const struct ui_offers *offers,
	enum ui_context context)
{
	struct hint hints[DW_COUNT(offers->items) + 1];
	size_t n = lay_out(row, offers, context, hints);

	for (size_t i = 0; i < n; i++) {
		int cols = ui_put(canvas, row.y, hints[i].x, STYLE_KEY, hints[i].key);

		ui_put(canvas, row.y, hints[i].x + cols + 1, STYLE_DIM, hints[i].word);
	}
}

const struct ui_offer *
ui_bar_hint_at(struct ui_rect row, const struct ui_offers *offers, enum ui_context context,
	int x)
{
	struct hint hints[DW_COUNT(offers->items) + 1];
	size_t n = lay_out(row, offers, context, hints);

	for (size_t i = 0; i < n; i++)
		if (x >= hints[i].x && x < hints[i].x + hints[i].cols)
			return hints[i].offer;
	return NULL;
}
