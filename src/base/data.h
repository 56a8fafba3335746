/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that the program carries inside itself, byte for byte.
 *
 * The contents are made from data/ by build-tools/embed (which files: dw_data in
 * data/local.mk); this header only declares them. Each is followed by a zero byte
 * that its length does not count. The schema has a table of its own, see
 * store/schema_files.h.
 */
#ifndef DW_BASE_DATA_H
#define DW_BASE_DATA_H

#include <stddef.h>

/* data/blocklist.txt: common passwords, lower case, one a line, sorted by bytes. */
extern const unsigned char dw_data_blocklist[];
extern const size_t dw_data_blocklist_len;

/* data/ua.tsv: what user agents say about device and browser, see domain/agent.h. */
extern const unsigned char dw_data_ua[];
extern const size_t dw_data_ua_len;

#endif
