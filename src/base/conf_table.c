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

static const char *const mfa_words[] = { "operators", "everybody", NULL };

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
	[DW_CONF_MFA_POLICY] = {
		.name = "mfa.policy",
		.type = DW_SET_ENUM,
		.standard = "operators",
		.words = mfa_words,
		.help = N_("Who must have a second factor: operators means whoever holds any right over "
			   "others, who always must; everybody means all users. Single users can be "
			   "exempt."),
	},
	[DW_CONF_MFA_GRACE] = {
		.name = "mfa.grace",
		.type = DW_SET_DURATION,
		.max = 365 * DW_DAY,
		.standard = "14d",
		.help = N_("How long users who must have a second factor can still sign in without "
			   "one."),
	},
	[DW_CONF_SIGNIN_LOCK_AFTER] = {
		.name = "signin.lock_after",
		.type = DW_SET_INT,
		.min = 1,
		.max = 100,
		.standard = "5",
		.help = N_("After how many wrong tries within signin.lock_window an account is locked for "
			   "a while."),
	},
	[DW_CONF_SIGNIN_LOCK_WINDOW] = {
		.name = "signin.lock_window",
		.type = DW_SET_DURATION,
		.min = DW_MINUTE,
		.max = DW_DAY,
		.standard = "15min",
		.help = N_("Within which time wrong tries count together."),
	},
	[DW_CONF_SIGNIN_LOCK_FIRST] = {
		.name = "signin.lock_first",
		.type = DW_SET_DURATION,
		.min = DW_SECOND,
		.max = DW_HOUR,
		.standard = "1min",
		.help = N_("How long the first lock lasts. Each further one lasts twice as long as the "
			   "one before, until somebody signs in or lifts it."),
	},
	[DW_CONF_SIGNIN_LOCK_LONGEST] = {
		.name = "signin.lock_longest",
		.type = DW_SET_DURATION,
		.min = DW_MINUTE,
		.max = DW_DAY,
		.standard = "60min",
		.help = N_("How long a lock lasts at most."),
	},
	[DW_CONF_SIGNIN_DISABLE_AFTER] = {
		.name = "signin.disable_after",
		.type = DW_SET_INT,
		.min = 5,
		.max = 100,
		.standard = "100",
		.help = N_("After how many wrong tries in a row the password is disabled until a new "
			   "one is set."),
	},
	[DW_CONF_SIGNIN_PER_ADDRESS] = {
		.name = "signin.failures_per_address",
		.type = DW_SET_INT,
		.min = 1,
		.max = 10000,
		.standard = "20",
		.help = N_("How many tries from one address may fail within a minute; further ones are "
			   "refused before anything is looked at."),
	},
	[DW_CONF_SIGNIN_VERIFIED] = {
		.name = "signin.verified_email",
		.type = DW_SET_BOOL,
		.standard = "yes",
		.help = N_("Whether users who have an e-mail address can only sign in once it is "
			   "verified. The first admin and users of a directory always can."),
	},
	[DW_CONF_SESSION_IDLE] = {
		.name = "session.idle",
		.type = DW_SET_DURATION,
		.min = DW_MINUTE,
		.max = 90 * DW_DAY,
		.standard = "12h",
		.help = N_("After how long without activity a session ends."),
	},
	[DW_CONF_SESSION_LIFETIME] = {
		.name = "session.lifetime",
		.type = DW_SET_DURATION,
		.min = DW_MINUTE,
		.max = 365 * DW_DAY,
		.standard = "7d",
		.help = N_("After how long a session ends even when it is used."),
	},
	[DW_CONF_SESSION_PER_USER] = {
		.name = "session.per_user",
		.type = DW_SET_INT,
		.min = 1,
		.max = 1000,
		.standard = "10",
		.help = N_("How many sessions one user can have; a further one ends the oldest."),
	},
	[DW_CONF_RESET_CODE_LIFETIME] = {
		.name = "reset_code.lifetime",
		.type = DW_SET_DURATION,
		.min = DW_MINUTE,
		.max = 30 * DW_MINUTE,
		.standard = "30min",
		.help = N_("How long a reset code is good for."),
	},
	[DW_CONF_RESET_CODE_TRIES] = {
		.name = "reset_code.tries",
		.type = DW_SET_INT,
		.min = 1,
		.max = 5,
		.standard = "5",
		.help = N_("After how many wrong tries a reset code is void."),
	},
	[DW_CONF_PROOF_REQUIRED] = {
		.name = "proof.required",
		.type = DW_SET_BOOL,
		.standard = "yes",
		.help = N_("Whether operators must say how a caller was identified before they remove "
			   "second factors."),
	},
	[DW_CONF_ATTEMPT_KEEP] = {
		.name = "attempt.keep",
		.type = DW_SET_DURATION,
		.min = DW_DAY,
		.max = 365 * DW_DAY,
		.standard = "30d",
		.help = N_("How long attempts to sign in are kept."),
	},
	[DW_CONF_AUTHD_SOCKET] = {
		.name = "authd.socket",
		.type = DW_SET_TEXT,
		.max = 107,
		.standard = "/run/doorward/auth.sock",
		.help = N_("The socket that doorward-authd listens at, unless systemd hands it one."),
	},
	[DW_CONF_AUTHD_LOGIN] = {
		.name = "authd.login",
		.type = DW_SET_TEXT,
		.max = 1024,
		.standard = "root",
		.help = N_("Which accounts of this machine may sign people in through doorward-authd: names "
			   "or numbers, separated by commas; * is everybody."),
	},
	[DW_CONF_AUTHD_SESSION] = {
		.name = "authd.session",
		.type = DW_SET_TEXT,
		.max = 1024,
		.standard = "root",
		.help = N_("Which accounts may check, touch and end sessions by their token."),
	},
	[DW_CONF_AUTHD_SELF] = {
		.name = "authd.self",
		.type = DW_SET_TEXT,
		.max = 1024,
		.standard = "root",
		.help = N_("Which accounts may set up second factors for people who have just signed in."),
	},
	[DW_CONF_AUTHD_EXTERNAL] = {
		.name = "authd.external",
		.type = DW_SET_TEXT,
		.max = 1024,
		.standard = "",
		.help = N_("Which accounts may sign in people who proved themselves elsewhere. Nothing asks "
			   "for that yet."),
	},
	[DW_CONF_AUTHD_HASHES] = {
		.name = "authd.hashes_at_once",
		.type = DW_SET_INT,
		.min = 1,
		.max = 64,
		.standard = "4",
		.help = N_("How many passwords doorward-authd verifies at a time. Each takes "
			   "password.hash_memory_mib."),
	},
	[DW_CONF_AUTHD_QUEUE] = {
		.name = "authd.queue",
		.type = DW_SET_INT,
		.min = 1,
		.max = 4096,
		.standard = "256",
		.help = N_("How many more may wait for that; further ones are told to come back."),
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
