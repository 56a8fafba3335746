/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the state machine share, and nobody else sees.
 */
#ifndef DW_DOMAIN_SIGNIN_PARTS_H
#define DW_DOMAIN_SIGNIN_PARTS_H

#include "domain/signin.h"

/*
 * A factor was right: judges again, settles the reserved attempt, and says what comes next. The
 * user is as in the store now.
 */
enum dw_code
dw_signin_next(struct dw_work *w, const struct dw_door *door, struct dw_signin *s,
	const struct dw_user *user, struct dw_error *err);

#endif
