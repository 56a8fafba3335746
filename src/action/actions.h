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
extern const struct dw_action dw_act_user_why;
extern const struct dw_action dw_act_user_unlock;
extern const struct dw_action dw_act_user_reset_code;
extern const struct dw_action dw_act_user_valid;
extern const struct dw_action dw_act_user_reset_mfa;
extern const struct dw_action dw_act_user_exempt_mfa;
extern const struct dw_action dw_act_user_grace;
extern const struct dw_action dw_act_user_panic;
extern const struct dw_action dw_act_attempt_list;
extern const struct dw_action dw_act_user_create;
extern const struct dw_action dw_act_user_edit;
extern const struct dw_action dw_act_user_activate;
extern const struct dw_action dw_act_user_deactivate;
extern const struct dw_action dw_act_user_set_password;
extern const struct dw_action dw_act_user_verify_email;

/* act_import.c, act_export.c */
extern const struct dw_action dw_act_user_import;
extern const struct dw_action dw_act_user_export;
extern const struct dw_action dw_act_permission_import;

/* act_group.c */
extern const struct dw_action dw_act_group_list;
extern const struct dw_action dw_act_group_show;
extern const struct dw_action dw_act_group_create;
extern const struct dw_action dw_act_group_edit;
extern const struct dw_action dw_act_group_delete;

/* act_access.c */
extern const struct dw_action dw_act_group_add;
extern const struct dw_action dw_act_group_remove;
extern const struct dw_action dw_act_permission_list;
extern const struct dw_action dw_act_permission_show;
extern const struct dw_action dw_act_permission_grant;
extern const struct dw_action dw_act_permission_revoke;

/* act_session.c */
extern const struct dw_action dw_act_session_list;
extern const struct dw_action dw_act_session_end;
extern const struct dw_action dw_act_session_end_all;

/* act_audit.c */
extern const struct dw_action dw_act_audit_list;
extern const struct dw_action dw_act_audit_changes;

/* act_view.c */
extern const struct dw_action dw_act_view_list;
extern const struct dw_action dw_act_view_save;
extern const struct dw_action dw_act_view_delete;

/* act_undo.c */
extern const struct dw_action dw_act_undo;
extern const struct dw_action dw_act_screen_forget;

/* act_demo.c */
extern const struct dw_action dw_act_demo_data;

/* act_store.c */
extern const struct dw_action dw_act_init;
extern const struct dw_action dw_act_key_list;
extern const struct dw_action dw_act_key_create;
extern const struct dw_action dw_act_store_check;
extern const struct dw_action dw_act_store_backup;

#endif
