-- SPDX-License-Identifier: GPL-3.0-or-later
-- Saved views: filters with a name. domain/saved_view.h says whose they are and who sees them.

CREATE TABLE saved_view (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	owner_id INTEGER REFERENCES user (id),       -- NULL = shared by all
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,                      -- identity fold
	filter TEXT NOT NULL,                        -- as it was typed: ages stay ages
	created_at INTEGER NOT NULL,
	UNIQUE (owner_id, name_key)
) STRICT;
CREATE UNIQUE INDEX saved_view_shared ON saved_view (name_key) WHERE owner_id IS NULL;
