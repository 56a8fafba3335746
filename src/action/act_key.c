/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Actions on the keys that are kept outside the store (domain/keyring.h): which there are, and
 * making the next one. They belong to the owner of the file, like the store itself.
 */
#include "action/actions.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "base/mem.h"
#include "domain/audit.h"

/* ---- key.list ------------------------------------------------------------------------ */

enum { KIND, NUMBER, USED };

static const struct dw_column key_columns[] = {
	[KIND] = { "kind", N_("KIND"), DW_TEXT, DW_COL_DEFAULT, 1, 8, 0, NULL },
	[NUMBER] = { "number", N_("NUMBER"), DW_INT, DW_COL_DEFAULT | DW_COL_RIGHT, 1, 6, 0, NULL },
	[USED] = { "newest", N_("NEWEST"), DW_BOOL, DW_COL_DEFAULT, 2, 6, 0, NULL },
};
static const size_t key_columns_count = DW_COUNT(key_columns);

static enum dw_code
list_run(struct dw_call *call, struct dw_error *err)
{
	struct dw_list_info info = { .item = "key", .total = 0 };
	struct dw_sink *sink = call->sink;
	DW_AUTO(dw_keyring) keyring = { 0 };
	enum dw_code rc;

	if ((rc = dw_app_keys(call->app, &keyring, err)) != DW_OK ||
		(rc = sink->begin(sink, key_columns, key_columns_count, err)) != DW_OK)
		return rc;
	for (int kind = 0; kind < DW_KEY_KINDS; kind++) {
		for (int i = 0; i < DW_KEY_GENERATIONS && keyring.at[kind][i].id != 0; i++) {
			const struct dw_value row[] = {
				[KIND].text = dw_key_word((enum dw_key_kind)kind),
				[NUMBER].num = keyring.at[kind][i].id,
				[USED].num = i == 0,
			};

			if ((rc = sink->row(sink, row, err)) != DW_OK)
				return rc;
			info.total++;
		}
	}
	return sink->end(sink, &info, err);
}

const struct dw_action dw_act_key_list = {
	.name = "key.list",
	.title = N_("Keys"),
	.summary = N_("List the keys that are kept outside the store"),
	.effect = DW_READ,
	.authority = DW_BY_OWNER,
	.throttle = DW_THROTTLE_NONE,
	.columns = key_columns,
	.n_columns = &key_columns_count,
	.run = list_run,
};

/* ---- key.create ---------------------------------------------------------------------- */

enum { CREATE_KIND };

static const char *const kinds[] = { "pepper", "totp", NULL };

static const struct dw_param create_params[] = {
	[CREATE_KIND] = { .name = "kind", .kind = DW_P_CHOICE, .choices = kinds,
		.flags = DW_P_REQUIRED | DW_P_POSITION, .title = N_("Kind"),
		.help = N_("pepper goes into the hashes of passwords; totp seals the secrets of "
			"authenticator apps.") },
};

static enum dw_code
create_run(struct dw_call *call, struct dw_error *err)
{
	enum dw_key_kind kind = (enum dw_key_kind)dw_arg_num(call->args, CREATE_KIND, 0);
	struct dw_audit_entry entry = { .action = "key_created" };
	int64_t id = 0;
	enum dw_code rc = DW_OK;

	call->changed = true;
	/* A file that is there although nothing was committed harms nobody: nothing uses it. */
	if ((call->flags & DW_CALL_DRY_RUN) == 0)
		rc = dw_keyring_create(call->app->keys_folder, kind, &id, err);
	if (rc != DW_OK)
		return rc;
	entry.data = json_pack("{s:s, s:I}", "kind", dw_key_word(kind), "number", (json_int_t)id);
	rc = dw_audit_append(&call->work, &entry, err);
	json_decref(entry.data);
	dw_replace(&call->said, dw_format(_("The key %s/%s.%lld was made. Copy it to a safe place, apart "
		"from copies of the store."), call->app->keys_folder, dw_key_word(kind), (long long)id));
	dw_replace(&call->item, dw_format("{\"kind\":\"%s\",\"number\":%lld}", dw_key_word(kind),
		(long long)id));
	return rc;
}

const struct dw_action dw_act_key_create = {
	.name = "key.create",
	.title = N_("New key"),
	.summary = N_("Make a key outside the store; what is written from now on uses it"),
	.done = N_("The key was made"),
	DW_PARAMS(create_params),
	.effect = DW_WRITE,
	.authority = DW_BY_OWNER,
	.throttle = DW_THROTTLE_NONE,
	.audit = "key_created",
	.run = create_run,
};
