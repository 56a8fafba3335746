/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First every command that is named gives its keys back, then each gets its new ones: so
 * the order of lines does not matter. What holds for all of them together is judged at
 * the end. See con_keys.h.
 */
#include "ui/con_keys.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "ui/keymap.h"

/* Without these somebody sits in a form, a menu or the whole program and cannot leave. */
static const enum ui_command_id needed[] = { UI_CMD_NEXT_FIELD, UI_CMD_CLOSE, UI_CMD_QUIT };

/* What sentences everywhere say, and hands know: these mean what they mean. */
static const uint32_t fixed[] = { UI_KEY_ESC, UI_KEY_ENTER, UI_CTRL('C') };

/* The line that counts for each command; NULL = none does. */
struct lines {
	const struct dw_ui_key *of[UI_COMMANDS];
};

static enum dw_code
fault(const struct dw_ui_key *line, const struct dw_error *why, struct dw_error *err)
{
	DW_AUTO_FREE char *field = dw_format("keys.%s", line->command);

	ui_keymap_reset();
	return dw_fail_field(err, DW_CONFIG, field, "%s: %s", line->where, why->message);
}

/* ---- which lines count ----------------------------------------------------------- */

static bool
is_about(const struct dw_ui_key *line, const struct dw_operator *who)
{
	DW_AUTO_FREE char *name = dw_fold_identity(who->username);
	char id[DW_UUID_TEXT];

	return line->who == NULL || (name != NULL && strcmp(line->who, name) == 0) ||
		strcmp(line->who, dw_uuid_format(&who->uuid, id)) == 0;
}

static enum dw_code
choose(const struct dw_ui_conf *conf, const struct dw_operator *who, struct lines *out,
	struct dw_error *err)
{
	struct dw_error why = { 0 };

	for (size_t i = 0; i < conf->n; i++) {
		const struct dw_ui_key *line = &conf->keys[i];
		enum ui_command_id id = ui_command_find(line->command);

		if (!is_about(line, who))
			continue;
		/* It has the words for what is not known. */
		if (id == UI_CMD_NONE && ui_keymap_set(line->command, "", &why) != DW_OK)
			return fault(line, &why, err);
		/* One's own go before those of the house. */
		if (out->of[id] == NULL || line->who != NULL)
			out->of[id] = line;
	}
	return DW_OK;
}

/* ---- what holds for each ------------------------------------------------------------ */

static enum dw_code
check_keys(enum ui_command_id id, enum ui_context in, struct dw_error *err)
{
	const struct ui_command *command = &ui_commands[id];
	uint32_t keys[16];
	size_t n = ui_keymap_keys(id, in, keys, DW_COUNT(keys));
	bool plain = n == 0;
	char text[UI_KEY_TEXT];

	for (size_t i = 0; i < n; i++) {
		plain = plain || keys[i] < UI_KEY_NAMED || (keys[i] & UI_MOD_ALT) == 0;
		if (keys[i] == UI_CTRL('S') || keys[i] == UI_CTRL('Q'))
			return dw_fail(err, DW_CONFIG,
				_("Terminals keep %s for themselves; choose another key"),
				ui_key_name(keys[i], text));
		if (id == UI_CMD_NTH && (keys[i] < '1' || keys[i] > '9'))
			return dw_fail(err, DW_CONFIG, _("“%s” takes digits from 1 to 9 only"),
				command->name);
	}
	if (!plain)
		return dw_fail(err, DW_CONFIG,
			_("Not every terminal passes Alt on; give “%s” a key without it as well"),
			command->name);
	for (size_t i = 0; i < DW_COUNT(needed); i++)
		if (needed[i] == id && n == 0)
			return dw_fail(err, DW_CONFIG,
				_("“%s” must have a key wherever it is needed, or nobody gets out; write one "
				  "like %s"), command->name, command->keys);
	return DW_OK;
}

static enum dw_code
check_line(enum ui_command_id id, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	for (int in = 0; rc == DW_OK && in < UI_CONTEXTS; in++)
		if ((ui_commands[id].where & UI_BIT(in)) != 0)
			rc = check_keys(id, (enum ui_context)in, err);
	return rc;
}

/* ---- what holds for all --------------------------------------------------------------- */

struct meanings {
	enum ui_command_id of[DW_COUNT(fixed)][UI_CONTEXTS];
};

static void
note_fixed(struct meanings *out)
{
	for (size_t i = 0; i < DW_COUNT(fixed); i++)
		for (int in = 0; in < UI_CONTEXTS; in++)
			out->of[i][in] = ui_keymap_find((enum ui_context)in, fixed[i]);
}

static enum dw_code
check_fixed(const struct meanings *standard, const struct lines *lines, struct dw_error *err)
{
	struct dw_error why = { 0 };
	char text[UI_KEY_TEXT];

	for (size_t i = 0; i < DW_COUNT(fixed); i++)
		for (int in = 0; in < UI_CONTEXTS; in++) {
			enum ui_command_id was = standard->of[i][in];
			enum ui_command_id is = ui_keymap_find((enum ui_context)in, fixed[i]);

			if (is == was)
				continue;
			ui_key_name(fixed[i], text);
			if (was != UI_CMD_NONE)
				dw_fail(&why, DW_CONFIG, _("“%s” must keep the key %s; write it with the others"),
					ui_commands[was].name, text);
			else
				dw_fail(&why, DW_CONFIG, _("The key %s cannot be “%s”; choose another"), text,
					ui_commands[is].name);
			return fault(lines->of[was != UI_CMD_NONE ? was : is], &why, err);
		}
	return DW_OK;
}

enum dw_code
con_keys_apply(const struct dw_ui_conf *conf, const struct dw_operator *who,
	struct dw_error *err)
{
	struct lines lines = { 0 };
	struct meanings standard;
	struct dw_error why = { 0 };
	enum dw_code rc;

	ui_keymap_reset();
	note_fixed(&standard);
	if ((rc = choose(conf, who, &lines, err)) != DW_OK)
		return rc;
	for (int id = 1; id < UI_COMMANDS; id++)
		if (lines.of[id] != NULL)
			ui_keymap_set(ui_commands[id].name, "", NULL);
	/* The house first, so that of two that collide one's own is named. */
	for (int own = 0; own < 2; own++)
		for (int id = 1; id < UI_COMMANDS; id++)
			if (lines.of[id] != NULL && (lines.of[id]->who != NULL) == (own != 0) &&
				(ui_keymap_set(ui_commands[id].name, lines.of[id]->keys, &why) != DW_OK ||
					check_line((enum ui_command_id)id, &why) != DW_OK))
				return fault(lines.of[id], &why, err);
	return check_fixed(&standard, &lines, err);
}

void
con_keys_write(struct dw_buf *out)
{
	dw_buf_puts(out, "[keys]\n");
	for (int id = 1; id < UI_COMMANDS; id++) {
		DW_AUTO(dw_buf) words = { 0 };
		bool standard = ui_keymap_is_standard((enum ui_command_id)id);

		ui_keymap_words((enum ui_command_id)id, &words);
		dw_buf_printf(out, "\n# %s\n%s%s = %s\n", _(ui_commands[id].help), standard ? "#" : "",
			ui_commands[id].name, words.len > 0 ? dw_buf_text(&words) : "none");
	}
}
