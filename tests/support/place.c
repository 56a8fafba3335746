/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A place on disk for one test. See place.h.
 */
#include "tests/support/test.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "tests/support/place.h"

#define NOBODY 65534

int
place_setup(void **state)
{
	struct place *place = dw_calloc(1, sizeof(*place));
	const char *tmp = getenv("TMPDIR");

	snprintf(place->folder, sizeof(place->folder), "%s/doorward-test.XXXXXX",
		tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(place->folder) == NULL)
		return -1;
	snprintf(place->store, sizeof(place->store), "%s/store.db", place->folder);
	*state = place;
	return 0;
}

static int
remove_one(const char *path, const struct stat *st DW_UNUSED, int type DW_UNUSED,
	struct FTW *ftw DW_UNUSED)
{
	return remove(path);
}

int
place_teardown(void **state)
{
	struct place *place = *state;
	int result;

	chmod(place->folder, 0700);
	result = nftw(place->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(place);
	return result;
}

const char *
place_path(const struct place *place, const char *name)
{
	static char paths[8][600];
	static unsigned next;
	char *path = paths[next++ % DW_COUNT(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", place->folder, name);
	return path;
}

void
place_store(const struct place *place)
{
	struct dw_error err = { 0 };
	struct dw_db *db = NULL;

	if (dw_db_create(place->store, &db, &err) != DW_OK || dw_db_publish(db, &err) != DW_OK)
		fail_msg("%s [%s]", err.message, err.detail);
	dw_db_close(db);
}

struct dw_db *
place_open(const struct place *place, enum dw_db_mode mode)
{
	struct dw_error err = { 0 };
	struct dw_db *db = NULL;

	if (dw_db_open(place->store, mode, &db, &err) != DW_OK)
		fail_msg("%s [%s]", err.message, err.detail);
	return db;
}

char *
place_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	char *bytes;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	bytes = dw_calloc(1, (size_t)st.st_size + 1);
	*len = fread(bytes, 1, (size_t)st.st_size, file);
	fclose(file);
	return bytes;
}

void
place_write(const char *path, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fchmod(fileno(file), 0600), 0);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static int
not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

unsigned long
place_fingerprint(const struct place *place)
{
	unsigned long sum = 5381;
	struct dirent **names = NULL;
	int n = scandir(place->folder, &names, not_dots, alphasort);

	for (int i = 0; i < n; i++) {
		const char *path = place_path(place, names[i]->d_name);
		struct stat st;
		size_t len = 0;
		char *bytes = NULL;

		assert_int_equal(lstat(path, &st), 0);
		if (S_ISREG(st.st_mode))
			bytes = place_read(path, &len);
		for (const char *at = names[i]->d_name; *at != '\0'; at++)
			sum = sum * 33 + (unsigned char)*at;
		for (size_t at = 0; at < len; at++)
			sum = sum * 33 + (unsigned char)bytes[at];
		sum = sum * 33 + st.st_mode + (unsigned long)st.st_size;
		free(bytes);
		free(names[i]);
	}
	free(names);
	return sum;
}

const char *
place_names(const struct place *place)
{
	static char text[2000];
	struct dirent **names = NULL;
	int n = scandir(place->folder, &names, not_dots, alphasort);

	text[0] = '\0';
	for (int i = 0; i < n; i++) {
		size_t at = strlen(text);

		snprintf(text + at, sizeof(text) - at, "%s%s", i > 0 ? " " : "", names[i]->d_name);
		free(names[i]);
	}
	free(names);
	return text;
}

static int
give_one(const char *path, const struct stat *st DW_UNUSED, int type DW_UNUSED,
	struct FTW *ftw DW_UNUSED)
{
	return lchown(path, NOBODY, NOBODY);
}

int
place_as_nobody(const struct place *place, int (*check)(const struct place *place))
{
	int status = 0;
	pid_t pid;

	if (geteuid() == 0)
		assert_int_equal(nftw(place->folder, give_one, 8, FTW_PHYS), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 && (setegid(NOBODY) != 0 || seteuid(NOBODY) != 0))
			_exit(127);
		_exit(check(place));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}
