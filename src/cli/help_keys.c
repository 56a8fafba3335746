/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * “doorward help keys”: the keys of the console as a ui.conf that can be edited. They are
 * those of the operator who asks, where a store can be opened for them, so a slip in
 * ui.conf is told here too, without a console; else the standard ones. See help.h.
 */
#include <stdlib.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/help.h"
#include "cli/place.h"
#include "domain/audit.h"
#include "ui/con_keys.h"
#include "ui/keymap.h"

/* Puts the keys in force; *whose stays NULL when they are the standard ones. */
static enum dw_code
apply(const struct dw_request *request, const struct dw_environment *environment, char **whose,
	struct dw_error *err)
{
	struct dw_options options = request->options;
	DW_AUTO(dw_cli_place) place = { 0 };
	bool named = options.store != NULL || options.config != NULL || options.as != NULL;
	enum dw_code rc;

	/* Help changes nothing: not even the schema of an older store. */
	options.read_only = true;
	if ((rc = dw_cli_place_find(&options, environment, NULL, NULL, &place, err)) != DW_OK ||
		(rc = dw_cli_place_open(&options, environment, true, &place, err)) != DW_OK)
		return named || rc == DW_CONFIG ? rc : DW_OK;
	if ((rc = dw_cli_place_keys(&options, environment, &place, err)) != DW_OK ||
		(rc = con_keys_apply(&place.ui, &place.app.operator, err)) != DW_OK)
		return rc;
	*whose = dw_display_dup(place.app.operator.username);
	return DW_OK;
}

static void
add_json(struct dw_buf *out)
{
	DW_AUTO_JSON all = json_array();
	char *text;

	for (int id = 1; id < UI_COMMANDS; id++) {
		DW_AUTO(dw_buf) words = { 0 };

		ui_keymap_words((enum ui_command_id)id, &words);
		json_array_append_new(all, json_pack("{s:s, s:s, s:b, s:s}", "command",
			ui_commands[id].name, "keys", dw_buf_text(&words), "standard",
			ui_keymap_is_standard((enum ui_command_id)id), "help", _(ui_commands[id].help)));
	}
	text = json_dumps(all, JSON_COMPACT);
	dw_buf_printf(out, "{\"keys\":%s}\n", text);
	free(text);
}

enum dw_code
dw_help_keys(const struct dw_request *request, const struct dw_environment *environment,
	struct dw_out *out, struct dw_error *err)
{
	DW_AUTO_FREE char *whose = NULL;
	DW_AUTO(dw_buf) text = { 0 };
	enum dw_code rc = apply(request, environment, &whose, err);

	if (rc != DW_OK)
		return rc;
	if (dw_wants_json(&request->options)) {
		add_json(&text);
		return dw_out_puts(out, dw_buf_text(&text), err);
	}
	if (whose != NULL)
		dw_buf_printf(&text, _("# Keys of the console, as they are for %s.\n"), whose);
	else
		dw_buf_puts(&text, _("# Keys of the console, as they are by themselves.\n"));
	dw_buf_puts(&text, _("# This is a ui.conf: put it beside doorward.conf and change lines, without the #\n"
		"# before them. doorward-ui.conf(5) explains it.\n\n"));
	con_keys_write(&text);
	return dw_out_puts(out, dw_buf_text(&text), err);
}
