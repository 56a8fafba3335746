/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bringing files in: users and permission catalogues. Reading and judging a file is
 * preparation, with no transaction open; writing is one transaction. The rules are in
 * domain/import.c and domain/catalogue.c. Export is in act_export.c.
 */
#include <stdlib.h>
#include <string.h>

#include "action/actions.h"
#include "action/file_out.h"
#include "action/files.h"
#include "action/import.h"
#include "action/invoke.h"
#include "base/intl.h"
#include "domain/catalogue.h"
#include "domain/user_view.h"

enum { FILE_NAME };

/* Lists the faults where the frontend wants to have them; returns the failure they are. */
static enum dw_code
tell_faults(struct dw_call *call, struct dw_faults *faults, struct dw_error *err)
{
	enum dw_code rc = DW_OK;

	if (call->faults != NULL && faults->total > 0)
		rc = dw_faults_list(faults, call->faults, err);
	return rc != DW_OK ? rc : dw_faults_fail(faults, call->faults != NULL, err);
}

/* ---- user.import ----------------------------------------------------------------- */

enum {
	/* FILE_NAME, */ MAP = 1, SEPARATOR, UPDATE_BY, CREATE, EMPTY, GROUPS_ARE, KEEP_GOING, TEMPLATE
};

static const char *const separators[] = { "auto", "comma", "semicolon", "tab", NULL };
static const char *const keys[] = { "username", "email", "id", NULL };
static const char *const empties[] = { "keep", "clear", NULL };
static const char *const ways[] = { "add", "set", NULL };

static const struct dw_param import_params[] = {
	[FILE_NAME] = { .name = "file", .kind = DW_P_INPUT, .flags = DW_P_POSITION,
		.title = N_("File"), .help = N_("CSV in UTF-8, its first line names the columns (see "
			"doorward-import(5)); - or nothing is standard input.") },
	[MAP] = { .name = "map", .flags = DW_P_MANY, .title = N_("Columns"),
		.help = N_("Which column is which: 'Surname=last_name,E-Mail=email,Notes=-', where - "
			"passes one over. By their names in the file, or #3 for the third; more than once "
			"for more.") },
	[SEPARATOR] = { .name = "separator", .kind = DW_P_CHOICE, .choices = separators,
		.standard = "auto", .title = N_("Separator"),
		.help = N_("What separates the fields; auto is what the first line has most of.") },
	[UPDATE_BY] = { .name = "update-by", .kind = DW_P_CHOICE, .choices = keys,
		.title = N_("Update by"), .help = N_("Change users who are there already, found by this "
			"column; an empty field leaves theirs alone.") },
	[CREATE] = { .name = "create", .kind = DW_P_YESNO, .standard = "yes", .title = N_("Create"),
		.help = N_("With --update-by: whether who is not found is created; otherwise the row is "
			"bad.") },
	[EMPTY] = { .name = "empty", .kind = DW_P_CHOICE, .choices = empties, .standard = "keep",
		.title = N_("Empty fields"), .help = N_("With --update-by: whether an empty field of a "
			"name, an address, a number, a date or the groups empties the user's.") },
	[GROUPS_ARE] = { .name = "groups", .kind = DW_P_CHOICE, .choices = ways, .standard = "add",
		.title = N_("Groups"), .help = N_("With --update-by: whether the groups in the file are "
			"added to those of the user, or are all of them.") },
	[KEEP_GOING] = { .name = "keep-going", .kind = DW_P_OUTPUT, .title = N_("Rejected rows"),
		.help = N_("Import the good rows, and write the others with line and reason to this new "
			"file; - is standard output. Then the exit status is 65 when a row was rejected.") },
	[TEMPLATE] = { .name = "template", .kind = DW_P_FLAG, .flags = DW_P_STORELESS | DW_P_NO_FORM,
		.title = N_("Template"), .help = N_("Write a file to begin with, and import nothing: the "
			"names of the columns and a row of example, which has to be replaced. Needs no "
			"store.") },
};

/* One call's file, its columns, and where its rejected rows go. */
struct importing {
	struct dw_import *import;
	struct dw_import_map map;
	struct dw_file_out rejects;
};

struct dw_import *
dw_call_import(const struct dw_call *call)
{
	const struct importing *importing = call->prepared;

	return call->action == &dw_act_user_import && importing != NULL ? importing->import : NULL;
}

static void
import_free(void *prepared)
{
	struct importing *importing = prepared;

	dw_import_free(importing->import);
	dw_import_map_clear(&importing->map);
	dw_file_out_clear(&importing->rejects);
	free(importing);
}

static bool
is_dry(const struct dw_call *call)
{
	return (call->flags & DW_CALL_DRY_RUN) != 0;
}

/* What only says how users who are there are changed. */
static enum dw_code
judge_options(const struct dw_args *args, struct dw_error *err)
{
	static const int only[] = { CREATE, EMPTY, GROUPS_ARE };

	for (size_t i = 0; i < DW_COUNT(only) && !dw_arg_given(args, UPDATE_BY); i++)
		if (dw_arg_given(args, only[i]))
			return dw_fail_field(err, DW_USAGE, import_params[only[i]].name,
				_("--%s is about users who are there already: say with --update-by how they are "
				  "found."), import_params[only[i]].name);
	return DW_OK;
}

static enum dw_code
read_options(struct dw_call *call, struct importing *importing, struct dw_import_options *out,
	struct dw_error *err)
{
	const struct dw_args *args = call->args;
	enum dw_code rc;

	*out = (struct dw_import_options){
		.map = &importing->map,
		.separator = (enum dw_csv_separator)dw_arg_num(args, SEPARATOR, DW_CSV_DETECT),
		.update_by = dw_arg_given(args, UPDATE_BY) ?
			(enum dw_import_by)(dw_arg_num(args, UPDATE_BY, 0) + 1) : DW_IMPORT_BY_NOTHING,
		.no_create = dw_arg_num(args, CREATE, 1) == 0,
		.clear_empty = dw_arg_num(args, EMPTY, 0) != 0,
		.set_groups = dw_arg_num(args, GROUPS_ARE, 0) != 0,
		.keep_going = dw_arg_given(args, KEEP_GOING),
		.plan = is_dry(call),
		.rows = (call->flags & DW_CALL_GLANCE) != 0 ? DW_IMPORT_SHOWN : 0,
	};
	for (size_t i = 0; i < args->at[MAP].n_items; i++)
		if ((rc = dw_import_map_read(&importing->map, args->at[MAP].items[i], err)) != DW_OK)
			return rc;
	if ((rc = judge_options(args, err)) != DW_OK || !out->keep_going)
		return rc;
	return dw_file_out_begin(call, KEEP_GOING, &importing->rejects, err);
}

/* A glance ends the reading as one who cancels it would: what follows is not even read. */
static enum dw_code
import_feed(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_import_is_full(arg) ? DW_CANCELLED : dw_import_feed(arg, bytes, len, err);
}

/* A failure with its faults. One for other reasons, or for columns, has its words. */
static enum dw_code
fail(struct dw_call *call, enum dw_code rc, struct dw_error *err)
{
	struct dw_import *import = dw_call_import(call);
	struct dw_faults *faults = dw_import_faults(import);
	enum dw_code listed = DW_OK;

	if (dw_import_is_faulty(import)) {
		listed = tell_faults(call, faults, err);
		if (err != NULL && listed == DW_INVALID)
			err->code = rc;
	} else if (rc == DW_INVALID && call->faults != NULL) {
		listed = dw_faults_list(faults, call->faults, err);
	}
	return listed != DW_OK && listed != DW_INVALID ? listed : rc;
}

static enum dw_code
import_prepare(struct dw_call *call, struct dw_error *err)
{
	const struct dw_progress progress = { call->progress, call->progress_arg };
	struct importing *importing = dw_calloc(1, sizeof(*importing));
	struct dw_import_options options;
	struct dw_import *import;
	enum dw_code rc;

	call->prepared = importing;
	call->prepared_free = import_free;
	if ((rc = read_options(call, importing, &options, err)) != DW_OK)
		return rc;
	import = importing->import = dw_import_new(&call->work, dw_user_columns, dw_user_columns_count,
		&options);
	/* What cannot be read to its end has faults, which are told with the others. */
	rc = dw_file_read(call, FILE_NAME, import_feed, import, err);
	if (rc == DW_CANCELLED && dw_import_is_full(import))
		rc = DW_OK;
	if ((rc != DW_OK && dw_import_faults(import)->total == 0) ||
		(rc = dw_import_may(&call->work, import, err)) != DW_OK)
		return rc;
	rc = dw_import_finish(import, &progress, err);
	return rc == DW_OK ? DW_OK : fail(call, rc, err);
}

/* What was done, or in a dry run would be. */
static char *
outcome(const struct dw_call *call, const struct dw_import_counts *n)
{
	if (is_dry(call))
		return dw_format(_("Users who would be created: %lld; changed: %lld; left as they are: "
			"%lld. Bad rows: %lld."), (long long)n->created, (long long)n->changed,
			(long long)n->same, (long long)n->bad);
	if (dw_arg_given(call->args, UPDATE_BY) && n->created + n->changed + n->same + n->bad > 0)
		return dw_format(_("Users created: %lld; changed: %lld; as they were already: %lld."),
			(long long)n->created, (long long)n->changed, (long long)n->same);
	if (n->same == 0 && n->created + n->changed == 0 && n->bad == 0)
		return dw_strdup(_("The file has no rows below the names of the columns, so nobody was "
			"imported."));
	return dw_format(DW_NG("%lld user was imported", "%lld users were imported", n->created),
		(long long)n->created);
}

static void
add_note(struct dw_buf *note, char *sentence)
{
	dw_buf_printf(note, "%s%s", note->len > 0 ? " " : "", sentence);
	free(sentence);
}

static void
add_notes(struct dw_call *call, const struct dw_import *import, const struct dw_import_counts *n)
{
	const char *passed_over = dw_import_passed_over(import);
	const char *file = dw_arg_text(call->args, KEEP_GOING);
	DW_AUTO(dw_buf) note = { 0 };

	if (n->bad > 0 && !is_dry(call))
		add_note(&note, dw_format(DW_NG("%lld row was rejected and is in %s, with the reason.",
			"%lld rows were rejected and are in %s, with the reasons.", n->bad), (long long)n->bad,
			strcmp(file, "-") == 0 ? _("the output") : file));
	if (passed_over[0] != '\0')
		add_note(&note, dw_format(
			_("These columns cannot be imported and were passed over: %s."), passed_over));
	if (n->hashes > 0)
		add_note(&note, dw_format(DW_NG("%lld password hash was passed over, because the user is "
			"there already.", "%lld password hashes were passed over, because the users are there "
			"already.", n->hashes), (long long)n->hashes));
	if (note.len > 0)
		dw_replace(&call->note, dw_buf_steal(&note));
}

static void
tell_import(struct dw_call *call, const struct dw_import *import)
{
	const struct dw_import_counts n = dw_import_counts(import);

	call->changed = n.created + n.changed > 0;
	call->partly = n.bad > 0 ? DW_INVALID : DW_OK;
	if (call->changed || is_dry(call) || n.same == 0)
		dw_replace(&call->said, outcome(call, &n));
	add_notes(call, import, &n);
	dw_replace(&call->item, dw_format("{\"imported\":%lld,\"created\":%lld,\"updated\":%lld,"
		"\"unchanged\":%lld,\"rejected\":%lld}", (long long)(n.created + n.changed),
		(long long)n.created, (long long)n.changed, (long long)n.same, (long long)n.bad));
}

static enum dw_code
write_template(struct dw_call *call, struct dw_error *err)
{
	if (dw_arg_given(call->args, FILE_NAME))
		return dw_fail_field(err, DW_USAGE, "template",
			_("A template is written to standard output and takes no file: --template >FILE"));
	call->said = dw_strdup(_("Replace the row of example before you import the file."));
	return dw_import_template(call->sink, err);
}

/* On the disk before anything is committed: what was rejected is nowhere else. */
static enum dw_code
write_rejects(struct importing *importing, struct dw_error *err)
{
	enum dw_code rc = dw_import_rejects(importing->import, dw_file_out_add, &importing->rejects,
		err);

	return rc == DW_OK ? dw_file_out_finish(&importing->rejects, err) : rc;
}

static enum dw_code
import_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_progress progress = { call->progress, call->progress_arg };
	struct importing *importing = call->prepared;
	enum dw_code rc;

	if (dw_arg_given(call->args, TEMPLATE))
		return write_template(call, err);
	if ((rc = dw_import_apply(&call->work, importing->import, &progress,
			is_dry(call) ? call->sink : NULL, err)) != DW_OK)
		return fail(call, rc, err);
	if (!is_dry(call) && dw_arg_given(call->args, KEEP_GOING) &&
		(rc = write_rejects(importing, err)) != DW_OK)
		return rc;
	tell_import(call, importing->import);
	/* Where no file says it, the list does. */
	return is_dry(call) && call->partly != DW_OK && call->faults != NULL ?
		dw_faults_list(dw_import_faults(importing->import), call->faults, err) : DW_OK;
}

static enum dw_code
import_after(struct dw_call *call, struct dw_error *err DW_UNUSED)
{
	struct importing *importing = call->prepared;

	dw_file_out_keep(&importing->rejects);
	return DW_OK;
}

const struct dw_action dw_act_user_import = {
	.name = "user.import",
	.title = N_("Import users"),
	.summary = N_("Create or change users from a CSV file, all rows of it or none"),
	.done = N_("The users were imported"),
	DW_PARAMS(import_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_IMPORT,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "users_imported",
	.mnemonic = 'i',
	.console = true,
	.columns = dw_import_plan_columns,
	.n_columns = &dw_import_plan_columns_count,
	.plans = true,
	.prepare = import_prepare,
	.run = import_run,
	.after = import_after,
};

/* ---- permission.import ------------------------------------------------------------- */

static const struct dw_param catalogue_params[] = {
	[FILE_NAME] = { .name = "file", .kind = DW_P_INPUT, .flags = DW_P_POSITION,
		.title = N_("File"), .help = N_("CSV in UTF-8 with the columns name, description and "
			"privileged; - or nothing is standard input.") },
};

static void
catalogue_free(void *prepared)
{
	dw_catalogue_free(prepared);
}

static enum dw_code
catalogue_feed(void *arg, const char *bytes, size_t len, struct dw_error *err)
{
	return dw_catalogue_feed(arg, bytes, len, err);
}

static enum dw_code
catalogue_prepare(struct dw_call *call, struct dw_error *err)
{
	struct dw_catalogue *catalogue = dw_catalogue_new();
	enum dw_code rc;

	call->prepared = catalogue;
	call->prepared_free = catalogue_free;
	rc = dw_file_read(call, FILE_NAME, catalogue_feed, catalogue, err);
	if ((rc != DW_OK && dw_catalogue_faults(catalogue)->total == 0) ||
		((rc = dw_catalogue_finish(catalogue, err)) != DW_OK && rc != DW_INVALID))
		return rc;
	return tell_faults(call, dw_catalogue_faults(catalogue), err);
}

static enum dw_code
catalogue_run(struct dw_call *call, struct dw_error *err)
{
	const struct dw_catalogue_row *rows;
	int64_t added = 0, updated = 0;
	enum dw_code rc;
	size_t n;

	rows = dw_catalogue_rows(call->prepared, &n);
	if ((rc = dw_permission_import(&call->work, rows, n, &added, &updated, err)) != DW_OK)
		return rc;
	call->changed = added + updated > 0;
	if (call->changed)
		dw_replace(&call->said, dw_format(
			_("Permissions that are new: %lld; that were changed: %lld"), (long long)added,
			(long long)updated));
	dw_replace(&call->item, dw_format("{\"added\":%lld,\"updated\":%lld}", (long long)added,
		(long long)updated));
	return DW_OK;
}

const struct dw_action dw_act_permission_import = {
	.name = "permission.import",
	.title = N_("Import permissions"),
	.summary = N_("Bring an application's permission catalogue in from a CSV file"),
	.done = N_("The permissions were imported"),
	DW_PARAMS(catalogue_params),
	.effect = DW_WRITE,
	.needs = DW_PERM_MANAGE_CATALOGUE,
	.throttle = DW_THROTTLE_SENSITIVE,
	.audit = "permission_catalogue_imported",
	.prepare = catalogue_prepare,
	.run = catalogue_run,
};
