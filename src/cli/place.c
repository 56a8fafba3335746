/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From options and environment to an open store. See place.h.
 */
#include <errno.h>
#include <libgen.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/secret.h"
#include "cli/place.h"

void
dw_cli_place_clear(struct dw_cli_place *place)
{
	if (place == NULL)
		return;
	dw_app_clear(&place->app);
	dw_conf_free(place->conf);
	dw_ui_conf_clear(&place->ui);
	*place = (struct dw_cli_place){ 0 };
}

/* ---- who owns it ---- */

/* The group of the account rather than that of the file, which may be root's. */
static gid_t
group_of(uid_t uid, gid_t otherwise)
{
	const struct passwd *account = getpwuid(uid);

	return account != NULL ? account->pw_gid : otherwise;
}

/*
 * A store that is still to be made belongs to whom its folder belongs. The folder of
 * the house may be missing too: then root makes it for the account of the house.
 */
static enum dw_code
future_owner(const char *path, uid_t *uid, gid_t *gid, struct dw_error *err)
{
	DW_AUTO_FREE char *copy = dw_strdup(path);
	const char *folder = dirname(copy);
	const struct passwd *account;
	struct stat st;

	if (lstat(folder, &st) == 0) {
		*uid = st.st_uid;
		*gid = group_of(st.st_uid, st.st_gid);
		return DW_OK;
	}
	if (geteuid() != 0 || strcmp(path, DW_STORE_PATH) != 0 ||
		(account = getpwnam(DW_ACCOUNT)) == NULL)
		return DW_OK;
	*uid = account->pw_uid;
	*gid = account->pw_gid;
	if (mkdir(folder, 0700) != 0 || chown(folder, *uid, *gid) != 0)
		return dw_fail(err, DW_CANNOT_CREATE, _("The folder %s cannot be made: %s."), folder,
			strerror(errno));
	return DW_OK;
}

/* ---- what sudo forbids ---- */

static enum dw_code
no_files_by_name(const struct dw_args *args, struct dw_error *err)
{
	for (size_t i = 0; args != NULL && args->at != NULL && i < args->action->n_params; i++) {
		const struct dw_param *param = &args->action->params[i];

		if ((param->kind == DW_P_INPUT || param->kind == DW_P_OUTPUT) && args->at[i].given &&
			args->at[i].text != NULL && strcmp(args->at[i].text, "-") != 0)
			return dw_fail_field(err, DW_NOT_PERMITTED, param->name,
				_("Under sudo files are not opened by name. Write - and use standard input or "
				  "output."));
	}
	return DW_OK;
}

static enum dw_code
allowed_by_sudo(const struct dw_options *options, const struct dw_environment *environment,
	const struct dw_action *action, const struct dw_args *args, bool root, struct dw_error *err)
{
	if (options->store != NULL || options->config != NULL)
		return dw_fail_field(err, DW_NOT_PERMITTED, options->store != NULL ? "store" : "config",
			_("Under sudo the store and the configuration are those of the house: "
			  "--store and --config are refused."));
	if (environment->variable[0] != '\0')
		return dw_fail(err, DW_NOT_PERMITTED,
			_("Under sudo the environment decides nothing: unset %s."), environment->variable);
	if (action != NULL && action->authority == DW_BY_OWNER && !root)
		return dw_fail(err, DW_NOT_PERMITTED,
			_("Only root, or the account that owns the store, may do that."));
	return no_files_by_name(args, err);
}

static enum dw_code
find_owner(const char *path, const struct dw_action *action, uid_t *uid, gid_t *gid,
	struct dw_error *err)
{
	enum dw_code rc;

	*uid = geteuid();
	*gid = getegid();
	/* An account that is not root can only open what it owns, so it counts as the owner. */
	if (geteuid() != 0)
		return DW_OK;
	if (action != NULL && action->scope == DW_SCOPE_NONE)
		return future_owner(path, uid, gid, err);
	if ((rc = dw_db_owner(path, uid, gid, err)) == DW_OK)
		*gid = group_of(*uid, *gid);
	return rc;
}

enum dw_code
dw_cli_place_find(const struct dw_options *options, const struct dw_environment *environment,
	const struct dw_action *action, const struct dw_args *args, struct dw_cli_place *out,
	struct dw_error *err)
{
	struct dw_caller *caller = &out->app.caller;
	struct dw_error missing = { 0 };
	enum dw_code rc, found;
	uid_t owner;
	gid_t group;

	out->conf = dw_conf_new();
	out->app.conf = out->conf;
	out->root = geteuid() == 0;
	caller->store_path = options->store != NULL ? options->store
		: environment->store != NULL ? environment->store : DW_STORE_PATH;
	caller->as = options->as;
	caller->read_only = options->read_only;
	found = find_owner(caller->store_path, action, &owner, &group, &missing);
	dw_caller_find(caller, environment, owner);
	if (caller->under_sudo && (rc = allowed_by_sudo(options, environment, action, args, out->root,
			err)) != DW_OK)
		return rc;
	/* Only now: a person under sudo does not find out by --store what exists. */
	if (found != DW_OK) {
		if (err != NULL)
			*err = missing;
		return found;
	}
	if ((rc = dw_caller_become(owner, group, err)) != DW_OK)
		return rc;
	/* Changing the account made the process dumpable again. */
	return dw_secret_start(err);
}

/* ---- configuration ---- */

/* What was asked for; NULL = the usual place. */
static const char *
named_config(const struct dw_options *options, const struct dw_environment *environment,
	const struct dw_cli_place *place)
{
	return place->app.demo ? NULL :
		options->config != NULL ? options->config : environment->config;
}

/* Where it is. Free it. */
static char *
config_path(const struct dw_options *options, const struct dw_environment *environment,
	const struct dw_cli_place *place)
{
	const char *named = named_config(options, environment, place);
	DW_AUTO_FREE char *copy = dw_strdup(place->app.caller.store_path);

	if (place->app.demo)
		return dw_format("%s/doorward.conf", dirname(copy));
	return dw_strdup(named != NULL ? named : DW_CONFIG_PATH);
}

static enum dw_code
read_config(const struct dw_options *options, const struct dw_environment *environment,
	struct dw_cli_place *place, struct dw_error *err)
{
	DW_AUTO_FREE char *path = config_path(options, environment, place);
	enum dw_code rc;

	if (place->app.demo && options->config != NULL)
		return dw_fail_field(err, DW_USAGE, "config",
			_("A demo store has its configuration in its own folder: doorward.conf."));
	rc = dw_conf_read(place->conf, path, err);
	return rc == DW_NO_INPUT && named_config(options, environment, place) == NULL ? DW_OK : rc;
}

enum dw_code
dw_cli_place_keys(const struct dw_options *options, const struct dw_environment *environment,
	struct dw_cli_place *place, struct dw_error *err)
{
	DW_AUTO_FREE char *path = config_path(options, environment, place);
	enum dw_code rc = dw_ui_conf_read(&place->ui, path, err);

	return rc == DW_NO_INPUT ? DW_OK : rc;
}

enum dw_code
dw_cli_place_open(const struct dw_options *options, const struct dw_environment *environment,
	bool need_operator, struct dw_cli_place *place, struct dw_error *err)
{
	DW_AUTO_FREE char *path = NULL;
	enum dw_code rc;

	/* Which configuration counts depends on the kind of the store, which is inside it. */
	if ((rc = dw_app_open(&place->app, need_operator, err)) != DW_OK ||
		(rc = read_config(options, environment, place, err)) != DW_OK)
		return rc;
	if (dw_conf_text(place->conf, DW_CONF_REALM)[0] != '\0')
		dw_replace(&place->app.realm, dw_strdup(dw_conf_text(place->conf, DW_CONF_REALM)));
	path = config_path(options, environment, place);
	dw_replace(&place->app.keys_folder, dw_format("%s/keys", dirname(path)));
	return DW_OK;
}
