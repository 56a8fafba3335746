/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A secret shown once: in groups and spelled, with a countdown. Closes on Enter or
 * Esc and by itself; then the screen is overwritten and the memory wiped. No key
 * copies it unless the caller allows that.
 */
#ifndef DW_UI_REVEAL_H
#define DW_UI_REVEAL_H

#include "base/buf.h"
#include "base/secret.h"
#include "ui/view.h"

struct ui_reveal_spec {
	const char *title;
	const char *note;   /* whose it is and what to do with it; wrapped */
	unsigned group;     /* characters in a group; 0 = as it is, unspelled (a link) */
	unsigned seconds;   /* shown for so long; 0 = 60. Space adds 60, up to 300 */
	bool may_copy;      /* offers the key that sends it to the terminal's clipboard */

	/* It is gone from the screen. May push views. Optional. */
	void (*done)(void *ctx);
	void *ctx;
};

/* Pushes it and takes the secret over (*secret is zeroed). */
struct ui_view *
ui_reveal_open(struct ui *ui, const struct ui_reveal_spec *spec, struct dw_secret *secret);

/* "K7" -> "Kilo Seven": letters as by ICAO; one word for each character. Adds to out. */
void
ui_spell(struct dw_buf *out, const char *text, size_t len);

#endif
