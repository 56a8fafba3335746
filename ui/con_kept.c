/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is kept of screens from one console to the next. See con_kept.h.
 */
#include "ui/con_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "domain/screen_state.h"

struct con_kept {
	struct dw_screen_states stored; /* as they were when the console opened */
	struct dw_screen_states usual;  /* as they were made, of those that were not stored */
	struct dw_screen_states now;
	json_t *objects;                /* stored, by screen */
	bool off;                       /* nothing is kept here */
};

static const char *
state_of(const struct dw_screen_states *states, const char *screen)
{
	for (size_t i = 0; i < states->n; i++)
		if (strcmp(states->items[i].screen, screen) == 0)
			return states->items[i].state;
	return NULL;
}

const json_t *
console_kept(struct console *c, const char *screen)
{
	return json_object_get(c->kept->objects, screen);
}

void
console_keep(struct console *c, const char *screen, json_t *state)
{
	struct con_kept *kept = c->kept;
	DW_AUTO_JSON object = state;
	DW_AUTO_FREE char *text = dw_screen_state_text(object);

	if (state_of(&kept->stored, screen) == NULL && state_of(&kept->usual, screen) == NULL)
		dw_screen_states_put(&kept->usual, screen, text);
	dw_screen_states_put(&kept->now, screen, text);
}

void
console_kept_lacks(struct console *c)
{
	ui_say(&c->ui, STYLE_WARNING, "%s",
		_("A group or permission of the filter you left is not there any more; it was taken out."));
}

/* A store that cannot be read says so soon enough elsewhere. */
void
con_kept_begin(struct console *c, bool fresh)
{
	struct con_kept *kept = dw_calloc(1, sizeof(*kept));

	c->kept = kept;
	kept->off = !dw_conf_bool(c->app->conf, DW_CONF_CONSOLE_KEEP_STATE);
	kept->objects = json_object();
	if (kept->off || fresh)
		return;
	dw_screen_states_read(c->app->db, c->app->operator.id, &kept->stored, NULL);
	for (size_t i = 0; i < kept->stored.n; i++) {
		json_t *object = json_loads(kept->stored.items[i].state, JSON_REJECT_DUPLICATES, NULL);

		if (json_is_object(object))
			json_object_set_new(kept->objects, kept->stored.items[i].screen, object);
		else
			json_decref(object);
	}
}

void
con_kept_end(struct console *c)
{
	struct con_kept *kept = c->kept;
	DW_AUTO(dw_screen_states) changed = { 0 };

	for (size_t i = 0; i < kept->now.n; i++) {
		const struct dw_screen_state *now = &kept->now.items[i];
		const char *before = state_of(&kept->stored, now->screen);

		if (before == NULL)
			before = state_of(&kept->usual, now->screen);
		if (before == NULL || strcmp(before, now->state) != 0)
			dw_screen_states_put(&changed, now->screen, now->state);
	}
	if (!kept->off)
		dw_app_keep_screens(c->app, &changed, kept->stored.n > 0);
	dw_screen_states_clear(&kept->stored);
	dw_screen_states_clear(&kept->usual);
	dw_screen_states_clear(&kept->now);
	json_decref(kept->objects);
	free(kept);
	c->kept = NULL;
}
