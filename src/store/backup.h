/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A copy of an open store, as it is at one moment, while others go on writing. It is
 * made under a temporary name that only this account can read, and gets its own name,
 * or is written out, when the caller says so.
 */
#ifndef DW_STORE_BACKUP_H
#define DW_STORE_BACKUP_H

#include <stdint.h>

#include "base/error.h"
#include "store/db.h"

struct dw_backup {
	char *path;      /* where it goes; NULL = to a descriptor */
	char *temporary; /* its name until then; NULL = there is none any more */
	int64_t bytes;
};

/* Removes the temporary file, if it is still there. */
void
dw_backup_clear(struct dw_backup *backup);

/* Could a backup be made at this path? DW_CANNOT_CREATE: something is there already. */
enum dw_code
dw_backup_may(const char *path, struct dw_error *err);

/*
 * Makes the copy beside `path` (NULL: beside the store) and brings it to the disk. No
 * transaction may be open. Can be cancelled by dw_db_on_progress().
 */
enum dw_code
dw_backup_make(struct dw_db *db, const char *path, struct dw_backup *out, struct dw_error *err);

/* Gives it its name, never over an existing file. */
enum dw_code
dw_backup_publish(struct dw_backup *backup, struct dw_error *err);

/* Writes it to a descriptor instead. */
enum dw_code
dw_backup_write(struct dw_backup *backup, int fd, struct dw_error *err);

#endif
