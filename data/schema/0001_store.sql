-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a store says about itself.

CREATE TABLE meta (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
