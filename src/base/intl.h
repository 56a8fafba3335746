/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Translation marks: _() translates now, N_() marks text in a table that is
 * translated when shown, DW_NG() picks the plural form. Frontends call
 * setlocale() and textdomain(); nothing below them does.
 */
#ifndef DW_BASE_INTL_H
#define DW_BASE_INTL_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)
#define DW_NG(one, many, n) ngettext(one, many, (unsigned long)(n))

#endif
