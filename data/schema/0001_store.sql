-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store as the console issue needs it. Frozen once released: a change is a new file.
-- Times are int64 UTC milliseconds, 0 = never. Ids never leave the process; uuids do.
-- *_key columns hold folded text (base/utf8.h); meta.fold_version says by which rules.

CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What changed, for consoles that watch: bumped by the pipeline, one row per topic.
CREATE TABLE topic (
	name TEXT PRIMARY KEY,
	counter INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO topic (name) VALUES ('users'), ('groups'), ('permissions'), ('sessions'), ('audit');

CREATE TABLE user (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	version INTEGER NOT NULL DEFAULT 1,          -- profile edits only
	username TEXT NOT NULL,
	username_key TEXT NOT NULL,                  -- identity fold; '' once erased
	first_name TEXT NOT NULL DEFAULT '',
	first_key TEXT NOT NULL DEFAULT '',          -- search fold, for sorting
	last_name TEXT NOT NULL DEFAULT '',
	last_key TEXT NOT NULL DEFAULT '',
	profile_name TEXT NOT NULL DEFAULT '',
	email TEXT NOT NULL DEFAULT '',              -- '' = none
	email_key TEXT NOT NULL DEFAULT '',          -- identity fold
	phone TEXT NOT NULL DEFAULT '',
	search TEXT NOT NULL DEFAULT '',             -- domain/search.c says what is in it
	source INTEGER NOT NULL DEFAULT 0 CHECK (source IN (0, 1)),  -- local, ldap
	source_name TEXT NOT NULL DEFAULT '',        -- which directory
	active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	inactive_reason INTEGER NOT NULL DEFAULT 0 CHECK (inactive_reason BETWEEN 0 AND 3),
	                                             -- none, by operator, by directory, missing in directory
	inactive_since INTEGER NOT NULL DEFAULT 0,
	staff INTEGER NOT NULL DEFAULT 0 CHECK (staff IN (0, 1)),
	valid_from INTEGER NOT NULL DEFAULT 0,
	valid_until INTEGER NOT NULL DEFAULT 0,
	email_verified_at INTEGER NOT NULL DEFAULT 0,
	lifecycle INTEGER NOT NULL DEFAULT 0 CHECK (lifecycle BETWEEN 0 AND 3),
	                                             -- kept, binned, self-deletion, erased
	lifecycle_since INTEGER NOT NULL DEFAULT 0,
	deadline INTEGER NOT NULL DEFAULT 0,
	locked_until INTEGER NOT NULL DEFAULT 0,
	locked_since INTEGER NOT NULL DEFAULT 0,
	failures INTEGER NOT NULL DEFAULT 0,         -- consecutive
	last_failure_at INTEGER NOT NULL DEFAULT 0,
	last_failure_from TEXT NOT NULL DEFAULT '',
	last_login_at INTEGER NOT NULL DEFAULT 0,
	last_login_from TEXT NOT NULL DEFAULT '',
	mfa INTEGER NOT NULL DEFAULT 0,              -- bits: 1 totp, 2 email, 4 passkey, 8 backup
	mfa_exempt_at INTEGER NOT NULL DEFAULT 0,
	mfa_grace_until INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX user_username ON user (username_key) WHERE username_key <> '';
CREATE UNIQUE INDEX user_email ON user (email_key) WHERE email_key <> '';
-- One index per sort, without the erased; a query must repeat the condition word by word.
-- Whether a row is shown and active is known without the row, because walking past rows
-- must cost nothing; the first also carries the text that live search looks through.
CREATE INDEX user_by_username
	ON user (username_key, id, lifecycle, active, valid_from, valid_until, search)
	WHERE lifecycle <> 3;
CREATE INDEX user_by_first ON user (first_key, id, lifecycle, active, valid_from, valid_until)
	WHERE lifecycle <> 3;
CREATE INDEX user_by_last ON user (last_key, id, lifecycle, active, valid_from, valid_until)
	WHERE lifecycle <> 3;
CREATE INDEX user_by_email ON user (email_key, id, lifecycle, active, valid_from, valid_until)
	WHERE lifecycle <> 3;
CREATE INDEX user_by_last_login
	ON user (last_login_at, id, lifecycle, active, valid_from, valid_until)
	WHERE lifecycle <> 3;
CREATE INDEX user_by_created ON user (created_at, id, lifecycle, active, valid_from, valid_until)
	WHERE lifecycle <> 3;
-- Rare states, with all sort keys, so that such a list is sorted without its rows.
CREATE INDEX user_locked
	ON user (username_key, id, locked_until, lifecycle, active, valid_from, valid_until,
		first_key, last_key, email_key, last_login_at, created_at)
	WHERE locked_until > 0;
CREATE INDEX user_bin
	ON user (username_key, id, lifecycle, active, valid_from, valid_until, deadline,
		first_key, last_key, email_key, last_login_at, created_at)
	WHERE lifecycle IN (1, 2);
CREATE INDEX user_shut
	ON user (username_key, id, lifecycle, active, valid_from, valid_until,
		first_key, last_key, email_key, last_login_at, created_at)
	WHERE active = 0 OR valid_from > 0 OR valid_until > 0;

-- Second factors a user has; user.mfa repeats the kinds as bits for lists and filters.
CREATE TABLE authenticator (
	user_id INTEGER NOT NULL REFERENCES user (id),
	kind INTEGER NOT NULL CHECK (kind IN (1, 2, 4, 8)),
	count INTEGER NOT NULL DEFAULT 1,            -- passkeys enrolled, backup codes left
	enrolled_at INTEGER NOT NULL,
	last_used_at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE password (
	user_id INTEGER PRIMARY KEY REFERENCES user (id),
	scheme TEXT NOT NULL CHECK (scheme IN ('argon2id', 'crypt', 'pbkdf2_sha256')),
	hash TEXT NOT NULL,
	pepper_id INTEGER NOT NULL DEFAULT 0,        -- 0 = none
	set_at INTEGER NOT NULL,
	must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	disabled_at INTEGER NOT NULL DEFAULT 0       -- after too many failures in a row
) STRICT;

-- Operators under operator.signin = unix: who may act as whom.
CREATE TABLE unix_binding (
	uid INTEGER NOT NULL,
	user_id INTEGER NOT NULL REFERENCES user (id),
	bound_at INTEGER NOT NULL,
	PRIMARY KEY (uid, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unix_binding_user ON unix_binding (user_id);

CREATE TABLE user_group (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	version INTEGER NOT NULL DEFAULT 1,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL UNIQUE,
	description TEXT NOT NULL DEFAULT '',
	is_admin INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),  -- the Admin bypass
	member_count INTEGER NOT NULL DEFAULT 0,     -- kept by triggers
	created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_group_admin ON user_group (is_admin) WHERE is_admin = 1;

CREATE TABLE membership (
	user_id INTEGER NOT NULL REFERENCES user (id),
	group_id INTEGER NOT NULL REFERENCES user_group (id),
	kind INTEGER NOT NULL DEFAULT 0 CHECK (kind IN (0, 1)),  -- static, from a directory
	added_at INTEGER NOT NULL,
	PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_group ON membership (group_id, user_id);

CREATE TABLE permission (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT NOT NULL UNIQUE,                   -- app_label.codename
	app_label TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	privileged INTEGER NOT NULL DEFAULT 0 CHECK (privileged IN (0, 1))
) STRICT;

CREATE TABLE user_permission (
	user_id INTEGER NOT NULL REFERENCES user (id),
	permission_id INTEGER NOT NULL REFERENCES permission (id),
	added_at INTEGER NOT NULL,
	PRIMARY KEY (user_id, permission_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_permission_permission ON user_permission (permission_id, user_id);

CREATE TABLE group_permission (
	group_id INTEGER NOT NULL REFERENCES user_group (id),
	permission_id INTEGER NOT NULL REFERENCES permission (id),
	added_at INTEGER NOT NULL,
	PRIMARY KEY (group_id, permission_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_permission_permission ON group_permission (permission_id, group_id);

CREATE TABLE session (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
	user_id INTEGER NOT NULL REFERENCES user (id),
	token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
	service TEXT NOT NULL DEFAULT '',
	device TEXT NOT NULL DEFAULT '',
	browser TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT '',
	started_at INTEGER NOT NULL,
	last_active_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_user ON session (user_id, last_active_at);
CREATE INDEX session_by_activity ON session (last_active_at);

CREATE TABLE external_identity (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	user_id INTEGER NOT NULL REFERENCES user (id),
	provider TEXT NOT NULL,
	subject TEXT NOT NULL,
	linked_at INTEGER NOT NULL,
	last_login_at INTEGER NOT NULL DEFAULT 0,
	-- JSON objects. Who writes them checks them: under trusted_schema = OFF, json_valid()
	-- is not allowed in a CHECK.
	raw_claims TEXT NOT NULL DEFAULT '{}',
	mapped_claims TEXT NOT NULL DEFAULT '{}',
	UNIQUE (provider, subject)
) STRICT;
CREATE INDEX external_identity_user ON external_identity (user_id);

-- The sliding minute of each operator: a log of (time_ms, units), see domain/throttle.c.
CREATE TABLE throttle (
	user_id INTEGER NOT NULL REFERENCES user (id),
	kind INTEGER NOT NULL,                       -- 0 writes, 1 reads
	log BLOB NOT NULL,
	PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

-- The audit. No name, address or free text in the chain: those are in the payload,
-- which a commitment in the chain covers. ARCHITECTURE.md gives the bytes.
CREATE TABLE audit (
	seq INTEGER PRIMARY KEY,
	time_ms INTEGER NOT NULL,
	action_code TEXT NOT NULL,
	result TEXT NOT NULL,
	actor_uuid BLOB NOT NULL,                    -- empty = system
	target_uuid BLOB NOT NULL,                   -- empty = none
	origin_kind TEXT NOT NULL,
	reason_code TEXT NOT NULL,
	batch BLOB NOT NULL,
	commits BLOB NOT NULL,                       -- (slot, 32 bytes) each
	prev BLOB NOT NULL CHECK (length(prev) = 32),
	hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_target ON audit (target_uuid, seq);
CREATE INDEX audit_actor ON audit (actor_uuid, seq);
CREATE INDEX audit_action ON audit (action_code, seq);

CREATE TABLE audit_payload (
	seq INTEGER NOT NULL REFERENCES audit (seq),
	slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 3),
	subject_uuid BLOB NOT NULL,                  -- whose data it is; empty = nobody's
	salt BLOB NOT NULL CHECK (length(salt) = 32),
	payload TEXT NOT NULL,
	PRIMARY KEY (seq, slot)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'dw:audit_is_append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'dw:audit_is_append_only'); END;
CREATE TRIGGER audit_payload_no_update BEFORE UPDATE ON audit_payload
BEGIN SELECT RAISE(ABORT, 'dw:audit_is_append_only'); END;

-- Counts that a first screen needs without a scan.
CREATE TABLE totals (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	users INTEGER NOT NULL DEFAULT 0,            -- all but erased
	disabled INTEGER NOT NULL DEFAULT 0,         -- kept, and active = 0
	bin INTEGER NOT NULL DEFAULT 0               -- both kinds of pending deletion
) STRICT;
INSERT INTO totals (one) VALUES (1);

CREATE TRIGGER user_count_insert AFTER INSERT ON user BEGIN
	UPDATE totals SET
		users = users + (new.lifecycle <> 3),
		disabled = disabled + (new.lifecycle = 0 AND new.active = 0),
		bin = bin + (new.lifecycle IN (1, 2));
END;
CREATE TRIGGER user_count_update AFTER UPDATE OF active, lifecycle ON user BEGIN
	UPDATE totals SET
		users = users + (new.lifecycle <> 3) - (old.lifecycle <> 3),
		disabled = disabled + (new.lifecycle = 0 AND new.active = 0)
			- (old.lifecycle = 0 AND old.active = 0),
		bin = bin + (new.lifecycle IN (1, 2)) - (old.lifecycle IN (1, 2));
END;
CREATE TRIGGER user_no_delete BEFORE DELETE ON user
BEGIN SELECT RAISE(ABORT, 'dw:users_stay_as_tombstones'); END;

CREATE TRIGGER membership_count_insert AFTER INSERT ON membership BEGIN
	UPDATE user_group SET member_count = member_count + 1 WHERE id = new.group_id;
END;
CREATE TRIGGER membership_count_delete AFTER DELETE ON membership BEGIN
	UPDATE user_group SET member_count = member_count - 1 WHERE id = old.group_id;
END;
CREATE TRIGGER membership_no_move BEFORE UPDATE OF user_id, group_id ON membership
BEGIN SELECT RAISE(ABORT, 'dw:membership_is_added_and_removed'); END;

-- The last-admin rule, free of time so that it can be guarded here. domain/rights.c
-- asks the same view before it changes anything; the triggers hold for every other way.
CREATE VIEW effective_admin AS
	SELECT u.id AS user_id
	FROM user_group AS g
	JOIN membership AS m ON m.group_id = g.id
	JOIN user AS u ON u.id = m.user_id
	WHERE g.is_admin = 1 AND u.active = 1 AND u.lifecycle = 0
		AND u.valid_from = 0 AND u.valid_until = 0;

CREATE TRIGGER last_admin_user AFTER UPDATE OF active, lifecycle, valid_from, valid_until ON user
WHEN old.active = 1 AND old.lifecycle = 0 AND old.valid_from = 0 AND old.valid_until = 0
	AND NOT (new.active = 1 AND new.lifecycle = 0 AND new.valid_from = 0 AND new.valid_until = 0)
BEGIN
	SELECT RAISE(ABORT, 'dw:last_admin')
	WHERE EXISTS (SELECT 1 FROM membership AS m JOIN user_group AS g ON g.id = m.group_id
			WHERE m.user_id = new.id AND g.is_admin = 1)
		AND NOT EXISTS (SELECT 1 FROM effective_admin);
END;
CREATE TRIGGER last_admin_membership AFTER DELETE ON membership
WHEN (SELECT is_admin FROM user_group WHERE id = old.group_id) = 1
BEGIN
	SELECT RAISE(ABORT, 'dw:last_admin') WHERE NOT EXISTS (SELECT 1 FROM effective_admin);
END;
CREATE TRIGGER admin_group_stays BEFORE DELETE ON user_group WHEN old.is_admin = 1
BEGIN SELECT RAISE(ABORT, 'dw:last_admin'); END;
CREATE TRIGGER admin_group_is_fixed BEFORE UPDATE OF is_admin, name, name_key ON user_group
WHEN old.is_admin = 1 OR new.is_admin = 1
BEGIN SELECT RAISE(ABORT, 'dw:admin_group_is_fixed'); END;
