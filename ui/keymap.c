/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of commands, and finding things in it. The words for keys are read
 * once; a key file may replace those of a command (ui_keymap_set()).
 */
#include "ui/keymap.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "ui/key.h"

#define LIST UI_BIT(UI_IN_LIST)
#define DETAIL UI_BIT(UI_IN_DETAIL)
#define PAGER UI_BIT(UI_IN_PAGER)
#define FORM UI_BIT(UI_IN_FORM)
#define MENU UI_BIT(UI_IN_MENU)
#define PICKER UI_BIT(UI_IN_PICKER)
#define SEARCH UI_BIT(UI_IN_SEARCH)
#define COMMAND UI_BIT(UI_IN_COMMAND)

#define PANES (LIST | DETAIL)
#define READING (PANES | PAGER)
#define CHOOSING (MENU | PICKER | SEARCH)
#define TYPING (FORM | PICKER | SEARCH | COMMAND)
#define ANYWHERE (READING | TYPING | MENU)

const struct ui_command ui_commands[UI_COMMANDS] = {
	[UI_CMD_UP] = { "up", READING | CHOOSING, "Up k", NULL, N_("Move up") },
	[UI_CMD_DOWN] = { "down", READING | CHOOSING, "Down j", NULL, N_("Move down") },
	[UI_CMD_PAGE_UP] = { "page-up", READING | CHOOSING, "PgUp Ctrl-B pager:b", NULL,
		N_("Move up by a screen") },
	[UI_CMD_PAGE_DOWN] = { "page-down", READING | CHOOSING, "PgDn Ctrl-F pager:Space", NULL,
		N_("Move down by a screen") },
	[UI_CMD_HALF_UP] = { "half-up", READING, "Ctrl-U", NULL, N_("Move up by half a screen") },
	[UI_CMD_HALF_DOWN] = { "half-down", READING, "Ctrl-D", NULL,
		N_("Move down by half a screen") },
	[UI_CMD_FIRST] = { "first", READING | MENU, "Home g", NULL, N_("Go to the beginning") },
	[UI_CMD_LAST] = { "last", READING | MENU, "End G", NULL, N_("Go to the end") },
	[UI_CMD_PREVIOUS_PAGE] = { "previous-page", PANES, "[", NULL,
		N_("Show the page of the list before this one") },
	[UI_CMD_NEXT_PAGE] = { "next-page", PANES, "]", NULL,
		N_("Show the page of the list after this one") },
	[UI_CMD_LARGER_PAGE] = { "larger-page", PANES, "+", NULL,
		N_("Put more rows on a page of the list") },
	[UI_CMD_SMALLER_PAGE] = { "smaller-page", PANES, "-", NULL,
		N_("Put fewer rows on a page of the list") },
	[UI_CMD_GO_TO_PAGE] = { "go-to-page", PANES, "p", NULL,
		N_("Go to a page of the list by its number") },
	[UI_CMD_GO_TO_LETTER] = { "go-to-letter", PANES, "'", NULL,
		N_("Go to the first row from a letter or word on") },
	[UI_CMD_PREVIOUS_TAB] = { "previous-tab", DETAIL | PAGER, "Left h", NULL,
		N_("Show the tab before this one") },
	[UI_CMD_NEXT_TAB] = { "next-tab", DETAIL | PAGER, "Right l", NULL,
		N_("Show the tab after this one") },
	[UI_CMD_NTH] = { "nth", READING, "1 2 3 4 5 6 7 8 9", NULL,
		N_("Show the first to ninth tab or screen") },
	[UI_CMD_NEXT_PANE] = { "next-pane", READING, "Tab", NULL, N_("Go to the other pane") },
	[UI_CMD_PREVIOUS_PANE] = { "previous-pane", READING, "Shift-Tab", NULL,
		N_("Go back to the other pane") },
	[UI_CMD_SCREENS] = { "screens", PANES, "F2", N_("screens"), N_("Choose a screen") },

	[UI_CMD_OPEN] = { "open", PANES, "Enter", N_("open"), N_("Open what is under the cursor") },
	[UI_CMD_ACTIONS] = { "actions", READING, "a F9", N_("actions"),
		N_("Show what can be done with it, or with the marked rows") },
	[UI_CMD_NEW] = { "new", PANES, "n F7", N_("new"), N_("Make a new one") },
	[UI_CMD_EDIT] = { "edit", READING, "e", N_("edit"), N_("Change it") },
	[UI_CMD_DELETE] = { "delete", PANES, "d F8 Delete", N_("delete"),
		N_("Delete it, after a question") },
	[UI_CMD_UNDO] = { "undo", PANES, "z", NULL,
		N_("Take back your last change, after showing what that does") },
	[UI_CMD_COPY] = { "copy", READING, "y", N_("copy"),
		N_("Send a field to the terminal's clipboard") },
	[UI_CMD_WHOLE] = { "whole", PANES, "=", N_("whole"),
		N_("Show it whole: every value to its end, to scroll and search in") },
	[UI_CMD_MARK] = { "mark", PANES, "Space", N_("mark"),
		N_("Mark the row or take the mark away, and move down") },
	[UI_CMD_MARK_RANGE] = { "mark-range", PANES, "v", NULL,
		N_("Begin a range of rows; at its other end, mark them all") },
	[UI_CMD_MARK_ALL] = { "mark-all", PANES, "*", NULL, N_("Mark everything that matches") },
	[UI_CMD_MARK_NONE] = { "mark-none", PANES, "\\", NULL, N_("Take all marks away") },

	[UI_CMD_SEARCH] = { "search", READING, "/ F3", N_("search"),
		N_("Search while typing; every character counts as it is") },
	[UI_CMD_SEARCH_NEXT] = { "search-next", PAGER, "n", N_("next"),
		N_("Go to the next place that matches") },
	[UI_CMD_SEARCH_PREVIOUS] = { "search-previous", PAGER, "N", NULL,
		N_("Go to the place before that matches") },
	[UI_CMD_FILTER] = { "filter", PANES, "f F4", N_("filter"),
		N_("Choose which rows are shown") },
	[UI_CMD_SAVED_VIEWS] = { "saved-views", UI_BIT(UI_IN_LIST), "V", NULL,
		N_("Choose a saved view or a work queue, or save the filter as one") },
	[UI_CMD_BIN] = { "bin", UI_BIT(UI_IN_LIST), "B", N_("bin"),
		N_("Show the recycle bin, or hide it") },
	[UI_CMD_SORT] = { "sort", PANES, "s F6", N_("sort"),
		N_("Choose the column to sort by, and the direction") },
	[UI_CMD_COLUMNS] = { "columns", PANES, "w", NULL, N_("Choose the columns that are shown") },
	[UI_CMD_RELOAD] = { "reload", PANES, "F5 Ctrl-R", NULL, N_("Read everything again") },

	[UI_CMD_ACCEPT] = { "accept", TYPING | MENU, "Enter", N_("choose"),
		N_("Save, choose or run, wherever the cursor stands") },
	[UI_CMD_NEXT_FIELD] = { "next-field", FORM | MENU, "Tab form:Down", N_("next"),
		N_("Go to the next field or button") },
	[UI_CMD_PREVIOUS_FIELD] = { "previous-field", FORM | MENU, "Shift-Tab form:Up", NULL,
		N_("Go to the field or button before") },
	[UI_CMD_TOGGLE] = { "toggle", FORM | MENU | PICKER, "Space", N_("change"),
		N_("Tick it, change it, or choose from a list") },
	[UI_CMD_REVEAL] = { "reveal", FORM, "Ctrl-T", N_("reveal"),
		N_("Show what is typed in a secret field, or hide it") },
	[UI_CMD_GENERATE] = { "generate", FORM, "Ctrl-G", N_("generate"),
		N_("Make up a password") },
	[UI_CMD_COMPLETE] = { "complete", SEARCH | COMMAND, "Tab", N_("complete"),
		N_("Complete the word") },
	[UI_CMD_OLDER] = { "older", COMMAND, "Up Ctrl-P", N_("older"),
		N_("Bring back the line before that begins with what is typed") },
	[UI_CMD_NEWER] = { "newer", COMMAND, "Down Ctrl-N", NULL,
		N_("Bring back the line after that begins with what is typed") },
	[UI_CMD_RECALL] = { "recall", COMMAND, "Ctrl-R", NULL,
		N_("Bring back the line before that has in it what is typed") },
	[UI_CMD_LEFT] = { "left", TYPING | MENU, "Left", NULL, N_("Move left") },
	[UI_CMD_RIGHT] = { "right", TYPING | MENU, "Right", NULL, N_("Move right") },
	[UI_CMD_WORD_LEFT] = { "word-left", TYPING, "Ctrl-Left Alt-Left", NULL,
		N_("Move left by a word") },
	[UI_CMD_WORD_RIGHT] = { "word-right", TYPING, "Ctrl-Right Alt-Right", NULL,
		N_("Move right by a word") },
	[UI_CMD_LINE_START] = { "line-start", TYPING, "Home Ctrl-A", NULL,
		N_("Move to the beginning of the text") },
	[UI_CMD_LINE_END] = { "line-end", TYPING, "End Ctrl-E", NULL,
		N_("Move to the end of the text") },
	[UI_CMD_DELETE_LEFT] = { "delete-left", TYPING, "Backspace", NULL,
		N_("Delete the character before the cursor") },
	[UI_CMD_DELETE_RIGHT] = { "delete-right", TYPING, "Delete Ctrl-D", NULL,
		N_("Delete the character under the cursor") },
	[UI_CMD_DELETE_WORD] = { "delete-word", TYPING, "Ctrl-W", NULL,
		N_("Delete the word before the cursor") },
	[UI_CMD_DELETE_TO_START] = { "delete-to-start", TYPING, "Ctrl-U", NULL,
		N_("Delete everything before the cursor") },
	[UI_CMD_DELETE_TO_END] = { "delete-to-end", TYPING, "Ctrl-K", NULL,
		N_("Delete everything from the cursor on") },

	[UI_CMD_COMMAND_LINE] = { "command-line", READING, ": Ctrl-P", N_("command"),
		N_("Type a command, in the words of the shell command") },
	[UI_CMD_MESSAGES] = { "messages", PANES, "M", NULL,
		N_("Show what the status line has said, each message whole") },
	[UI_CMD_SAVE_SCREEN] = { "save-screen", ANYWHERE, "Ctrl-O >", NULL,
		N_("Save what this screen shows as text in a file") },
	[UI_CMD_HELP] = { "help", ANYWHERE, "? F1", N_("keys"), N_("Show the keys of this place") },
	[UI_CMD_REDRAW] = { "redraw", ANYWHERE, "Ctrl-L", NULL, N_("Draw the screen again") },
	[UI_CMD_SUSPEND] = { "suspend", ANYWHERE, "Ctrl-Z", NULL,
		N_("Go to the shell and leave this waiting") },
	[UI_CMD_MOUSE] = { "mouse", READING, "m", NULL,
		N_("Switch the mouse off, so that the terminal can select text, or on") },
	[UI_CMD_CANCEL] = { "cancel", ANYWHERE, "Esc", N_("back"),
		N_("Close what was opened last; marks stay") },
	[UI_CMD_INTERRUPT] = { "interrupt", ANYWHERE, "Ctrl-C", NULL,
		N_("Cancel the running work; without any, like Esc") },
	[UI_CMD_CLOSE] = { "close", READING, "q", N_("close"),
		N_("Close this; the last one ends the program") },
	[UI_CMD_QUIT] = { "quit", ANYWHERE, "F10", NULL, N_("End the program") },
};

static const char *const context_names[UI_CONTEXTS] = {
	[UI_IN_LIST] = "list",
	[UI_IN_DETAIL] = "detail",
	[UI_IN_PAGER] = "pager",
	[UI_IN_FORM] = "form",
	[UI_IN_MENU] = "menu",
	[UI_IN_PICKER] = "picker",
	[UI_IN_SEARCH] = "search",
	[UI_IN_COMMAND] = "command",
};

/* ---- the words, read -------------------------------------------------------- */

#define KEYS_MAX 10

struct binding {
	uint32_t key;
	unsigned where;
};

static struct bindings {
	struct binding items[KEYS_MAX];
	size_t n;
} bound[UI_COMMANDS];
static bool ready;

enum word { WORD_GOOD, WORD_NO_KEY, WORD_ELSEWHERE, WORD_TYPES, WORD_TOO_MANY };

/* Where a key of a command works that exists in `where`. Space types too, but it is offered
 * only where it is not wanted as a character. */
static unsigned
works_in(uint32_t key, unsigned where)
{
	return ui_key_types(key) && key != UI_KEY_SPACE ? where & READING : where;
}

/* Reads one word, "Ctrl-D" or "pager:Space". */
static enum word
read_word(const char *word, size_t len, unsigned where, struct binding *out)
{
	for (size_t i = 0; i < UI_CONTEXTS; i++) {
		size_t n = strlen(context_names[i]);

		if (len > n + 1 && word[n] == ':' && memcmp(word, context_names[i], n) == 0) {
			where &= UI_BIT(i);
			word += n + 1;
			len -= n + 1;
			break;
		}
	}
	if (!ui_key_parse(word, (int)len, &out->key))
		return WORD_NO_KEY;
	out->where = works_in(out->key, where);
	return where == 0 ? WORD_ELSEWHERE : out->where == 0 ? WORD_TYPES : WORD_GOOD;
}

static void
add_binding(struct bindings *to, struct binding add)
{
	for (size_t i = 0; i < to->n; i++)
		if (to->items[i].key == add.key) {
			add.where &= ~to->items[i].where;
			if (add.where == 0)
				return;
		}
	to->items[to->n++] = add;
}

/* Reads all words; *fault is the one that is wrong. */
static enum word
read_words(const char *keys, unsigned where, struct bindings *out, const char **fault)
{
	out->n = 0;
	while (*(keys += strspn(keys, " ")) != '\0') {
		size_t len = strcspn(keys, " ");
		struct binding binding;
		enum word result = out->n == KEYS_MAX ? WORD_TOO_MANY :
			read_word(keys, len, where, &binding);

		*fault = keys;
		if (result != WORD_GOOD)
			return result;
		add_binding(out, binding);
		keys += len;
	}
	return WORD_GOOD;
}

void
ui_keymap_reset(void)
{
	const char *fault;

	for (int id = 1; id < UI_COMMANDS; id++)
		read_words(ui_commands[id].keys, ui_commands[id].where, &bound[id], &fault);
	ready = true;
}

/* The command that has the key in one of the contexts. */
static enum ui_command_id
find(unsigned where, uint32_t key)
{
	if (!ready)
		ui_keymap_reset();
	for (int id = 1; id < UI_COMMANDS; id++)
		for (size_t i = 0; i < bound[id].n; i++)
			if (bound[id].items[i].key == key && (bound[id].items[i].where & where))
				return (enum ui_command_id)id;
	return UI_CMD_NONE;
}

enum ui_command_id
ui_keymap_find(enum ui_context context, uint32_t key)
{
	return find(UI_BIT(context), key);
}

size_t
ui_keymap_keys(enum ui_command_id id, enum ui_context context, uint32_t *keys, size_t max)
{
	size_t n = 0;

	if (!ready)
		ui_keymap_reset();
	for (size_t i = 0; i < bound[id].n && n < max; i++)
		if (bound[id].items[i].where & UI_BIT(context))
			keys[n++] = bound[id].items[i].key;
	return n;
}

const char *
ui_keymap_name(enum ui_command_id id, enum ui_context context, char text[UI_KEY_TEXT])
{
	uint32_t key;

	if (ui_keymap_keys(id, context, &key, 1) > 0)
		return ui_key_name(key, text);
	return memcpy(text, "…", sizeof("…"));
}

enum ui_command_id
ui_command_find(const char *name)
{
	for (int id = 1; id < UI_COMMANDS; id++)
		if (strcmp(ui_commands[id].name, name) == 0)
			return (enum ui_command_id)id;
	return UI_CMD_NONE;
}

/* ---- other keys ----------------------------------------------------------------- */

static enum dw_code
no_command(const char *command, struct dw_error *err)
{
	DW_AUTO(dw_nearest) near = { .wanted = command };
	DW_AUTO_FREE char *shown = dw_display_dup(command);

	for (int id = 1; id < UI_COMMANDS; id++)
		dw_nearest_offer(&near, ui_commands[id].name, NULL);
	if (near.best != NULL)
		return dw_fail(err, DW_CONFIG, _("There is no key command “%s”; did you mean “%s”?"),
			shown, near.best);
	return dw_fail(err, DW_CONFIG,
		_("There is no key command “%s”; “doorward help keys” lists them"), shown);
}

static enum dw_code
no_key(const char *key, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(key);
	DW_AUTO(dw_nearest) near = { .wanted = key };

	for (int id = 1; id < UI_COMMANDS; id++)
		for (const char *at = ui_commands[id].keys; *at != '\0'; at += strspn(at, " ")) {
			DW_AUTO_FREE char *known = dw_format("%.*s", (int)strcspn(at, " "), at);

			/* A single character is near everything short. */
			if (strlen(known) > 1)
				dw_nearest_offer(&near, known, NULL);
			at += strlen(known);
		}
	if (near.best != NULL)
		return dw_fail(err, DW_CONFIG, _("“%s” is not the name of a key; did you mean “%s”?"),
			shown, near.best);
	return dw_fail(err, DW_CONFIG,
		_("“%s” is not the name of a key; write keys like x, Ctrl-X, F5 or PgUp"), shown);
}

static enum dw_code
bad_word(enum word how, const char *word, const struct ui_command *command,
	struct dw_error *err)
{
	DW_AUTO_FREE char *key = dw_format("%.*s", (int)strcspn(word, " "), word);
	DW_AUTO_FREE char *shown = dw_display_dup(key);

	switch (how) {
	case WORD_ELSEWHERE:
		return dw_fail(err, DW_CONFIG, _("“%s”: the command “%s” does not exist there"), shown,
			command->name);
	case WORD_TYPES:
		return dw_fail(err, DW_CONFIG,
			_("“%s” types a character where “%s” is a command; write a key like Ctrl-X or F5"),
			shown, command->name);
	case WORD_TOO_MANY:
		return dw_fail(err, DW_CONFIG, _("“%s” has more than %d keys"), command->name, KEYS_MAX);
	default:
		return no_key(key, err);
	}
}

/* The words, with the standard keys instead of "default" and without "none". */
static char *
expand(const char *keys, const struct ui_command *command)
{
	struct dw_buf out = { 0 };

	while (*(keys += strspn(keys, " ")) != '\0') {
		size_t len = strcspn(keys, " ");

		if (len == strlen("default") && memcmp(keys, "default", len) == 0)
			dw_buf_printf(&out, " %s", command->keys);
		else if (len != strlen("none") || memcmp(keys, "none", len) != 0)
			dw_buf_printf(&out, " %.*s", (int)len, keys);
		keys += len;
	}
	return dw_buf_steal(&out);
}

enum dw_code
ui_keymap_set(const char *name, const char *keys, struct dw_error *err)
{
	enum ui_command_id id = ui_command_find(name);
	const struct ui_command *command = &ui_commands[id];
	DW_AUTO_FREE char *words = NULL;
	struct bindings next, former;
	const char *fault = "";
	enum word result;

	if (!ready)
		ui_keymap_reset();
	if (id == UI_CMD_NONE)
		return no_command(name, err);
	words = expand(keys, command);
	if ((result = read_words(words, command->where, &next, &fault)) != WORD_GOOD)
		return bad_word(result, fault, command, err);
	former = bound[id];
	bound[id].n = 0;
	for (size_t i = 0; i < next.n; i++) {
		enum ui_command_id other = find(next.items[i].where, next.items[i].key);
		char text[UI_KEY_TEXT];

		if (other != UI_CMD_NONE) {
			bound[id] = former;
			return dw_fail(err, DW_CONFIG,
				_("The key %s already stands for “%s”; choose another, or give that command other "
					"keys"),
				ui_key_name(next.items[i].key, text), ui_commands[other].name);
		}
	}
	bound[id] = next;
	return DW_OK;
}

void
ui_keymap_words(enum ui_command_id id, struct dw_buf *out)
{
	const char *between = "";

	if (!ready)
		ui_keymap_reset();
	for (size_t i = 0; i < bound[id].n; i++) {
		const struct binding *binding = &bound[id].items[i];
		bool everywhere = binding->where == works_in(binding->key, ui_commands[id].where);
		char text[UI_KEY_TEXT];

		ui_key_name(binding->key, text);
		for (size_t in = 0; in < UI_CONTEXTS; in++) {
			if (!everywhere && (binding->where & UI_BIT(in)) == 0)
				continue;
			/* In the file a ; begins a comment. */
			dw_buf_printf(out, "%s%s%s%s", between, everywhere ? "" : context_names[in],
				everywhere ? "" : ":", strcmp(text, ";") == 0 ? "Semicolon" : text);
			between = " ";
			if (everywhere)
				break;
		}
	}
}

bool
ui_keymap_is_standard(enum ui_command_id id)
{
	struct bindings standard;
	const char *fault;

	if (!ready)
		ui_keymap_reset();
	read_words(ui_commands[id].keys, ui_commands[id].where, &standard, &fault);
	for (size_t i = 0; i < standard.n && standard.n == bound[id].n; i++)
		if (standard.items[i].key != bound[id].items[i].key ||
			standard.items[i].where != bound[id].items[i].where)
			return false;
	return standard.n == bound[id].n;
}

/* ---- offers ------------------------------------------------------------------ */

bool
ui_offers_have(const struct ui_offers *offers, enum ui_command_id id)
{
	for (size_t i = 0; i < offers->n; i++)
		if (offers->items[i].id == id)
			return true;
	return false;
}

static void
add_offer(struct ui_offers *offers, struct ui_offer offer)
{
	if (offers->n < DW_COUNT(offers->items))
		offers->items[offers->n++] = offer;
}

void
ui_offer_as(struct ui_offers *offers, enum ui_command_id id, const char *word)
{
	if (!ui_offers_have(offers, id))
		add_offer(offers, (struct ui_offer){ .id = id, .word = word });
}

void
ui_offer(struct ui_offers *offers, enum ui_command_id id)
{
	ui_offer_as(offers, id, NULL);
}

void
ui_offer_key(struct ui_offers *offers, uint32_t key, const char *word)
{
	add_offer(offers, (struct ui_offer){ .key = key, .word = word });
}
