/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the filter language. Every fault is an error with its column and with what
 * is accepted there, because a filter that silently finds nothing looks like an
 * empty store. See filter.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "domain/filter.h"

#define LONGEST 4000 /* bytes; SQLite's limits are far above what fits in here */
#define TERMS_MAX 60
#define CHOICES_MAX 60

struct reader {
	const char *text;
	const char *at;
	int64_t now;
	struct dw_error *err;
};

static void
term_clear(struct dw_term *term)
{
	for (size_t i = 0; i < term->n_choices; i++)
		free(term->choices[i].text);
	free(term->choices);
	*term = (struct dw_term){ 0 };
}

void
dw_filter_clear(struct dw_filter *filter)
{
	if (filter == NULL)
		return;
	for (size_t i = 0; i < filter->n_terms; i++)
		term_clear(&filter->terms[i]);
	free(filter->terms);
	*filter = (struct dw_filter){ 0 };
}

void
dw_filter_outline(const struct dw_filter *filter, struct dw_buf *out)
{
	for (size_t i = 0; i < filter->n_terms; i++) {
		const struct dw_term *term = &filter->terms[i];
		const struct dw_field_info *field = &dw_field_table[term->field];

		dw_buf_printf(out, "%s%s%s%s", i > 0 ? " " : "", term->negated ? "-" : "", field->name,
			field->name[0] != '\0' ? ":" : "");
		for (size_t j = 0; j < term->n_choices; j++) {
			dw_buf_puts(out, j > 0 ? "," : "");
			if (field->kind == DW_FIELD_TEXT)
				dw_buf_puts(out, DW_FILTER_HIDDEN);
			else
				dw_filter_quote(out, term->choices[j].text);
		}
	}
}

bool
dw_filter_has(const struct dw_filter *filter, enum dw_field field)
{
	for (size_t i = 0; filter != NULL && i < filter->n_terms; i++)
		if (filter->terms[i].field == field)
			return true;
	return false;
}

static int
column_of(const struct reader *r, const char *place)
{
	DW_AUTO_FREE char *before = dw_strndup(r->text, (size_t)(place - r->text));

	return (int)dw_utf8_length(before) + 1;
}

/* To be called on the way out, when err has its message: adds where. */
static enum dw_code
at_column(const struct reader *r, const char *place)
{
	if (r->err != NULL)
		r->err->column = column_of(r, place);
	return DW_USAGE;
}

static void
list_words(struct dw_buf *out, const char *const *words)
{
	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		/* The turned round orders of sort: are said by its help. */
		if (words[i][0] == '-')
			break;
		dw_buf_printf(out, "%s%s", i > 0 ? ", " : "", words[i]);
	}
}

static enum dw_code
unknown_field(const struct reader *r, const char *name, size_t len)
{
	DW_AUTO_FREE char *wanted = dw_strndup(name, len);
	DW_AUTO_FREE char *shown = dw_display_dup(wanted);
	DW_AUTO(dw_nearest) near = { .wanted = wanted };
	DW_AUTO(dw_buf) all = { 0 };

	for (int f = DW_F_WORD + 1; f < DW_FIELDS; f++) {
		dw_nearest_offer(&near, dw_field_table[f].name, NULL);
		dw_buf_printf(&all, "%s%s", f > 1 ? " " : "", dw_field_table[f].name);
	}
	/* "first:" is no slip of the finger, it is half the name. */
	for (int f = DW_F_WORD + 1; near.best == NULL && len > 2 && f < DW_FIELDS; f++)
		if (strncasecmp(dw_field_table[f].name, wanted, len) == 0)
			dw_replace(&near.best, dw_strdup(dw_field_table[f].name));
	if (near.best != NULL)
		dw_fail_field(r->err, DW_USAGE, "filter",
			_("There is no field “%s:”; did you mean “%s:”? In quotes it is ordinary text."),
			shown, near.best);
	else
		dw_fail_field(r->err, DW_USAGE, "filter",
			_("There is no field “%s:”; there are: %s. In quotes it is ordinary text."), shown,
			dw_buf_text(&all));
	return at_column(r, name);
}

/* What the field takes: its words, or an example. */
static enum dw_code
bad_value(const struct reader *r, const char *place, enum dw_field field, const char *value)
{
	const struct dw_field_info *info = &dw_field_table[field];
	DW_AUTO_FREE char *shown = dw_display_dup(value);
	DW_AUTO(dw_buf) words = { 0 };

	list_words(&words, info->words);
	if (*value == '\0' && info->kind == DW_FIELD_WORD)
		dw_fail_field(r->err, DW_USAGE, "filter", _("A value is missing after %s: it takes %s"),
			info->name, dw_buf_text(&words));
	else if (*value == '\0')
		dw_fail_field(r->err, DW_USAGE, "filter",
			_("A value is missing after %s: write for example %s"), info->name, info->example);
	else if (info->kind == DW_FIELD_WORD)
		dw_fail_field(r->err, DW_USAGE, "filter", _("“%s” is no value of %s: it takes %s"), shown,
			info->name, dw_buf_text(&words));
	else
		dw_fail_field(r->err, DW_USAGE, "filter",
			_("“%s” is no value of %s: write for example %s"), shown, info->name, info->example);
	return at_column(r, place);
}

static int64_t
day_after(int64_t day)
{
	time_t whole = (time_t)(day / DW_SECOND);
	struct tm tm;

	localtime_r(&whole, &tm);
	tm.tm_mday++;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * DW_SECOND;
}

/* Is it a day as a whole, not a time of day? */
static bool
is_day(const char *text)
{
	return (strlen(text) == strlen("2026-01-01") && strchr(text, '-') != NULL) ||
		strcasecmp(text, "today") == 0 || strcasecmp(text, "yesterday") == 0 ||
		strcasecmp(text, "tomorrow") == 0;
}

static void
time_word(const char *word, int64_t now, struct dw_choice *out)
{
	if (strcmp(word, "never") == 0 || strcmp(word, "none") == 0) {
		out->from = 0;
		out->to = 1;
	} else if (strcmp(word, "yes") == 0) { /* in grace */
		out->from = now;
		out->to = INT64_MAX;
	} else { /* over, overdue */
		out->from = 1;
		out->to = now;
	}
}

/*
 * <30d and the like. Ages of what has happened count back, so "less" is later; what is
 * still to come counts forth. A grace that is over is not "ending", an overdue deadline
 * still is to be done.
 */
static void
time_age(enum dw_field field, bool less, int64_t age, int64_t now, struct dw_choice *out)
{
	bool future = dw_field_is_ahead(field);
	int64_t edge = future ? now + age : now - age;

	if (edge < 1)
		edge = 1;
	if (less == future) {
		out->from = field == DW_F_GRACE ? now : 1;
		out->to = edge;
	} else {
		out->from = edge;
		out->to = INT64_MAX;
	}
}

/* A time field's value as the span that it means; false when it has none. */
static bool
time_span(enum dw_field field, const char *text, int64_t now, struct dw_choice *out)
{
	const char *word = dw_field_word(field, text);
	char compare = text[0] == '<' || text[0] == '>' ? text[0] : '\0';
	bool equal = compare != '\0' && text[1] == '=';
	const char *value = text + (compare != '\0') + equal;
	int64_t start, end, age;

	if (word != NULL) {
		time_word(word, now, out);
		return true;
	}
	if (dw_duration_parse(value, &age, NULL) == DW_OK) {
		/* now + age must not run over; the years beyond 9999 are nobody's. */
		if (compare == '\0' || age > 5000 * 365 * DW_DAY)
			return false;
		time_age(field, compare == '<', age, now, out);
		return true;
	}
	if (dw_time_parse(value, now, &start, NULL) != DW_OK || start == 0)
		return false;
	end = is_day(value) ? day_after(start) : start;
	if (compare == '\0' && end == start)
		return false; /* a moment is never hit to the millisecond */
	out->from = compare == '<' ? 1 : compare == '>' && !equal ? end : start;
	out->to = compare == '>' ? INT64_MAX : compare == '<' && !equal ? start : end;
	return true;
}

/* Judges one value and puts it in its final form. */
static enum dw_code
judge(const struct reader *r, const char *place, enum dw_field field, struct dw_choice *choice)
{
	const struct dw_field_info *info = &dw_field_table[field];
	const char *word = dw_field_word(field, choice->text);
	struct dw_uuid id;
	bool good = *choice->text != '\0';

	switch (info->kind) {
	case DW_FIELD_WORD:
		good = word != NULL;
		break;
	case DW_FIELD_TIME:
		good = good && time_span(field, choice->text, r->now, choice);
		break;
	case DW_FIELD_ID:
		good = dw_uuid_parse(choice->text, &id);
		break;
	case DW_FIELD_TEXT:
	case DW_FIELD_NAME:
		break;
	}
	if (!good)
		return bad_value(r, place, field, choice->text);
	if (word != NULL)
		dw_replace(&choice->text, dw_strdup(word));
	return DW_OK;
}

/* One value, up to a space, the end, or (inside a field) a comma; quotes taken off. */
static char *
take_value(struct reader *r, bool field)
{
	struct dw_buf value = { 0 };
	bool quoted = false;

	for (; *r->at != '\0'; r->at++) {
		if (*r->at == '"' && quoted && r->at[1] == '"')
			dw_buf_putc(&value, *r->at++);
		else if (*r->at == '"')
			quoted = !quoted;
		else if (!quoted && (isspace((unsigned char)*r->at) || (field && *r->at == ',')))
			break;
		else
			dw_buf_putc(&value, *r->at);
	}
	return dw_buf_steal(&value);
}

static enum dw_code
take_choices(struct reader *r, struct dw_term *term)
{
	enum dw_code rc;

	for (;;) {
		const char *place = r->at;
		struct dw_choice *choice;

		if (term->n_choices == CHOICES_MAX) {
			dw_fail_field(r->err, DW_USAGE, "filter", _("At most %d values in one field"),
				CHOICES_MAX);
			return at_column(r, place);
		}
		term->choices = dw_realloc(term->choices, term->n_choices + 1, sizeof(*term->choices));
		choice = &term->choices[term->n_choices++];
		*choice = (struct dw_choice){ .text = take_value(r, term->field != DW_F_WORD) };
		if (term->field != DW_F_WORD && (rc = judge(r, place, term->field, choice)) != DW_OK)
			return rc;
		if (term->field == DW_F_WORD || *r->at != ',')
			return DW_OK;
		r->at++;
	}
}

static enum dw_code
take_sort(const struct reader *r, const struct dw_term *term, struct dw_filter *out)
{
	const char *word = term->choices[0].text;
	bool turned = word[0] == '-';
	DW_AUTO_FREE char *name = dw_strdup(word + turned);

	if (term->negated || term->n_choices > 1 || out->sort != NULL) {
		dw_fail_field(r->err, DW_USAGE, "filter",
			_("There is one order only; write for example %s"), dw_field_table[DW_F_SORT].example);
		if (r->err != NULL)
			r->err->column = term->column;
		return DW_USAGE;
	}
	out->descending = turned;
	out->sort = "last_login";
	for (size_t i = 0; strcmp(name, "last") != 0; i++)
		if (strcmp(dw_field_table[DW_F_SORT].words[i], name) == 0) {
			out->sort = dw_field_table[DW_F_SORT].words[i];
			break;
		}
	return DW_OK;
}

/* Reads one term into *term; a term without choices says nothing. */
static enum dw_code
take_term(struct reader *r, struct dw_term *term)
{
	const char *start = r->at;
	size_t len;

	term->column = column_of(r, start);
	if (*r->at == '-' && r->at[1] != '\0' && !isspace((unsigned char)r->at[1])) {
		term->negated = true;
		r->at++;
	}
	len = strspn(r->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
	if (len > 0 && r->at[len] == ':') {
		int field = dw_field_find(r->at, len);

		if (field < 0)
			return unknown_field(r, r->at, len);
		term->field = (enum dw_field)field;
		r->at += len + 1;
	}
	return take_choices(r, term);
}

static enum dw_code
take_all(struct reader *r, struct dw_filter *out)
{
	enum dw_code rc;

	for (;;) {
		struct dw_term term = { 0 };

		while (isspace((unsigned char)*r->at))
			r->at++;
		if (*r->at == '\0')
			return DW_OK;
		if (out->n_terms == TERMS_MAX) {
			dw_fail_field(r->err, DW_USAGE, "filter", _("At most %d words in a filter"),
				TERMS_MAX);
			return at_column(r, r->at);
		}
		rc = take_term(r, &term);
		if (rc == DW_OK && term.field == DW_F_SORT)
			rc = take_sort(r, &term, out);
		if (rc != DW_OK || term.field == DW_F_SORT ||
			(term.field == DW_F_WORD && *term.choices[0].text == '\0')) {
			term_clear(&term);
			if (rc != DW_OK)
				return rc;
			continue;
		}
		out->terms = dw_realloc(out->terms, out->n_terms + 1, sizeof(*out->terms));
		out->terms[out->n_terms++] = term;
	}
}

enum dw_code
dw_filter_read(const char *text, int64_t now, struct dw_filter *out, struct dw_error *err)
{
	struct reader r = { .text = text, .at = text, .now = now, .err = err };
	DW_AUTO(dw_filter) filter = { 0 };
	enum dw_code rc;

	if (text != NULL && strlen(text) > LONGEST)
		return dw_fail_field(err, DW_USAGE, "filter", _("The filter is longer than %d bytes"),
			LONGEST);
	if (text != NULL && !dw_utf8_valid(text, strlen(text)))
		return dw_fail_field(err, DW_USAGE, "filter", _("The filter is not valid UTF-8"));
	if (text != NULL && (rc = take_all(&r, &filter)) != DW_OK)
		return rc;
	*out = filter;
	filter = (struct dw_filter){ 0 };
	return DW_OK;
}
