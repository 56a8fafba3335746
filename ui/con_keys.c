/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First every command that is named gives its keys back, then each gets its new ones: so
 * the order of lines does not matter. See con_keys.h.
 */
#include "ui/con_keys.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "ui/keymap.h"

/* Without these somebody sits in a form, a menu or the whole program and cannot leave. */
static const enum ui_command_id needed[] = { UI_CMD_ACCEPT, UI_CMD_CANCEL, UI_CMD_NEXT_FIELD,
	UI_CMD_QUIT };

static enum dw_code
check_needed(const char *command, struct dw_error *err)
{
	uint32_t key;

	for (size_t i = 0; i < DW_COUNT(needed); i++) {
		const struct ui_command *row = &ui_commands[needed[i]];

		if (strcmp(row->name, command) != 0)
			continue;
		for (int in = 0; in < UI_CONTEXTS; in++)
			if ((row->where & UI_BIT(in)) != 0 &&
				ui_keymap_keys(needed[i], (enum ui_context)in, &key, 1) == 0)
				return dw_fail(err, DW_CONFIG,
					_("“%s” must have a key also where letters are typed; write one "
					  "like %s"), command, row->keys);
	}
	return DW_OK;
}

static enum dw_code
fault(const struct dw_conf_key *line, const struct dw_error *why, struct dw_error *err)
{
	DW_AUTO_FREE char *field = dw_format("keys.%s", line->command);

	ui_keymap_reset();
	if (line->where[0] == '\0')
		return dw_fail_field(err, DW_CONFIG, field, "%s", why->message);
	return dw_fail_field(err, DW_CONFIG, field, "%s: %s", line->where, why->message);
}

enum dw_code
con_keys_apply(const struct dw_conf *conf, struct dw_error *err)
{
	const struct dw_conf_key *lines;
	size_t n = dw_conf_keys(conf, &lines);
	struct dw_error why = { 0 };

	ui_keymap_reset();
	for (size_t i = 0; i < n; i++)
		if (ui_keymap_set(lines[i].command, "", &why) != DW_OK)
			return fault(&lines[i], &why, err);
	for (size_t i = 0; i < n; i++)
		if (ui_keymap_set(lines[i].command, lines[i].keys, &why) != DW_OK)
			return fault(&lines[i], &why, err);
	for (size_t i = 0; i < n; i++)
		if (check_needed(lines[i].command, &why) != DW_OK)
			return fault(&lines[i], &why, err);
	return DW_OK;
}
