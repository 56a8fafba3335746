/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may ask what: capabilities of peers by the uid that the kernel tells (SO_PEERCRED).
 * Settings authd.login, authd.session, authd.self and authd.external name accounts or
 * numbers, separated by commas; * is everybody.
 */
#ifndef DW_AUTHD_CAPABILITY_H
#define DW_AUTHD_CAPABILITY_H

#include <sys/types.h>

#include "base/conf.h"
#include "base/error.h"

#define DW_CAP_LOGIN 1    /* sign people in, ask whether an account is good */
#define DW_CAP_SESSION 2  /* check, touch and end sessions by their token */
#define DW_CAP_SELF 4     /* what people do for themselves, with their session */
#define DW_CAP_EXTERNAL 8 /* sign in who proved themselves elsewhere; nothing answers to it yet */

/* The bits of a uid. */
unsigned
dw_capabilities(const struct dw_conf *conf, uid_t uid);

/* Are all names known? DW_CONFIG names the first that is not. At the start. */
enum dw_code
dw_capabilities_check(const struct dw_conf *conf, struct dw_error *err);

#endif
