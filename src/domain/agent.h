/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * User agents: what device and browser somebody signed in with, as far as the text that
 * their program sent tells. A hint for people who look at a list of sessions and nothing
 * more: whoever sends it can send anything, so no rule may rest on it. The table is
 * data/ua.tsv.
 */
#ifndef DW_DOMAIN_AGENT_H
#define DW_DOMAIN_AGENT_H

#define DW_AGENT_TEXT 64

/* Words of the table, safe to show; "" for what it does not know. */
struct dw_agent {
	char device[DW_AGENT_TEXT];  /* "Windows PC" */
	char browser[DW_AGENT_TEXT]; /* "Firefox 128" */
};

/* Reads one as it was sent; any text, also none at all, is fine. */
void
dw_agent_read(const char *user_agent, struct dw_agent *out);

#endif
