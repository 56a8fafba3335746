/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The actions by name, for registry.c. Everybody else goes through dw_actions[] or
 * dw_action_find().
 */
#ifndef DW_ACTION_ACTIONS_H
#define DW_ACTION_ACTIONS_H

#include "action/action.h"

/* act_user.c */
extern const struct dw_action dw_act_user_list;
extern const struct dw_action dw_act_user_show;
extern const struct dw_action dw_act_user_claims;
extern const struct dw_action dw_act_user_create;
extern const struct dw_action dw_act_user_edit;
extern const struct dw_action dw_act_user_activate;
extern const struct dw_action dw_act_user_deactivate;
extern const struct dw_action dw_act_user_set_password;
extern const struct dw_action dw_act_user_verify_email;

/* act_audit.c */
extern const struct dw_action dw_act_audit_list;

#endif
