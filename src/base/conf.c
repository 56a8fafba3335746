/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of the settings, and which texts are accepted for them. The table is in
 * conf_table.c, the reading of files in conf_read.c. See conf.h.
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"

struct value {
	int64_t number;
	char *text;
};

struct dw_conf {
	struct value values[DW_SETTINGS];
};

static enum dw_code
bad(struct dw_error *err, const struct dw_setting *setting, const char *value,
	const char *accepted)
{
	DW_AUTO_FREE char *shown = dw_display_dup(value);

	return dw_fail_field(err, DW_CONFIG, setting->name,
		/* TRANSLATORS: setting, its value, what is accepted instead */
		_("%s: “%s” is not accepted; write %s"), setting->name, shown, accepted);
}

static enum dw_code
parse_int(const struct dw_setting *setting, const char *value, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *accepted = NULL;
	char *end = NULL;
	int64_t n = 0;

	errno = 0;
	if (isdigit((unsigned char)*value))
		n = strtoll(value, &end, 10);
	if (end == NULL || *end != '\0' || errno != 0 || n < setting->min ||
		n > setting->max) {
		accepted = dw_format(_("a whole number from %" PRId64 " to %" PRId64),
			setting->min, setting->max);
		return bad(err, setting, value, accepted);
	}
	*out = n;
	return DW_OK;
}

static enum dw_code
parse_duration(const struct dw_setting *setting, const char *value, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO_FREE char *accepted = NULL;
	char least[DW_TIME_TEXT], most[DW_TIME_TEXT];
	int64_t n;

	if (dw_duration_parse(value, &n, NULL) != DW_OK || n < setting->min ||
		n > setting->max) {
		accepted = dw_format(
			_("a length of time from %s to %s, such as 15min or 12h"),
			dw_duration_text(setting->min, least),
			dw_duration_text(setting->max, most));
		return bad(err, setting, value, accepted);
	}
	*out = n;
	return DW_OK;
}

static enum dw_code
parse_bool(const struct dw_setting *setting, const char *value, int64_t *out,
	struct dw_error *err)
{
	static const char *const words[] = { "no", "yes", "false", "true", "off", "on",
		"0", "1" };

	for (size_t i = 0; i < DW_COUNT(words); i++)
		if (strcasecmp(value, words[i]) == 0) {
			*out = (int64_t)(i % 2);
			return DW_OK;
		}
	return bad(err, setting, value, _("yes or no"));
}

static enum dw_code
parse_enum(const struct dw_setting *setting, const char *value, int64_t *out,
	struct dw_error *err)
{
	DW_AUTO(dw_buf) accepted = { 0 };

	for (size_t i = 0; setting->words[i] != NULL; i++) {
		if (strcmp(value, setting->words[i]) == 0) {
			*out = (int64_t)i;
			return DW_OK;
		}
		dw_buf_printf(&accepted, "%s%s", i > 0 ? " | " : "", setting->words[i]);
	}
	return bad(err, setting, value, dw_buf_text(&accepted));
}

static enum dw_code
parse_text(const struct dw_setting *setting, const char *value, struct dw_error *err)
{
	DW_AUTO_FREE char *accepted = NULL;
	size_t len = strlen(value);
	bool good = len <= (size_t)setting->max && dw_utf8_valid(value, len);

	for (size_t at = 0; good && at < len;) {
		uint32_t code = 0;

		at += dw_utf8_decode(value + at, len - at, &code);
		good = !dw_code_is_hidden(code);
	}
	if (good)
		return DW_OK;
	accepted = dw_format(
		_("at most %" PRId64 " bytes of text without control characters"),
		setting->max);
	return bad(err, setting, value, accepted);
}

static enum dw_code
parse(const struct dw_setting *setting, const char *value, int64_t *out,
	struct dw_error *err)
{
	switch (setting->type) {
	case DW_SET_INT:
		return parse_int(setting, value, out, err);
	case DW_SET_DURATION:
		return parse_duration(setting, value, out, err);
	case DW_SET_BOOL:
		return parse_bool(setting, value, out, err);
	case DW_SET_ENUM:
		return parse_enum(setting, value, out, err);
	case DW_SET_TEXT:
		return parse_text(setting, value, err);
	}
	return dw_fail(err, DW_BUG, "setting %s has no type", setting->name);
}

/* The setting that was probably meant: few changes away, or the same in another section. */
static const char *
nearest(const char *name)
{
	const char *found = NULL;
	const char *last = strrchr(name, '.');
	size_t best = 4;

	for (size_t i = 0; i < DW_SETTINGS; i++) {
		const char *dot = strrchr(dw_settings[i].name, '.');
		size_t far = dw_slips(name, dw_settings[i].name);

		if (far > 3 && strcmp(dot + 1, last != NULL ? last + 1 : name) == 0)
			far = 3;
		if (far < best) {
			best = far;
			found = dw_settings[i].name;
		}
	}
	return found;
}

static enum dw_code
unknown(struct dw_error *err, const char *name)
{
	DW_AUTO_FREE char *shown = dw_display_dup(name);
	const char *meant = nearest(name);

	if (meant != NULL)
		return dw_fail_field(err, DW_CONFIG, shown,
			_("There is no setting “%s”; did you mean “%s”?"), shown, meant);
	return dw_fail_field(err, DW_CONFIG, shown,
		_("There is no setting “%s”; the manual page doorward.conf(5) lists them "
		  "all"),
		shown);
}

int
dw_setting_find(const char *name)
{
	for (int i = 0; i < DW_SETTINGS; i++)
		if (strcmp(dw_settings[i].name, name) == 0)
			return i;
	return -1;
}

enum dw_code
dw_conf_set(
	struct dw_conf *conf, const char *name, const char *value, struct dw_error *err)
{
	int id = dw_setting_find(name);
	int64_t number = 0;
	enum dw_code rc;

	if (id < 0)
		return unknown(err, name);
	if ((rc = parse(&dw_settings[id], value, &number, err)) != DW_OK)
		return rc;
	conf->values[id].number = number;
	dw_replace(&conf->values[id].text, dw_strdup(value));
	return DW_OK;
}

struct dw_conf *
dw_conf_new(void)
{
	struct dw_conf *conf = dw_calloc(1, sizeof(*conf));

	for (size_t i = 0; i < DW_SETTINGS; i++) {
		enum dw_code rc = dw_conf_set(
			conf, dw_settings[i].name, dw_settings[i].standard, NULL);

		assert(rc == DW_OK);
		(void)rc;
	}
	return conf;
}

void
dw_conf_free(struct dw_conf *conf)
{
	if (conf == NULL)
		return;
	for (size_t i = 0; i < DW_SETTINGS; i++)
		free(conf->values[i].text);
	free(conf);
}

struct dw_conf *
dw_conf_copy(const struct dw_conf *conf)
{
	struct dw_conf *copy = dw_calloc(1, sizeof(*copy));

	for (size_t i = 0; i < DW_SETTINGS; i++) {
		copy->values[i].number = conf->values[i].number;
		copy->values[i].text = dw_strdup(conf->values[i].text);
	}
	return copy;
}

void
dw_conf_take(struct dw_conf *conf, struct dw_conf *from)
{
	struct dw_conf old = *conf;

	*conf = *from;
	*from = old;
	dw_conf_free(from);
}

int64_t
dw_conf_int(const struct dw_conf *conf, enum dw_setting_id id)
{
	assert(id < DW_SETTINGS && dw_settings[id].type != DW_SET_TEXT);
	return conf->values[id].number;
}

bool
dw_conf_bool(const struct dw_conf *conf, enum dw_setting_id id)
{
	return dw_conf_int(conf, id) != 0;
}

const char *
dw_conf_text(const struct dw_conf *conf, enum dw_setting_id id)
{
	assert(id < DW_SETTINGS);
	return conf->values[id].text;
}
