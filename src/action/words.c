/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An action's words and usage line. See words.h.
 */
#include <assert.h>
#include <string.h>

#include "action/words.h"

char *
dw_action_noun(const struct dw_action *action, char out[DW_NOUN_MAX])
{
	size_t len = strcspn(action->name, ".");

	assert(len < DW_NOUN_MAX);
	memcpy(out, action->name, len);
	out[len] = '\0';
	return out;
}

const char *
dw_action_verb(const struct dw_action *action)
{
	const char *dot = strchr(action->name, '.');

	return dot != NULL ? dot + 1 : "";
}

char *
dw_param_word(const struct dw_param *param, char out[DW_NOUN_MAX])
{
	bool own = (param->kind == DW_P_TEXT || param->kind == DW_P_INT) &&
		(param->flags & DW_P_POSITION) != 0;
	const char *word = own ? param->name : dw_param_metavar(param);
	size_t i;

	for (i = 0; word[i] != '\0' && i + 1 < DW_NOUN_MAX; i++)
		out[i] = own && word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 'a' + 'A') : word[i];
	out[i] = '\0';
	return out;
}

int
dw_param_instead(const struct dw_action *action)
{
	for (size_t i = 0; i < action->n_params; i++)
		if ((action->params[i].flags & DW_P_INSTEAD) != 0)
			return (int)i;
	return -1;
}

static void
add_position(struct dw_buf *out, const struct dw_action *action, const struct dw_param *param)
{
	int instead = dw_param_instead(action);
	bool replaced = instead >= 0 && (param->flags & DW_P_TARGET) != 0;
	bool needed = (param->flags & DW_P_REQUIRED) != 0 || (replaced && action->find == NULL);
	char word[DW_NOUN_MAX];

	dw_buf_puts(out, needed ? " " : " [");
	dw_buf_puts(out, dw_param_word(param, word));
	dw_buf_puts(out, (param->flags & DW_P_MANY) != 0 ? "..." : "");
	if (replaced)
		dw_buf_printf(out, "|--%s %s", action->params[instead].name,
			dw_param_metavar(&action->params[instead]));
	dw_buf_puts(out, needed ? "" : "]");
}

void
dw_action_synopsis(struct dw_buf *out, const struct dw_action *action)
{
	char noun[DW_NOUN_MAX];
	const char *verb = dw_action_verb(action);
	bool optional = false;

	dw_buf_printf(out, "doorward %s%s%s", dw_action_noun(action, noun), verb[0] != '\0' ? " " : "",
		verb);
	for (size_t i = 0; i < action->n_params; i++)
		if ((action->params[i].flags & DW_P_POSITION) != 0)
			add_position(out, action, &action->params[i]);
	for (size_t i = 0; i < action->n_params; i++) {
		const struct dw_param *param = &action->params[i];

		if ((param->flags & (DW_P_POSITION | DW_P_INSTEAD)) != 0)
			continue;
		if ((param->flags & DW_P_REQUIRED) != 0 && param->kind != DW_P_SECRET)
			dw_buf_printf(out, " --%s %s", param->name, dw_param_metavar(param));
		else
			optional = true;
	}
	dw_buf_puts(out, optional ? " [OPTION...]" : "");
}
