/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the filter dialog asks for a field of the filter language: as which kind of a form's
 * field, with which values, and how those are called. See con_filter.h.
 */
#include "ui/con_filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Spans that are offered for a time, in days. */
static const struct {
	const char *value;
	int days;
} spans[] = {
	{ "<1d", 1 }, { "<7d", 7 }, { "<30d", 30 }, { "<90d", 90 },
	{ ">30d", 30 }, { ">90d", 90 }, { ">365d", 365 },
};

/* ---- how a field of the language is asked for ------------------------------------------- */

static size_t
word_count(const struct dw_field_info *info)
{
	size_t n = 0;

	while (info->words != NULL && info->words[n] != NULL)
		n++;
	return n;
}

/* Words that exclude each other are a choice, the others can be ticked together. */
enum ui_form_kind
con_field_kind(enum dw_field field)
{
	const struct dw_field_info *info = &dw_field_table[field];

	if (info->kind == DW_FIELD_NAME)
		return UI_FORM_NAMES;
	if (info->kind == DW_FIELD_TIME || field == DW_F_SORT || word_count(info) == 2)
		return UI_FORM_CHOICE;
	return word_count(info) == 1 ? UI_FORM_YES_NO : UI_FORM_NAMES;
}

/* "in the last 7 days". */
static char *
span_label(enum dw_field field, size_t span)
{
	unsigned long days = (unsigned long)spans[span].days;
	bool less = spans[span].value[0] == '<';

	if (dw_field_is_ahead(field))
		return less ? dw_format(DW_NG("within %lu day", "within %lu days", days), days) :
			dw_format(DW_NG("later than in %lu day", "later than in %lu days", days), days);
	return less ? dw_format(DW_NG("in the last %lu day", "in the last %lu days", days), days) :
		dw_format(DW_NG("longer than %lu day ago", "longer than %lu days ago", days), days);
}

/* A word of the language for people: "self deletion", "last, descending". */
char *
con_word_label(const char *word)
{
	bool turned = word[0] == '-';
	char *label;

	if (strcmp(word, "yes") == 0)
		return dw_strdup(_("yes"));
	if (strcmp(word, "no") == 0)
		return dw_strdup(_("no"));
	/* TRANSLATORS: what a list is sorted by, turned round: "created, descending" */
	label = turned ? dw_format(_("%s, descending"), word + 1) : dw_strdup(word);
	for (char *at = label; *at != '\0'; at++)
		if (*at == '_')
			*at = ' ';
	return label;
}

/* ---- the fields of the form --------------------------------------------------------------- */

static void
add_choice(struct con_choices *to, const char *value, char *label)
{
	if (to->n == CON_CHOICES_MAX) {
		free(label);
		return;
	}
	to->values[to->n] = dw_strdup(value);
	to->labels[to->n++] = label;
}

void
con_choices_clear(struct con_choices *choices)
{
	for (size_t i = 0; i < choices->n; i++) {
		free(choices->values[i]);
		free(choices->labels[i]);
	}
}

static bool
has_choice(const struct con_choices *choices, const char *value)
{
	for (size_t i = 0; i < choices->n; i++)
		if (strcmp(choices->values[i], value) == 0)
			return true;
	return false;
}

/* The value of a field as a choice knows it; "" when it has none, or several. */
const char *
con_one_value(enum dw_field field, const struct dw_field_value *value)
{
	const char *word;

	if (value->n != 1 || value->repeated)
		return "";
	word = dw_field_word(field, value->values[0]);
	return word != NULL ? word : value->values[0];
}

/* What is asked for already can be chosen too, whatever it is. */
void
con_field_choices(enum dw_field field, const char *text, struct con_choices *out)
{
	const struct dw_field_info *info = &dw_field_table[field];
	DW_AUTO(dw_field_value) value = { 0 };

	dw_filter_get(text, field, &value);
	add_choice(out, "", dw_strdup(field == DW_F_SORT ? _("as the list is sorted") : _("all")));
	for (size_t i = 0; info->kind == DW_FIELD_TIME && i < DW_COUNT(spans); i++)
		add_choice(out, spans[i].value, span_label(field, i));
	for (size_t i = 0; i < word_count(info); i++)
		add_choice(out, info->words[i], con_word_label(info->words[i]));
	if (!has_choice(out, con_one_value(field, &value)))
		add_choice(out, con_one_value(field, &value), dw_display_dup(con_one_value(field, &value)));
}
