/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Key files: judging, reading and making them. Sealing with them is in seal.c. See keyring.h.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/keyring.h"

#define FILE_BYTES (2 * DW_KEY_BYTES + 1) /* the digits and a newline */

static const char *const words[DW_KEY_KINDS] = {
	[DW_KEY_PEPPER] = "pepper",
	[DW_KEY_TOTP] = "totp",
};

void
dw_keyring_clear(struct dw_keyring *keyring)
{
	for (int kind = 0; kind < DW_KEY_KINDS; kind++)
		for (int i = 0; i < DW_KEY_GENERATIONS; i++)
			dw_secret_clear(&keyring->at[kind][i].key);
	*keyring = (struct dw_keyring){ 0 };
}

const char *
dw_key_word(enum dw_key_kind kind)
{
	return words[kind];
}

/* "totp.2": which kind, and which number; false for anything else. */
static bool
read_name(const char *name, enum dw_key_kind *kind, int64_t *id)
{
	const char *dot = strchr(name, '.');
	char *end;

	if (dot == NULL || dot[1] < '1' || dot[1] > '9' || strlen(dot + 1) > 9)
		return false;
	*id = strtoll(dot + 1, &end, 10);
	for (int i = 0; i < DW_KEY_KINDS; i++) {
		if (strlen(words[i]) == (size_t)(dot - name) &&
			strncmp(name, words[i], strlen(words[i])) == 0) {
			*kind = (enum dw_key_kind)i;
			return *end == '\0';
		}
	}
	return false;
}

/* ---- judging ---- */

/* Only root and we may be able to change it, and only we to read it. */
static enum dw_code
judge(int fd, const char *path, bool folder, struct dw_error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return dw_fail(err, DW_CONFIG, _("%s cannot be looked at: %s."), path, strerror(errno));
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return dw_fail(err, DW_CONFIG,
			_("%s belongs to uid %u. It must belong to root or to the owner of the store."), path,
			(unsigned)st.st_uid);
	if (folder && (st.st_mode & 022) != 0)
		return dw_fail(err, DW_CONFIG,
			_("Others can write to the folder %s. Take that away: chmod go-w."), path);
	if (!folder && !S_ISREG(st.st_mode))
		return dw_fail(err, DW_CONFIG, _("%s is not a regular file."), path);
	if (!folder && (st.st_mode & 077) != 0)
		return dw_fail(err, DW_CONFIG,
			_("Others can read or write the key %s. Take that away with chmod 0400, and make a new "
			  "key if somebody may have read it."), path);
	if (!folder && st.st_nlink != 1)
		return dw_fail(err, DW_CONFIG, _("The key %s has more than one name. Keep one of them."),
			path);
	return DW_OK;
}

static enum dw_code
read_key(int fd, const char *path, struct dw_secret *out, struct dw_error *err)
{
	char room[FILE_BYTES + 1] = { 0 };
	unsigned char key[DW_KEY_BYTES];
	size_t have = 0, len;
	enum dw_code rc;
	ssize_t n;

	while (have < sizeof(room) && (n = read(fd, room + have, sizeof(room) - have)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return dw_fail(err, DW_CONFIG, _("The key %s cannot be read: %s."), path,
				strerror(errno));
		have += (size_t)n;
	}
	rc = have < FILE_BYTES - 1 || have > FILE_BYTES ||
			(have == FILE_BYTES && room[have - 1] != '\n') ||
			sodium_hex2bin(key, sizeof(key), room, FILE_BYTES - 1, NULL, &len, NULL) != 0 ||
			len != sizeof(key) ?
		dw_fail(err, DW_CONFIG,
			_("The key %s is not %d hexadecimal digits and a newline. Bring it back from where it "
			  "was copied to."), path, FILE_BYTES - 1) :
		dw_secret_set(out, key, sizeof(key), err);
	sodium_memzero(room, sizeof(room));
	sodium_memzero(key, sizeof(key));
	return rc;
}

/* ---- reading ---- */

static int
newest_first(const void *a, const void *b)
{
	const struct dw_key_file *x = a, *y = b;

	return (x->id < y->id) - (x->id > y->id);
}

/* Keeps it among the newest of its kind; an older one than all that fit is let go. */
static void
keep(struct dw_key_file *list, int64_t id, struct dw_secret *key)
{
	struct dw_key_file *last = &list[DW_KEY_GENERATIONS - 1];

	if (last->id > id)
		return;
	dw_secret_clear(&last->key);
	*last = (struct dw_key_file){ id, *key };
	*key = (struct dw_secret){ 0 };
	qsort(list, DW_KEY_GENERATIONS, sizeof(list[0]), newest_first);
}

static enum dw_code
load_one(int folder, const char *path, const char *name, struct dw_keyring *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *full = dw_format("%s/%s", path, name);
	DW_AUTO_FREE char *shown = dw_display_dup(full);
	DW_AUTO(dw_secret) key = { 0 };
	enum dw_key_kind kind;
	enum dw_code rc;
	int64_t id;
	int fd;

	if (!read_name(name, &kind, &id))
		return dw_fail(err, DW_CONFIG,
			_("%s is no key: the files in this folder are named pepper.1, totp.1 and so on. Move it "
			  "elsewhere."), shown);
	fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return dw_fail(err, DW_CONFIG, _("The key %s cannot be opened: %s."), shown,
			strerror(errno));
	if ((rc = judge(fd, shown, false, err)) == DW_OK)
		rc = read_key(fd, shown, &key, err);
	close(fd);
	if (rc == DW_OK)
		keep(out->at[kind], id, &key);
	return rc;
}

enum dw_code
dw_keyring_load(const char *folder, struct dw_keyring *out, struct dw_error *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dw_keyring fresh = { 0 };
	enum dw_code rc;
	DIR *list;

	if (fd < 0 && errno == ENOENT) {
		dw_keyring_clear(out);
		return DW_OK;
	}
	if (fd < 0)
		return dw_fail(err, DW_CONFIG, _("The folder of keys %s cannot be opened: %s."), folder,
			strerror(errno));
	rc = judge(fd, folder, true, err);
	list = fdopendir(fd);
	if (list == NULL) {
		close(fd);
		return dw_fail(err, DW_CONFIG, _("The folder of keys %s cannot be read: %s."), folder,
			strerror(errno));
	}
	for (struct dirent *entry; rc == DW_OK && (entry = readdir(list)) != NULL; )
		if (entry->d_name[0] != '.')
			rc = load_one(fd, folder, entry->d_name, &fresh, err);
	closedir(list);
	if (rc != DW_OK) {
		dw_keyring_clear(&fresh);
		return rc;
	}
	dw_keyring_clear(out);
	*out = fresh;
	return DW_OK;
}

const struct dw_key_file *
dw_keyring_newest(const struct dw_keyring *keyring, enum dw_key_kind kind)
{
	return keyring->at[kind][0].id != 0 ? &keyring->at[kind][0] : NULL;
}

const struct dw_key_file *
dw_keyring_find(const struct dw_keyring *keyring, enum dw_key_kind kind, int64_t id)
{
	for (int i = 0; id != 0 && i < DW_KEY_GENERATIONS; i++)
		if (keyring->at[kind][i].id == id)
			return &keyring->at[kind][i];
	return NULL;
}

/* ---- making ---- */

static enum dw_code
write_key(int fd, const char *path, struct dw_error *err)
{
	unsigned char key[DW_KEY_BYTES];
	char text[FILE_BYTES + 1];
	ssize_t n;

	randombytes_buf(key, sizeof(key));
	sodium_bin2hex(text, sizeof(text), key, sizeof(key));
	text[FILE_BYTES - 1] = '\n';
	n = write(fd, text, FILE_BYTES);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(text, sizeof(text));
	if (n != FILE_BYTES || fsync(fd) != 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("The key %s cannot be written: %s."), path,
			n < 0 || n == FILE_BYTES ? strerror(errno) : strerror(ENOSPC));
	return DW_OK;
}

/* The number after the newest one that the folder has a file for, readable or not. */
static enum dw_code
next_number(int folder, const char *path, enum dw_key_kind kind, int64_t *id,
	struct dw_error *err)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
	enum dw_key_kind found;
	int64_t number;

	if (list == NULL) {
		if (fd >= 0)
			close(fd);
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder of keys %s cannot be read: %s."), path,
			strerror(errno));
	}
	*id = 1;
	for (struct dirent *entry; (entry = readdir(list)) != NULL; )
		if (read_name(entry->d_name, &found, &number) && found == kind && number >= *id)
			*id = number + 1;
	closedir(list);
	return DW_OK;
}

static enum dw_code
create_in(int folder, const char *path, enum dw_key_kind kind, int64_t *id, struct dw_error *err)
{
	DW_AUTO_FREE char *name = NULL;
	DW_AUTO_FREE char *full = NULL;
	enum dw_code rc;
	int fd;

	if ((rc = judge(folder, path, true, err)) != DW_OK ||
		(rc = next_number(folder, path, kind, id, err)) != DW_OK)
		return rc;
	name = dw_format("%s.%lld", words[kind], (long long)*id);
	full = dw_format("%s/%s", path, name);
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400);
	if (fd < 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("The key %s cannot be made: %s."), full,
			strerror(errno));
	rc = write_key(fd, full, err);
	close(fd);
	if (rc != DW_OK)
		unlinkat(folder, name, 0);
	else if (fsync(folder) != 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder of keys %s cannot be written: %s."),
			path, strerror(errno));
	return rc;
}

enum dw_code
dw_keyring_create(const char *folder, enum dw_key_kind kind, int64_t *id, struct dw_error *err)
{
	enum dw_code rc;
	int fd;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder of keys %s cannot be made: %s."),
			folder, strerror(errno));
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder of keys %s cannot be opened: %s."),
			folder, strerror(errno));
	rc = create_in(fd, folder, kind, id, err);
	close(fd);
	return rc;
}
