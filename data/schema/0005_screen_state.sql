-- SPDX-License-Identifier: GPL-3.0-or-later
-- How an operator left the screens of the console: filter, order, columns. Nothing in it is
-- about other people; domain/screen_state.h says how that is made sure.

CREATE TABLE screen_state (
	user_id INTEGER NOT NULL REFERENCES user (id),
	screen TEXT NOT NULL,                        -- "user.list", or "console" for the frame
	state TEXT NOT NULL,                         -- a JSON object; 0001 says why that is not checked here
	changed_at INTEGER NOT NULL,
	PRIMARY KEY (user_id, screen)
) STRICT, WITHOUT ROWID;

-- Habits are personal too: they go with the person, whichever way that happens.
CREATE TRIGGER screen_state_erased AFTER UPDATE OF lifecycle ON user
WHEN new.lifecycle = 3 AND old.lifecycle <> 3 BEGIN
	DELETE FROM screen_state WHERE user_id = new.id;
END;
