/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row per outcome: name, exit status, public sentence. The only place where
 * an outcome becomes a number that scripts see. See code.h.
 */
#include <string.h>
#include <sysexits.h>

#include "base/code.h"
#include "base/intl.h"

struct row {
	const char *name;
	int status;
	const char *text;
};

static const struct row rows[DW_CODES] = {
	[DW_OK] = { "ok", EX_OK, N_("Done.") },
	[DW_USAGE] = { "usage", EX_USAGE, N_("The command is not written correctly.") },
	[DW_INVALID] = { "invalid", EX_DATAERR, N_("A value is not valid.") },
	[DW_STATE] = { "state", EX_DATAERR, N_("That is not possible now.") },
	[DW_NO_INPUT] = { "no_input", EX_NOINPUT, N_("The input cannot be read.") },
	[DW_NOT_FOUND] = { "not_found", EX_NOUSER, N_("There is no such thing.") },
	[DW_UNAVAILABLE] = { "unavailable", EX_UNAVAILABLE, N_("That is not available here.") },
	[DW_BUG] = { "internal", EX_SOFTWARE, N_("Doorward made a mistake; nothing was changed. Please report it.") },
	[DW_CANNOT_CREATE] = { "cannot_create", EX_CANTCREAT, N_("The file cannot be made.") },
	[DW_IO] = { "io", EX_IOERR, N_("Reading or writing failed.") },
	[DW_BUSY] = { "busy", EX_TEMPFAIL, N_("The store is busy; try again.") },
	[DW_THROTTLED] = { "throttled", EX_TEMPFAIL, N_("Too many actions in a short time; wait a moment.") },
	[DW_CONFLICT] = { "conflict", EX_TEMPFAIL, N_("Somebody else changed this meanwhile.") },
	[DW_NOT_PERMITTED] = { "not_permitted", EX_NOPERM, N_("You may not do that.") },
	[DW_NOT_SUBSET] = { "not_subset", EX_NOPERM, N_("This user holds rights that you do not hold.") },
	[DW_OWN_ACCOUNT] = { "own_account", EX_NOPERM, N_("Nobody does that to their own account.") },
	[DW_LAST_ADMIN] = { "last_admin", EX_NOPERM, N_("There must always be one admin.") },
	[DW_CONFIG] = { "config", EX_CONFIG, N_("The configuration is not valid.") },
	[DW_CANCELLED] = { "cancelled", 130, N_("Cancelled; nothing was changed.") },
};

static const struct row *
row_of(enum dw_code code)
{
	return &rows[(unsigned)code < DW_CODES ? code : DW_BUG];
}

const char *
dw_code_name(enum dw_code code)
{
	return row_of(code)->name;
}

int
dw_code_exit(enum dw_code code)
{
	return row_of(code)->status;
}

const char *
dw_code_text(enum dw_code code)
{
	return _(row_of(code)->text);
}

enum dw_code
dw_code_find(const char *name)
{
	unsigned code = 0;

	while (code < DW_CODES && strcmp(rows[code].name, name) != 0)
		code++;
	return (enum dw_code)code;
}
