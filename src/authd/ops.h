/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be asked: one table of operations (ops.c), each with the capability it takes.
 */
#ifndef DW_AUTHD_OPS_H
#define DW_AUTHD_OPS_H

#include "authd/conn.h"

/* Serves one request: an answer is there now, or comes later. */
void
dw_ops_serve(struct dw_conn *conn, const struct dw_wire_request *request);

/* A sign-in that waits for its turn tries again. */
void
dw_ops_try_again(struct dw_conn *conn, int64_t now);

/* ops_signin.c */
void
dw_op_login(struct dw_conn *conn, const struct dw_wire_request *request);
void
dw_op_redeem(struct dw_conn *conn, const struct dw_wire_request *request);
void
dw_op_factor(struct dw_conn *conn, const struct dw_wire_request *request);
void
dw_op_change(struct dw_conn *conn, const struct dw_wire_request *request);
/* Says where the sign-in stands. */
void
dw_op_tell_step(struct dw_conn *conn);

/* ops_self.c */
void
dw_op_enrol(struct dw_conn *conn, const struct dw_wire_request *request);
void
dw_op_confirm(struct dw_conn *conn, const struct dw_wire_request *request);
void
dw_op_backup_codes(struct dw_conn *conn, const struct dw_wire_request *request);

#endif
