/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hashing beside the loop: a few threads and a bounded queue, so that a hundred people at
 * once take the memory of a few, and a flood is told to come back instead of being kept.
 * A job touches nothing that the loop touches until it is handed back.
 */
#ifndef DW_AUTHD_HASHER_H
#define DW_AUTHD_HASHER_H

#include <stdbool.h>

#include "base/error.h"

struct dw_hasher;

/* threads: how many hashes at a time; waiting: how many jobs may wait besides. */
enum dw_code
dw_hasher_start(unsigned threads, unsigned waiting, struct dw_hasher **out, struct dw_error *err);

/* Waits for what is being hashed, lets go of what waits (its done is not called). Takes NULL. */
void
dw_hasher_stop(struct dw_hasher *hasher);

/*
 * run(arg) in a thread, then done(arg) from dw_hasher_collect(). False when the queue is full;
 * then neither is called.
 */
bool
dw_hasher_put(struct dw_hasher *hasher, void (*run)(void *arg), void (*done)(void *arg),
	void *arg);

/* Would a job be taken now? Stays true until the caller itself puts one. */
bool
dw_hasher_has_room(struct dw_hasher *hasher);

/* A descriptor that is readable when something is to be collected. */
int
dw_hasher_fd(const struct dw_hasher *hasher);
void
dw_hasher_collect(struct dw_hasher *hasher);

#endif
