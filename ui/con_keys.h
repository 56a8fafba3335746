/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys of the house and of one operator: ui.conf, put into the key table. Footer,
 * menus and help show them by themselves, because they are made from that table.
 */
#ifndef DW_UI_CON_KEYS_H
#define DW_UI_CON_KEYS_H

#include "base/buf.h"
#include "base/error.h"
#include "base/ui_conf.h"
#include "domain/work.h"

/*
 * Standard keys, changed as [keys] says, and where it says something about the same command
 * as the operator's own section. All lines count at once, so two commands can swap their
 * keys; sections of others are not judged. DW_CONFIG with the place of the line (and
 * err->field its name) for an unknown command or key, a key with two meanings, one that no
 * terminal passes on, a command that needs Alt, and what would shut somebody in: Esc, Enter
 * and Ctrl-C keep their meaning, and who leaves keeps a key. The standard keys are in force
 * then.
 */
enum dw_code
con_keys_apply(const struct dw_ui_conf *conf, const struct dw_operator *who,
	struct dw_error *err);

/* Adds the keys in force as a ui.conf: what differs from the standard as lines, the rest as
 * comments with what each command does. */
void
con_keys_write(struct dw_buf *out);

#endif
