-- SPDX-License-Identifier: GPL-3.0-or-later
-- Indexes for questions that are asked across everybody: what happened in a span of time,
-- who did what a row keeps the time of (domain/audit_author.c), what was not done, and
-- sessions in other orders and from one address (domain/session_list.c).

CREATE INDEX audit_time ON audit (time_ms, target_uuid);
CREATE INDEX audit_not_ok ON audit (result, seq) WHERE result <> 'ok';

-- Whose session it is, as the list is sorted by it. Triggers keep it, because sessions are
-- made by several doors and renamed by none.
ALTER TABLE session ADD COLUMN username_key TEXT NOT NULL DEFAULT '';
UPDATE session SET username_key = (SELECT u.username_key FROM user AS u WHERE u.id = user_id);
CREATE TRIGGER session_user_key AFTER INSERT ON session BEGIN
	UPDATE session SET username_key = (SELECT username_key FROM user WHERE id = new.user_id)
	WHERE id = new.id;
END;
CREATE TRIGGER session_user_renamed AFTER UPDATE OF username_key ON user
WHEN old.username_key <> new.username_key
BEGIN
	UPDATE session SET username_key = new.username_key WHERE user_id = new.id;
END;
CREATE INDEX session_by_user ON session (username_key);
CREATE INDEX session_by_start ON session (started_at);
CREATE INDEX session_address ON session (address, last_active_at);
