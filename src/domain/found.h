/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Founding a store: everything that is in one from the beginning, which is its kind and
 * realm, Doorward's own permissions, the groups, and the first admin.
 */
#ifndef DW_DOMAIN_FOUND_H
#define DW_DOMAIN_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/work.h"

struct dw_founding {
	const char *admin;  /* username of the first admin */
	const char *realm;  /* name of the store; "" = none */
	int64_t uid;        /* unix account that acts as the admin */
	bool demo;
};

/*
 * Fills a new store, inside the caller's write transaction: `store_created`, `user_created` and
 * `groups_added`. DW_INVALID names what is wrong with the admin's name or the realm.
 */
enum dw_code
dw_store_found(struct dw_work *w, const struct dw_founding *founding, struct dw_error *err);

#endif
