/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People for trying Doorward out: a household of about 240 in every state that the
 * product knows, then as many more as asked for, in the shape of a large company.
 * The same seed gives the same people. Everybody's password is DW_DEMO_PASSWORD.
 */
#ifndef DW_DOMAIN_DEMO_H
#define DW_DOMAIN_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "domain/work.h"

#define DW_DEMO_PASSWORD "a demo needs no secret"
#define DW_DEMO_USERS_MAX 20000000

/*
 * Fills the store until it has `users` users, and at least the household, inside the
 * caller's write transaction, which may last: a million users take about a minute. Bound to
 * operator_uid (-1 = nobody) are ada (Admin), ursula (User manager), henry (Help desk) and
 * vera (Viewer). Who of the household is there already is given the rest if they have but
 * a username, and otherwise stays as they are. progress may be NULL; false cancels
 * (DW_CANCELLED). DW_STATE when demo data is there already. Writes one entry
 * `demo_data_created` and a little history.
 */
enum dw_code
dw_demo_fill(struct dw_work *w, int64_t users, uint64_t seed, int64_t operator_uid,
	bool (*progress)(void *arg, int64_t done, int64_t total), void *arg, struct dw_error *err);

#endif
