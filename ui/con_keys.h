/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keys of the house: section [keys] of doorward.conf, put into the key table. The
 * footer and the help show them by themselves, because they are made from that table.
 */
#ifndef DW_UI_CON_KEYS_H
#define DW_UI_CON_KEYS_H

#include "base/conf.h"
#include "base/error.h"

/*
 * Standard keys, changed as conf says. All lines count at once, so two commands can
 * swap their keys. DW_CONFIG with the place of the line (and err->field its name) for an
 * unknown command or key, a key with two meanings, or a command without which nobody gets
 * out of a place and that would have no key there; the standard keys are in force then.
 */
enum dw_code
con_keys_apply(const struct dw_conf *conf, struct dw_error *err);

#endif
