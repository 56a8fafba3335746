/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the rows come from: a picker of files, folder by folder, that is narrowed by
 * typing and completes a path; its first line is the paste. Under sudo that is its
 * only one, because a file would be opened with rights that are not the operator's.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "action/files.h"
#include "base/intl.h"
#include "base/utf8.h"
#include "ui/imp.h"
#include "ui/picker.h"

#define PASTE "\n"     /* no name of a file that a person would give */
#define ENTRIES_MAX 500

struct entry {
	char *path;    /* as it is chosen */
	char *shown;
	char *detail;
	bool folder;
};

struct entries {
	struct entry *at;
	size_t n;
};

static void
entries_clear(struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++) {
		free(entries->at[i].path);
		free(entries->at[i].shown);
		free(entries->at[i].detail);
	}
	free(entries->at);
}

/* Files before folders, each by name. */
static int
by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->folder != y->folder)
		return x->folder ? 1 : -1;
	return strcmp(x->path, y->path);
}

static char *
size_text(int64_t bytes)
{
	if (bytes < 1000)
		return dw_format(DW_NG("%lld byte", "%lld bytes", bytes), (long long)bytes);
	if (bytes < 1000 * 1000)
		return dw_format(_("%lld kB"), (long long)(bytes / 1000));
	return dw_format(_("%lld MB"), (long long)(bytes / (1000 * 1000)));
}

static void
add_entry(struct entries *entries, int fd, const char *folder, const char *name)
{
	struct stat st;
	struct entry *entry;

	if (fstatat(fd, name, &st, 0) != 0 || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return;
	entries->at = dw_realloc(entries->at, entries->n + 1, sizeof(*entries->at));
	entry = &entries->at[entries->n++];
	entry->folder = S_ISDIR(st.st_mode);
	entry->path = dw_format("%s%s%s", folder, name, entry->folder ? "/" : "");
	entry->shown = dw_display_dup(entry->path);
	entry->detail = entry->folder ? dw_strdup("") : size_text(st.st_size);
}

/* Names in a folder that go on with what was typed; hidden ones only where that is asked for. */
static void
read_folder(struct entries *entries, const char *folder, const char *begin)
{
	DIR *dir = opendir(folder[0] != '\0' ? folder : ".");
	DW_AUTO_FREE char *wanted = dw_fold_search(begin);
	struct dirent *next;

	while (dir != NULL && (next = readdir(dir)) != NULL && entries->n < ENTRIES_MAX) {
		DW_AUTO_FREE char *folded = dw_fold_search(next->d_name);

		if (strcmp(next->d_name, ".") == 0 || (next->d_name[0] == '.' && begin[0] != '.' &&
				strcmp(next->d_name, "..") != 0))
			continue;
		if (strstr(folded, wanted) != NULL)
			add_entry(entries, dirfd(dir), folder, next->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (entries->n > 0)
		qsort(entries->at, entries->n, sizeof(*entries->at), by_name);
}

static void
fill(void *ctx, struct ui_picker *picker, const char *needle)
{
	struct imp *imp = ctx;
	const char *slash = strrchr(needle, '/');
	DW_AUTO(entries) entries = { 0 };
	DW_AUTO_FREE char *folder = slash == NULL ? dw_strdup(imp->folder) :
		dw_format("%s%.*s", needle[0] == '/' ? "" : imp->folder, (int)(slash + 1 - needle), needle);

	if (needle[0] == '\0')
		ui_picker_add(picker, &(struct ui_pick){ .key = PASTE,
			.label = _("Paste or type the rows here"), .group = _("Without a file") });
	if (imp->c->app->caller.under_sudo)
		return;
	read_folder(&entries, folder, slash != NULL ? slash + 1 : needle);
	for (size_t i = 0; i < entries.n; i++)
		ui_picker_add(picker, &(struct ui_pick){ .key = entries.at[i].path,
			.label = entries.at[i].shown, .detail = entries.at[i].detail,
			.group = entries.at[i].folder ? _("Folders") : _("Files") });
}

static void
picked(void *ctx, const char *const *keys, size_t n)
{
	struct imp *imp = ctx;
	const char *key = n > 0 ? keys[0] : "";
	size_t len = strlen(key);

	if (len == 0)
		return;
	if (strcmp(key, PASTE) == 0) {
		imp_paste(imp);
	} else if (key[len - 1] == '/') {
		dw_replace(&imp->folder, dw_strdup(key));
		imp_ask_source(imp);
	} else {
		dw_replace(&imp->file, dw_strdup(key));
		imp_source_chosen(imp);
	}
}

void
imp_ask_source(struct imp *imp)
{
	DW_AUTO_FREE char *folder = dw_display_dup(imp->folder);
	DW_AUTO_FREE char *title = folder[0] == '\0' ? dw_strdup(_(imp->act->action->title)) :
		dw_format("%s: %s", _(imp->act->action->title), folder);
	const char *hint = imp->c->app->caller.under_sudo ?
		_("Under sudo files are not opened by name: paste the rows.") :
		_("A CSV file; its first line names the columns. Type a part of its name.");

	imp_hold_view(imp, ui_pick_open(&imp->c->ui, &(struct ui_pick_spec){
		.title = title,
		.hint = hint,
		.empty = _("There is no such file"),
		.fill = fill,
		.done = picked,
		.ctx = imp,
	}));
}

void
imp_source_chosen(struct imp *imp)
{
	dw_call_clear(&imp->call);
	imp->call = (struct dw_call){ 0 };
	if (!imp_glance(imp)) {
		act_say_error(imp->c, &imp->err);
		return;
	}
	imp_map(imp);
}
