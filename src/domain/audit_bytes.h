/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of an audit entry that are hashed and committed to. Shared by the
 * writer (audit.c) and the verifier (audit_verify.c); the layout is in ARCHITECTURE.md
 * with a test vector, and never changes.
 */
#ifndef DW_DOMAIN_AUDIT_BYTES_H
#define DW_DOMAIN_AUDIT_BYTES_H

#include <stddef.h>
#include <stdint.h>

#define DW_AUDIT_HASH 32 /* SHA-256 */

/* One row of the chain but for its own hash. Texts and blobs are borrowed. */
struct dw_audit_row {
	int64_t seq;
	int64_t time_ms;
	const char *action_code, *result, *origin_kind, *reason_code;
	const void *actor, *target, *batch, *commits;
	size_t actor_len, target_len, batch_len, commits_len;
	const unsigned char *prev; /* DW_AUDIT_HASH bytes */
};

/* SHA-256(0x00 || every field with a 4-byte big-endian length before it). */
void
dw_audit_hash(const struct dw_audit_row *row, unsigned char out[DW_AUDIT_HASH]);

/* HMAC-SHA-256(salt, slot || payload). */
void
dw_audit_commit(const unsigned char salt[DW_AUDIT_HASH], uint8_t slot, const char *payload,
	size_t len, unsigned char out[DW_AUDIT_HASH]);

#endif
