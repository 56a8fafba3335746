/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may be a password, after NIST SP 800-63B-4 3.1.1.2: long enough, and not one
 * of those that are tried first. There are no rules about kinds of characters. The
 * whole password is compared, as a list of guesses would have it: lower case, a
 * common one with digits around it, a short piece over and over, a row of the
 * alphabet, somebody's own name. See credential.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistd.h>
#include <unistr.h>

#include "base/buf.h"
#include "base/data.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/credential.h"

#define LISTED_LEAST 8  /* bytes; what is shorter is not in the list */
#define WORD_LEAST 3    /* code points of a word of one's own that counts */
#define REST_LEAST 4    /* letters that must be left beside one's own words */
#define PHONE_CORE 9   /* last digits of a phone number, without any prefix */
#define FILE_BLOCK (1 << 20)

/* ---- the password as guesses are written ---- */

/* Bytes in guarded memory; nothing of a password is ever copied elsewhere. */
struct text {
	char *data; /* of sodium_malloc, NUL-terminated */
	size_t len;
};

static void
text_clear(struct text *text)
{
	sodium_free(text->data);
	*text = (struct text){ 0 };
}

/* NFC, then letter by letter in lower case; the bytes are known to be UTF-8. */
static void
lower(const char *bytes, size_t len, struct text *out)
{
	DW_AUTO(text) normal = { .data = sodium_malloc(3 * len + 1), .len = 3 * len };

	/* One letter's lower case may be a byte longer. */
	*out = (struct text){ .data = sodium_malloc(6 * len + 8) };
	if (normal.data == NULL || out->data == NULL ||
		(len > 0 && u8_normalize(UNINORM_NFC, (const uint8_t *)bytes, len,
			(uint8_t *)normal.data, &normal.len) != (uint8_t *)normal.data))
		dw_no_memory();
	for (size_t at = 0; at < normal.len;) {
		uint32_t code = 0;

		at += dw_utf8_decode(normal.data + at, normal.len - at, &code);
		out->len += (size_t)u8_uctomb((uint8_t *)out->data + out->len, uc_tolower(code), 6);
	}
	out->data[out->len] = '\0';
}

static size_t
points(const struct text *text)
{
	return dw_utf8_length(text->data);
}

/* ---- the list ---- */

/* Is it a line of the list? Searched by halves, each time from the start of a line. */
static bool
listed(const char *word, size_t len)
{
	const char *list = (const char *)dw_data_blocklist;
	size_t low = 0, high = dw_data_blocklist_len;

	while (low < high) {
		size_t start = low + (high - low) / 2;
		size_t end, n;
		int order;

		while (start > low && list[start - 1] != '\n')
			start--;
		for (end = start; list[end] != '\n' && list[end] != '\0'; end++)
			;
		n = end - start;
		order = memcmp(word, list + start, n < len ? n : len);
		if (order == 0 && n == len)
			return true;
		if (order < 0 || (order == 0 && len < n))
			high = start;
		else
			low = end + 1;
	}
	return false;
}

static bool
is_letter_at(const char *text, size_t len, size_t *n)
{
	uint32_t code = 0;

	*n = dw_utf8_decode(text, len, &code);
	return uc_is_property_alphabetic(code);
}

/* The part from the first letter to the last one. */
static void
without_trimmings(const struct text *password, size_t *start, size_t *end)
{
	size_t n;

	*start = *end = 0;
	for (size_t at = 0; at < password->len; at += n) {
		if (!is_letter_at(password->data + at, password->len - at, &n))
			continue;
		if (*end == 0)
			*start = at;
		*end = at + n;
	}
}

/* ---- pieces and rows ---- */

/* Length in bytes of the shortest piece that, again and again, makes up the text. */
static size_t
piece(const struct text *text)
{
	for (size_t n = 1; n < text->len; n++)
		if (memcmp(text->data, text->data + n, text->len - n) == 0)
			return n;
	return text->len;
}

/* A row of the alphabet or of digits, in either direction; after 9 comes 0. */
static bool
is_row(const struct text *text)
{
	uint32_t before = 0;
	int step = 0;
	size_t n;

	for (size_t at = 0; at < text->len; at += n) {
		uint32_t code = 0;
		int now = 0;

		n = dw_utf8_decode(text->data + at, text->len - at, &code);
		if (at > 0) {
			if (code == before + 1 || (before == '9' && code == '0'))
				now = 1;
			else if (before == code + 1 || (before == '0' && code == '9'))
				now = -1;
			if (now == 0 || (step != 0 && now != step))
				return false;
			step = now;
		}
		before = code;
	}
	return true;
}

/* ---- one's own words ---- */

/* Marks the bytes of every place where the word stands. */
static void
mark(const struct text *password, const char *word, size_t len, bool *marks)
{
	DW_AUTO(text) needle = { 0 };

	lower(word, len, &needle);
	if (points(&needle) < WORD_LEAST || needle.len > password->len)
		return;
	for (size_t at = 0; at + needle.len <= password->len; at++)
		if (memcmp(password->data + at, needle.data, needle.len) == 0)
			memset(marks + at, true, needle.len * sizeof(*marks));
}

/* The whole text, and each word in it: "Anna-Maria de Groot" is also anna, maria, groot. */
static void
mark_words(const struct text *password, const char *text, bool *marks)
{
	size_t len = text != NULL ? strlen(text) : 0, start = 0, n;

	if (len == 0 || !dw_utf8_valid(text, len))
		return;
	mark(password, text, len, marks);
	for (size_t at = 0; at < len; at += n) {
		if (is_letter_at(text + at, len - at, &n))
			continue;
		mark(password, text + start, at - start, marks);
		start = at + n;
	}
	mark(password, text + start, len - start, marks);
}

/* A phone number is dialled, and chosen, without its spaces and often without its prefix. */
static void
mark_digits(const struct text *password, const char *phone, bool *marks)
{
	DW_AUTO(dw_buf) digits = { 0 };

	for (; phone != NULL && *phone != '\0'; phone++)
		if (*phone >= '0' && *phone <= '9')
			dw_buf_putc(&digits, *phone);
	if (digits.len > PHONE_CORE)
		mark(password, digits.data + digits.len - PHONE_CORE, PHONE_CORE, marks);
	mark(password, dw_buf_text(&digits), digits.len, marks);
}

/* Are there hardly any letters but those of names that belong to the account? */
static bool
is_own_words(const struct dw_conf *conf, const struct dw_user *user, const struct text *password)
{
	DW_AUTO_FREE bool *marks = dw_calloc(password->len, sizeof(*marks));
	size_t letters = 0, n;
	bool any = false;

	mark_words(password, "doorward", marks);
	mark_words(password, dw_conf_text(conf, DW_CONF_REALM), marks);
	if (user != NULL) {
		mark_words(password, user->username, marks);
		mark_words(password, user->first_name, marks);
		mark_words(password, user->last_name, marks);
		mark_words(password, user->profile_name, marks);
		mark_words(password, user->email, marks);
		mark_digits(password, user->phone, marks);
	}
	for (size_t at = 0; at < password->len; at += n) {
		bool letter = is_letter_at(password->data + at, password->len - at, &n);

		any |= marks[at];
		letters += letter && !marks[at];
	}
	return any && letters < REST_LEAST;
}

/* ---- a list of the place's own ---- */

/* Looks for the word as a whole line; `block` has room for what was left over, too. */
static enum dw_code
search_file(int fd, const struct text *word, bool *found, struct dw_error *err)
{
	size_t kept = 1, room = FILE_BLOCK + word->len + 2;
	DW_AUTO_FREE char *block = dw_calloc(room, 1);
	DW_AUTO(text) line = { .data = sodium_malloc(word->len + 2), .len = word->len + 2 };

	if (line.data == NULL)
		dw_no_memory();
	line.data[0] = line.data[line.len - 1] = '\n';
	memcpy(line.data + 1, word->data, word->len);
	block[0] = '\n'; /* the line before the first */
	*found = false;
	for (;;) {
		ssize_t n = read(fd, block + kept, FILE_BLOCK);
		size_t len;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_fail(err, DW_CONFIG, _("The file of password.blocklist_file cannot be read: "
				"%s."), strerror(errno));
		len = kept + (size_t)n;
		for (size_t i = kept; i < len; i++)
			block[i] = block[i] == '\r' ? '\n' : block[i];
		if (n == 0)
			block[len++] = '\n'; /* the last line may have no end */
		if (memmem(block, len, line.data, line.len) != NULL) {
			*found = true;
			return DW_OK;
		}
		if (n == 0)
			return DW_OK;
		kept = len < word->len + 1 ? len : word->len + 1;
		memmove(block, block + len - kept, kept);
	}
}

/* A list that cannot be read is no reason to let everything pass. */
static enum dw_code
is_in_file(const char *path, const struct text *password, bool *found, struct dw_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	enum dw_code rc;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		int reason = fd < 0 ? errno : 0;

		if (fd >= 0)
			close(fd);
		return dw_fail(err, DW_CONFIG,
			_("The file of password.blocklist_file cannot be read: %s."),
			reason != 0 ? strerror(reason) : _("it is not a plain file"));
	}
	rc = search_file(fd, password, found, err);
	close(fd);
	return rc;
}

/* ---- the judgement ---- */

static enum dw_code
judge_length(const struct dw_conf *conf, bool has_mfa, const struct dw_secret *password,
	struct dw_error *err)
{
	int64_t least = dw_conf_int(conf, DW_CONF_PASSWORD_MIN);
	int64_t least_mfa = dw_conf_int(conf, DW_CONF_PASSWORD_MIN_MFA);
	int64_t most = dw_conf_int(conf, DW_CONF_PASSWORD_MAX);
	int64_t length;

	if (password->data == NULL || password->len == 0)
		return dw_fail_field(err, DW_INVALID, "password", _("The password is empty."));
	if (memchr(password->data, '\0', password->len) != NULL)
		return dw_fail_field(err, DW_INVALID, "password",
			_("The password holds a NUL character, which no program could compare."));
	if (!dw_utf8_valid(password->data, password->len))
		return dw_fail_field(err, DW_INVALID, "password",
			_("The password is not valid UTF-8 text."));
	length = (int64_t)dw_utf8_length(password->data);
	if (has_mfa && least_mfa < least)
		least = least_mfa;
	if (length < least)
		return dw_fail_field(err, DW_INVALID, "password",
			_("The password needs at least %d characters. Several unrelated words are long and "
			  "easy to remember."), (int)least);
	if (length > most)
		return dw_fail_field(err, DW_INVALID, "password",
			_("The password has more than %d characters. Choose a shorter one."), (int)most);
	return DW_OK;
}

static enum dw_code
judge_commonness(const struct text *password, struct dw_error *err)
{
	size_t start, end, part = piece(password);

	without_trimmings(password, &start, &end);
	if (listed(password->data, password->len))
		return dw_fail_field(err, DW_INVALID, "password",
			_("This password is in the list of common ones, which are tried first. Several "
			  "unrelated words are harder to guess."));
	if (end - start >= LISTED_LEAST && listed(password->data + start, end - start))
		return dw_fail_field(err, DW_INVALID, "password",
			_("This is a common password with digits or signs around it, which is tried early. "
			  "Several unrelated words are harder to guess."));
	if (part * 3 <= password->len || (part < password->len && part >= LISTED_LEAST &&
			listed(password->data, part)))
		return dw_fail_field(err, DW_INVALID, "password",
			_("This password is one short piece, repeated. Several unrelated words are harder "
			  "to guess."));
	if (is_row(password))
		return dw_fail_field(err, DW_INVALID, "password",
			_("This password is a row of the alphabet or of digits. Several unrelated words are "
			  "harder to guess."));
	return DW_OK;
}

enum dw_code
dw_password_judge(const struct dw_conf *conf, const struct dw_user *user, bool has_mfa,
	const struct dw_secret *password, struct dw_error *err)
{
	const char *path = dw_conf_text(conf, DW_CONF_PASSWORD_BLOCKLIST);
	DW_AUTO(text) lowered = { 0 };
	bool found = false;
	enum dw_code rc;

	if ((rc = judge_length(conf, has_mfa, password, err)) != DW_OK)
		return rc;
	lower(password->data, password->len, &lowered);
	if ((rc = judge_commonness(&lowered, err)) != DW_OK)
		return rc;
	if (is_own_words(conf, user, &lowered))
		return dw_fail_field(err, DW_INVALID, "password",
			_("This password is made of the user's own name or address, or of the name of this "
			  "place. Choose words that have nothing to do with either."));
	if (path != NULL && path[0] != '\0') {
		struct text as_typed = { .data = password->data, .len = password->len };

		if ((rc = is_in_file(path, &lowered, &found, err)) != DW_OK ||
			(!found && (rc = is_in_file(path, &as_typed, &found, err)) != DW_OK))
			return rc;
	}
	return !found ? DW_OK : dw_fail_field(err, DW_INVALID, "password",
		_("This password is in this place's list of passwords that are known to others. Choose "
		  "another one."));
}
