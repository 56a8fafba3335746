/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A place on disk for one test: a folder of mode 0700 that is gone afterwards, and
 * stores in it. For tests that need a real file; failures end the test.
 */
#ifndef DW_TESTS_SUPPORT_PLACE_H
#define DW_TESTS_SUPPORT_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "store/db.h"

struct place {
	char folder[256];
	char store[300]; /* folder/store.db; made by place_store() only */
};

/* cmocka's setup and teardown: *state is a struct place *. */
int
place_setup(void **state);
int
place_teardown(void **state);

/* folder/name, in memory that lives until the next call but seven. */
const char *
place_path(const struct place *place, const char *name);

/* Makes place->store as init would: schema, no rows, closed again. */
void
place_store(const struct place *place);

/* Opens place->store. */
struct dw_db *
place_open(const struct place *place, enum dw_db_mode mode);

/* A whole file; the caller frees it. */
char *
place_read(const char *path, size_t *len);
void
place_write(const char *path, const void *bytes, size_t len);

/* Names, sizes, modes and contents of all that is in the folder, as one number. */
unsigned long
place_fingerprint(const struct place *place);

/* Names in the folder, sorted, with spaces between. Valid until the next call. */
const char *
place_names(const struct place *place);

/*
 * Runs check in a child process as an account that is not root (the folder is given to
 * it first) and returns what check returned, 0..127. As it is where we are not root.
 */
int
place_as_nobody(const struct place *place, int (*check)(const struct place *place));

#endif
