/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of ui.conf. See ui_conf.h.
 */
#include "base/ui_conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ini_file.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

#define KEYS "keys"
#define SECTION_MOST 48 /* bytes; inih cuts longer ones off without a word */

void
dw_ui_conf_clear(struct dw_ui_conf *conf)
{
	if (conf == NULL)
		return;
	for (size_t i = 0; i < conf->n; i++) {
		free(conf->keys[i].who);
		free(conf->keys[i].command);
		free(conf->keys[i].keys);
		free(conf->keys[i].where);
	}
	free(conf->keys);
	*conf = (struct dw_ui_conf){ 0 };
}

/* Whose section it is: *who NULL = everybody's. */
static enum dw_code
whose(const char *section, char **who, struct dw_error *err)
{
	DW_AUTO_FREE char *shown = dw_display_dup(section);
	const char *name = section + strlen(KEYS);

	*who = NULL;
	if (strcmp(section, KEYS) == 0)
		return DW_OK;
	if (strlen(section) > SECTION_MOST)
		return dw_fail(err, DW_CONFIG,
			_("This name is too long for a section; write the user's id instead, as in "
			  "[keys 01234567-…]"));
	if (strncmp(section, KEYS " ", strlen(KEYS " ")) == 0 && name[strspn(name, " ")] != '\0')
		*who = dw_fold_identity(name + strspn(name, " "));
	if (*who == NULL)
		return dw_fail(err, DW_CONFIG,
			_("There is no section [%s]; write [keys] for everybody, or [keys USERNAME] for "
			  "one operator"), shown);
	return DW_OK;
}

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

enum dw_code
dw_ui_conf_add(struct dw_ui_conf *conf, const char *section, const char *command,
	const char *keys, const char *where, struct dw_error *err)
{
	DW_AUTO_FREE char *who = NULL;
	enum dw_code rc = whose(section, &who, err);

	if (rc != DW_OK)
		return rc;
	for (size_t i = 0; i < conf->n; i++)
		if (is_same(conf->keys[i].who, who) && strcmp(conf->keys[i].command, command) == 0)
			return dw_fail_field(err, DW_CONFIG, command, _("%s is already set in %s"), command,
				conf->keys[i].where);
	conf->keys = dw_realloc(conf->keys, conf->n + 1, sizeof(*conf->keys));
	conf->keys[conf->n++] = (struct dw_ui_key){ dw_steal(&who), dw_strdup(command),
		dw_strdup(keys), dw_strdup(where) };
	return DW_OK;
}

static enum dw_code
take(void *ctx, const struct dw_ini_line *line, struct dw_error *err)
{
	DW_AUTO_FREE char *where = dw_format("%s:%d", line->path, line->number);

	return dw_ui_conf_add(ctx, line->section, line->name, line->value, where, err);
}

enum dw_code
dw_ui_conf_read(struct dw_ui_conf *conf, const char *doorward_conf, struct dw_error *err)
{
	const char *slash = strrchr(doorward_conf, '/');
	DW_AUTO_FREE char *path = dw_format("%.*sui.conf",
		slash != NULL ? (int)(slash + 1 - doorward_conf) : 0, doorward_conf);
	const struct dw_ini_taker taker = { conf, take };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	uid_t owner;
	enum dw_code rc;

	if (fd < 0)
		return dw_ini_unreadable(err,
			errno == ENOENT || errno == ENOTDIR ? DW_NO_INPUT : DW_CONFIG, path, errno);
	owner = stat(doorward_conf, &st) == 0 ? st.st_uid : geteuid();
	rc = dw_ini_read(path, fd, &owner, &taker, err);
	close(fd);
	if (rc != DW_OK)
		dw_ui_conf_clear(conf);
	return rc;
}
