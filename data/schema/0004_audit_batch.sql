-- SPDX-License-Identifier: GPL-3.0-or-later
-- All that one command did, to take it back as a whole (domain/undo.h). Most entries are of no
-- batch (x''), and those are left out.

CREATE INDEX audit_batch ON audit (batch, seq) WHERE batch <> x'';
