/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The help is nothing but a walk over the key table, keeping what the view offers.
 * See help.h.
 */
#include "ui/help.h"

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/loop.h"
#include "ui/pager.h"

#define KEY_COLUMNS 22
#define KEYS_MAX 10

static void
add_line(struct ui_pager *pager, const char *keys, const char *help)
{
	DW_AUTO(dw_buf) left = { 0 };

	dw_fit(&left, keys, KEY_COLUMNS, true);
	ui_pager_addf(pager, STYLE_NORMAL, "  %s  %s", dw_buf_text(&left), help);
	ui_pager_hang(pager, KEY_COLUMNS + 4);
}

/* The keys "1 2 3 4 5 6 7 8 9" are one range for the eye. */
static void
add_keys(struct dw_buf *out, enum ui_command_id id, enum ui_context context)
{
	uint32_t keys[KEYS_MAX];
	size_t n = ui_keymap_keys(id, context, keys, KEYS_MAX);
	char name[UI_KEY_TEXT];

	if (id == UI_CMD_NTH && n > 2) {
		dw_buf_printf(out, "%s", ui_key_name(keys[0], name));
		dw_buf_printf(out, " … %s", ui_key_name(keys[n - 1], name));
		return;
	}
	for (size_t i = 0; i < n; i++)
		dw_buf_printf(out, "%s%s", i > 0 ? "  " : "", ui_key_name(keys[i], name));
}

struct ui_view *
ui_help_open(struct ui *ui)
{
	struct ui_view *view = ui->top;
	struct ui_pager pager = { 0 };
	DW_AUTO_FREE char *title = NULL;

	for (size_t i = 0; i < ui->offers.n; i++) {
		const struct ui_offer *offer = &ui->offers.items[i];
		char name[UI_KEY_TEXT];

		if (offer->id == UI_CMD_NONE && offer->word != NULL && *offer->word != '\0')
			add_line(&pager, ui_key_name(offer->key, name), offer->word);
	}
	for (int id = 1; id < UI_COMMANDS; id++) {
		DW_AUTO(dw_buf) keys = { 0 };

		if (!ui_offers_have(&ui->offers, (enum ui_command_id)id))
			continue;
		add_keys(&keys, (enum ui_command_id)id, view->context);
		if (keys.len > 0)
			add_line(&pager, dw_buf_text(&keys), _(ui_commands[id].help));
	}
	title = view->ops->title != NULL
		? dw_format(_("Keys of “%s”"), view->ops->title(view))
		: dw_strdup(_("Keys"));
	return ui_pager_open(ui, title, &pager);
}
