/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The list of all actions, in the order of help and manual. Each is defined in the
 * act_<noun>.c of its noun; a new one needs its line here and nowhere else.
 */
#include <string.h>

#include "action/action.h"
#include "action/actions.h"

const struct dw_action *const dw_actions[] = {
	&dw_act_user_list,
	&dw_act_user_show,
	&dw_act_user_create,
	&dw_act_user_edit,
	&dw_act_user_activate,
	&dw_act_user_deactivate,
	&dw_act_user_set_password,
	&dw_act_user_verify_email,
	&dw_act_user_why,
	&dw_act_user_unlock,
	&dw_act_user_reset_code,
	&dw_act_user_valid,
	&dw_act_user_reset_mfa,
	&dw_act_user_exempt_mfa,
	&dw_act_user_grace,
	&dw_act_user_panic,
	&dw_act_user_claims,
	&dw_act_user_import,
	&dw_act_user_export,
	&dw_act_view_list,
	&dw_act_view_save,
	&dw_act_view_delete,
	&dw_act_group_list,
	&dw_act_group_show,
	&dw_act_group_create,
	&dw_act_group_edit,
	&dw_act_group_delete,
	&dw_act_group_add,
	&dw_act_group_remove,
	&dw_act_permission_list,
	&dw_act_permission_import,
	&dw_act_permission_show,
	&dw_act_permission_grant,
	&dw_act_permission_revoke,
	&dw_act_session_list,
	&dw_act_session_end,
	&dw_act_session_end_all,
	&dw_act_attempt_list,
	&dw_act_audit_list,
	&dw_act_audit_changes,
	&dw_act_undo,
	&dw_act_screen_forget,
	&dw_act_key_list,
	&dw_act_key_create,
	&dw_act_store_check,
	&dw_act_store_backup,
	&dw_act_init,
	&dw_act_demo_data,
	NULL,
};

const struct dw_action *
dw_action_find(const char *name)
{
	for (size_t i = 0; dw_actions[i] != NULL; i++)
		if (strcmp(dw_actions[i]->name, name) == 0)
			return dw_actions[i];
	return NULL;
}
