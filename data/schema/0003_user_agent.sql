-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a client said it is when a session began, as it was sent. session.device and
-- session.browser are what data/ua.tsv made of it then (domain/agent.h); the raw text
-- stays, because a later table may know more. '' = none was sent, or before this column.

ALTER TABLE session ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
