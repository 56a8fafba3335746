/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of settings. To add one, add its name in conf.h and its row here;
 * the file reader, its errors and the manual page know it from the row. See conf.h.
 */
#include <stddef.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/intl.h"

static const char *const username_words[] = { "local", "any", NULL };
static const char *const signin_words[] = { "unix", NULL };
static const char *const theme_words[] = { "auto", "dark", "light", "deuteranopia", "mono",
	NULL };
static const char *const slow_words[] = { "auto", "yes", "no", NULL };

const struct dw_setting dw_settings[DW_SETTINGS] = {
	[DW_CONF_LIST_PAGE_SIZE] = {
		.name = "list.page_size",
		.type = DW_SET_INT,
		.min = 1,
		.max = 1000,
		.standard = "100",
		.help = N_("How many rows a page of a list has."),
	},
	[DW_CONF_PASSWORD_MIN] = {
		.name = "password.min_length",
		.type = DW_SET_INT,
		.min = 8,
		.max = 64,
		.standard = "15",
		.help = N_("How many characters a password must have at least."),
	},
	[DW_CONF_PASSWORD_MIN_MFA] = {
		.name = "password.min_length_with_mfa",
		.type = DW_SET_INT,
		.min = 8,
		.max = 64,
		.standard = "8",
		.help = N_("How many characters a password must have at least where the user has, "
			   "or must have, a second factor."),
	},
	[DW_CONF_PASSWORD_MAX] = {
		.name = "password.max_length",
		.type = DW_SET_INT,
		.min = 256,
		.max = 4096,
		.standard = "1024",
		.help = N_("How many bytes a password may have at most. Longer ones are refused "
			   "before anything is computed from them."),
	},
	[DW_CONF_PASSWORD_BLOCKLIST] = {
		.name = "password.blocklist_file",
		.type = DW_SET_TEXT,
		.max = 4096,
		.standard = "",
		.help = N_("A file with passwords that nobody may use, one per line, in addition "
			   "to the list that Doorward brings along."),
	},
	[DW_CONF_HASH_MEMORY] = {
		.name = "password.hash_memory_mib",
		.type = DW_SET_INT,
		.min = 46,
		.max = 1024,
		.standard = "64",
		.help = N_("How much memory, in MiB, the hash of a password takes. More makes "
			   "guessing dearer and signing in slower; existing hashes follow at the "
			   "next sign-in."),
	},
	[DW_CONF_HASH_PASSES] = {
		.name = "password.hash_passes",
		.type = DW_SET_INT,
		.min = 1,
		.max = 20,
		.standard = "3",
		.help = N_("How many passes the hash of a password makes over its memory."),
	},
	[DW_CONF_USERNAME_PATTERN] = {
		.name = "user.username_characters",
		.type = DW_SET_ENUM,
		.standard = "local",
		.words = username_words,
		.help = N_("Which characters a new username may have: local means letters, digits "
			   "and . _ @ + - of ASCII; any means every letter that can be seen."),
	},
	[DW_CONF_OPERATOR_SIGNIN] = {
		.name = "operator.signin",
		.type = DW_SET_ENUM,
		.standard = "unix",
		.words = signin_words,
		.help = N_("How operators prove who they are: unix takes the account that they are "
			   "signed in with on this machine."),
	},
	[DW_CONF_OPERATOR_WRITES] = {
		.name = "operator.writes_per_minute",
		.type = DW_SET_INT,
		.min = 1,
		.max = 1000,
		.standard = "30",
		.help = N_("How many changes one operator can make in a minute."),
	},
	[DW_CONF_OPERATOR_READS] = {
		.name = "operator.reads_per_minute",
		.type = DW_SET_INT,
		.min = 10,
		.max = 100000,
		.standard = "300",
		.help = N_("How many pages and details one operator can look at in a minute."),
	},
	[DW_CONF_CONSOLE_IDLE_TIMEOUT] = {
		.name = "console.idle_timeout",
		.type = DW_SET_DURATION,
		.max = DW_DAY,
		.standard = "10min",
		.help = N_("After how long without a key the console ends by itself; 0 means never."),
	},
	[DW_CONF_CONSOLE_MAX_SESSION] = {
		.name = "console.max_session",
		.type = DW_SET_DURATION,
		.max = 7 * DW_DAY,
		.standard = "12h",
		.help = N_("After how long the console ends even when it is used; 0 means never."),
	},
	[DW_CONF_CONSOLE_THEME] = {
		.name = "console.theme",
		.type = DW_SET_ENUM,
		.standard = "auto",
		.words = theme_words,
		.help = N_("The colours of the console: auto and dark are for light letters on dark ground, "
			   "light for dark letters on light ground; deuteranopia is dark without red "
			   "against green; mono uses no colours. A terminal without colours gets mono."),
	},
	[DW_CONF_CONSOLE_COPY_SECRETS] = {
		.name = "console.copy_secrets",
		.type = DW_SET_BOOL,
		.standard = "no",
		.help = N_("Whether a key sends codes and generated passwords to the terminal's "
			   "clipboard, where other programs can read them."),
	},
	[DW_CONF_CONSOLE_SLOW_LINE] = {
		.name = "console.slow_line",
		.type = DW_SET_ENUM,
		.standard = "auto",
		.words = slow_words,
		.help = N_("Whether the console saves every byte: lists scroll by half a screen, the detail "
			   "opens over the list, nothing is drawn again because time passes, and colours "
			   "are few. auto means on a line of less than 38400 baud, or a serial one of 38400."),
	},
	[DW_CONF_CONSOLE_MOTION] = {
		.name = "console.motion",
		.type = DW_SET_BOOL,
		.standard = "yes",
		.help = N_("Whether anything in the console moves by itself. no is for screen readers and "
			   "braille displays: the cursor is always visible and stands where the keys go, "
			   "nothing counts by the second, progress is told every few seconds, and no "
			   "detail follows beside the list."),
	},
	[DW_CONF_CONSOLE_KEEP_STATE] = {
		.name = "console.keep_state",
		.type = DW_SET_BOOL,
		.standard = "yes",
		.help = N_("Whether the console comes up as each operator left it: screen, filter, order, "
			   "columns, page size, tab. Words that may be about people are never kept."),
	},
	[DW_CONF_MFA_GRACE] = {
		.name = "mfa.grace",
		.type = DW_SET_DURATION,
		.max = 365 * DW_DAY,
		.standard = "14d",
		.help = N_("How long users who must have a second factor can still sign in without "
			   "one."),
	},
	[DW_CONF_REALM] = {
		.name = "store.realm",
		.type = DW_SET_TEXT,
		.max = 64,
		.standard = "",
		.help = N_("A name for this store, such as example.org, shown at the top of the "
			   "console."),
	},
};
