/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a console may stand open: after a while without a key, and after a whole
 * working day, it ends by itself. The person's proof of who they are is the unix
 * session it runs in, so giving the terminal back to that is the lock. A minute before,
 * the status line says so.
 */
#include "base/clock.h"
#include "base/intl.h"
#include "ui/con_parts.h"

#define WARN_BEFORE DW_MINUTE

/* When the limit is reached; INT64_MAX when it is off. */
static int64_t
ends_at(const struct console *c, enum dw_setting_id setting, int64_t since)
{
	int64_t limit = dw_conf_int(c->app->conf, setting);

	return limit > 0 ? since + limit : INT64_MAX;
}

int64_t
con_limit_idle(struct console *c, int64_t now)
{
	int64_t idle = ends_at(c, DW_CONF_CONSOLE_IDLE_TIMEOUT, c->ui.last_input);
	int64_t whole = ends_at(c, DW_CONF_CONSOLE_MAX_SESSION, c->began);
	int64_t end = idle < whole ? idle : whole;

	if (end == INT64_MAX)
		return 0;
	if (now >= end) {
		c->timed_out = true;
		ui_leave(&c->ui);
		return 0;
	}
	if (now < end - WARN_BEFORE) {
		c->warned = 0;
		return end - WARN_BEFORE;
	}
	if (c->warned != end) {
		c->warned = end;
		ui_say(&c->ui, STYLE_WARNING, "%s", end == idle ?
			_("Nobody has pressed a key for a while: the console ends in a minute. Press any key to stay.") :
			_("The console has been open for its longest time and ends in a minute."));
	}
	return end;
}
