-- SPDX-License-Identifier: GPL-3.0-or-later
-- Signing in: attempts and what they lead to, secrets of second factors, codes.

-- Locks since the last success, each twice as long as the one before; and the attempt after
-- which tries count towards the next (its id).
ALTER TABLE user ADD COLUMN lock_level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN tries_from INTEGER NOT NULL DEFAULT 0;

-- Shut out (user.panic): not asked for and not accepted, until it is reset.
ALTER TABLE authenticator ADD COLUMN disabled_at INTEGER NOT NULL DEFAULT 0;

-- A row is reserved before anything is computed, so that a crash counts as a failure. No name
-- is kept of somebody who is not there: it may be a password typed into the wrong field.
CREATE TABLE attempt (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	time_ms INTEGER NOT NULL,
	user_id INTEGER REFERENCES user (id),        -- NULL = nobody of that name
	factor TEXT NOT NULL,                        -- password, totp, backup_code, reset_code
	outcome TEXT NOT NULL,                       -- domain/attempt.c has the words
	counts INTEGER NOT NULL CHECK (counts IN (0, 1)),  -- towards a lock
	failed INTEGER NOT NULL CHECK (failed IN (0, 1)),  -- towards the limit of its address
	number INTEGER NOT NULL DEFAULT 1,           -- how many of the same it stands for
	service TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT '',
	terminal TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempt_user ON attempt (user_id, id);
CREATE INDEX attempt_counts ON attempt (user_id, id) WHERE counts = 1;
CREATE INDEX attempt_address ON attempt (address, time_ms) WHERE failed = 1;
CREATE INDEX attempt_time ON attempt (time_ms);

-- Secrets of authenticator apps, sealed with a key that is not in the store.
CREATE TABLE totp (
	user_id INTEGER PRIMARY KEY REFERENCES user (id),
	secret BLOB NOT NULL,
	key_id INTEGER NOT NULL,
	last_step INTEGER NOT NULL                   -- the newest that was accepted
) STRICT;

-- Backup codes: one salt for the set, so that one hash is compared with all of them.
CREATE TABLE backup_set (
	user_id INTEGER PRIMARY KEY REFERENCES user (id),
	salt BLOB NOT NULL CHECK (length(salt) = 16),
	passes INTEGER NOT NULL,
	memory INTEGER NOT NULL,
	made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE backup_code (
	user_id INTEGER NOT NULL REFERENCES backup_set (user_id) ON DELETE CASCADE,
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

-- One reset code of a user at a time.
CREATE TABLE reset_code (
	user_id INTEGER PRIMARY KEY REFERENCES user (id),
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	hash TEXT NOT NULL,
	pepper_id INTEGER NOT NULL DEFAULT 0,
	made_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Doorward's own permissions that came with these tables, for stores that are there: a new one
-- gets them with all others.
INSERT OR IGNORE INTO permission (name, app_label, description, privileged)
SELECT column1, 'doorward', column2, 1 FROM (VALUES
	('doorward.lift_lock', 'Lift lock-outs'),
	('doorward.reset_code', 'Make reset codes for users'),
	('doorward.reset_mfa', 'Remove the second factors of users'),
	('doorward.manage_mfa', 'Exempt users from the second factor, and change their days of grace'),
	('doorward.panic', 'Shut a user out of everything at once'),
	('doorward.view_attempts', 'See attempts to sign in'))
WHERE EXISTS (SELECT 1 FROM permission);
