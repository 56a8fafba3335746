/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one table of what keys do: key dispatch, the footer's hints and the help of
 * every place are made from it. A key that types a character commands only where
 * characters are not typed. What can be done now, a view says by offering commands; a
 * key whose command is not offered does nothing, so the footer and the help show
 * exactly what works.
 */
#ifndef DW_UI_KEYMAP_H
#define DW_UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "ui/key.h"

/* Where the keys go: decides what they mean. */
enum ui_context {
	UI_IN_LIST,
	UI_IN_DETAIL,
	UI_IN_PAGER,
	UI_IN_FORM,    /* characters are typed from here on */
	UI_IN_MENU,    /* menus and dialogs: letters are mnemonics */
	UI_IN_PICKER,
	UI_IN_SEARCH,  /* the live search line above a list */
	UI_IN_COMMAND, /* the command line */
	UI_CONTEXTS
};

enum ui_command_id {
	UI_CMD_NONE,

	/* moving */
	UI_CMD_UP,
	UI_CMD_DOWN,
	UI_CMD_PAGE_UP,
	UI_CMD_PAGE_DOWN,
	UI_CMD_HALF_UP,
	UI_CMD_HALF_DOWN,
	UI_CMD_FIRST,
	UI_CMD_LAST,
	UI_CMD_PREVIOUS_PAGE, /* of the list, as it is loaded */
	UI_CMD_NEXT_PAGE,
	UI_CMD_LARGER_PAGE,
	UI_CMD_SMALLER_PAGE,
	UI_CMD_GO_TO_PAGE,
	UI_CMD_GO_TO_LETTER,
	UI_CMD_PREVIOUS_TAB,
	UI_CMD_NEXT_TAB,
	UI_CMD_NTH,           /* the key is '1' to '9': n-th tab or screen */
	UI_CMD_NEXT_PANE,
	UI_CMD_PREVIOUS_PANE,
	UI_CMD_SCREENS,

	/* what stands under the cursor */
	UI_CMD_OPEN,
	UI_CMD_ACTIONS,
	UI_CMD_NEW,
	UI_CMD_EDIT,
	UI_CMD_DELETE,
	UI_CMD_UNDO,
	UI_CMD_COPY,
	UI_CMD_WHOLE,
	UI_CMD_MARK,
	UI_CMD_MARK_RANGE,
	UI_CMD_MARK_ALL,
	UI_CMD_MARK_NONE,

	/* what the list shows */
	UI_CMD_SEARCH,
	UI_CMD_SEARCH_NEXT,
	UI_CMD_SEARCH_PREVIOUS,
	UI_CMD_FILTER,
	UI_CMD_SAVED_VIEWS,
	UI_CMD_BIN,
	UI_CMD_SORT,
	UI_CMD_COLUMNS,
	UI_CMD_RELOAD,

	/* typing */
	UI_CMD_ACCEPT,         /* Enter in a form, menu, picker, search or command line */
	UI_CMD_NEXT_FIELD,
	UI_CMD_PREVIOUS_FIELD,
	UI_CMD_TOGGLE,         /* Space: tick, change, choose */
	UI_CMD_REVEAL,
	UI_CMD_GENERATE,
	UI_CMD_COMPLETE,
	UI_CMD_OLDER,
	UI_CMD_NEWER,
	UI_CMD_RECALL,
	UI_CMD_LEFT,
	UI_CMD_RIGHT,
	UI_CMD_WORD_LEFT,
	UI_CMD_WORD_RIGHT,
	UI_CMD_LINE_START,
	UI_CMD_LINE_END,
	UI_CMD_DELETE_LEFT,
	UI_CMD_DELETE_RIGHT,
	UI_CMD_DELETE_WORD,
	UI_CMD_DELETE_TO_START,
	UI_CMD_DELETE_TO_END,

	/* everywhere */
	UI_CMD_COMMAND_LINE,
	UI_CMD_MESSAGES,
	UI_CMD_SAVE_SCREEN,
	UI_CMD_HELP,
	UI_CMD_REDRAW,
	UI_CMD_SUSPEND,
	UI_CMD_MOUSE,
	UI_CMD_CANCEL,         /* Esc: close the top layer; never quits */
	UI_CMD_INTERRUPT,      /* Ctrl-C: cancel the running work, else like Esc */
	UI_CMD_CLOSE,          /* close the view; at the root, quit */
	UI_CMD_QUIT,
	UI_COMMANDS
};

#define UI_BIT(context) (1u << (context))

struct ui_command {
	const char *name; /* "mark-range": for ui.conf, and in the lint test */
	unsigned where;   /* UI_BIT() of each context it exists in */
	const char *keys; /* words for ui_key_parse(), the one to show first; "pager:Space" is a
	                     key for that context alone */
	const char *hint; /* N_(): a word for the footer; NULL = only where a view gives one */
	const char *help; /* N_(): a sentence for the help */
};

extern const struct ui_command ui_commands[UI_COMMANDS];

/* The command a key stands for in a context; UI_CMD_NONE when it has none. */
enum ui_command_id
ui_keymap_find(enum ui_context context, uint32_t key);

/*
 * The keys of a command in a context, up to max; returns how many. The first is the
 * one to show. None when the command does not exist there.
 */
size_t
ui_keymap_keys(enum ui_command_id id, enum ui_context context, uint32_t *keys, size_t max);

/*
 * Gives a command other keys (ui.conf): words separated by spaces; "default" stands for
 * the standard ones, "none" or nothing takes them away. DW_CONFIG when a word is no key,
 * or is one that can do nothing there, or means something else already where this exists.
 */
enum dw_code
ui_keymap_set(const char *command, const char *keys, struct dw_error *err);

/* Adds a command's keys as such words; are they the standard ones? */
void
ui_keymap_words(enum ui_command_id id, struct dw_buf *out);
bool
ui_keymap_is_standard(enum ui_command_id id);

/* The command of this name; UI_CMD_NONE when there is none. */
enum ui_command_id
ui_command_find(const char *name);

/* The key to name in a sentence: "B". "…" when the command has none there. Returns text. */
const char *
ui_keymap_name(enum ui_command_id id, enum ui_context context, char text[UI_KEY_TEXT]);

/* Puts the standard keys back. */
void
ui_keymap_reset(void);

/*
 * What can be done now, most important first. A view offers its own, then lets its
 * widgets add theirs (ui_table_offer() ...). The order is that of the footer.
 */
struct ui_offer {
	enum ui_command_id id; /* or UI_CMD_NONE with a key */
	uint32_t key;          /* a letter that the view handles itself, like [u] */
	const char *word;      /* for the footer instead of the table's hint; borrowed */
};

struct ui_offers {
	struct ui_offer items[96];
	size_t n;
};

/* Adds a command; a second time it is ignored, so the more special goes first. */
void
ui_offer(struct ui_offers *offers, enum ui_command_id id);

/* The same with a footer word for this place (translated, borrowed); "" = not in the footer. */
void
ui_offer_as(struct ui_offers *offers, enum ui_command_id id, const char *word);

/* A letter of a single action that a focused tab prints; it comes as a plain key. */
void
ui_offer_key(struct ui_offers *offers, uint32_t key, const char *word);

bool
ui_offers_have(const struct ui_offers *offers, enum ui_command_id id);

#endif
