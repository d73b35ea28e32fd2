-- The centre that this desk belongs to; no row while the desk is its own arbiter.
CREATE TABLE centre (
    only          INTEGER PRIMARY KEY CHECK (only = 1),
    url           TEXT NOT NULL,
    organization  BLOB NOT NULL CHECK (length(organization) = 16),
    -- The organization's short name, by which people sign in.
    slug          TEXT NOT NULL,
    -- The desk's own key (Ed25519), by which the centre knows it.
    key           BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

-- What this desk decided since it belongs to a centre, and what the centre said of it. A row stays for the days in which a
-- centre that was restored from a backup may ask for it again.
CREATE TABLE outbox (
    seq          INTEGER PRIMARY KEY REFERENCES operation (seq),
    state        TEXT NOT NULL DEFAULT 'queued'
                     CHECK (state IN ('queued', 'applied', 'conflict', 'rejected', 'deferred', 'resolved')),
    -- The centre's number of the last change that it made.
    centre_seq   INTEGER,
    -- Codes, the first reason first, with blanks between.
    reasons      TEXT NOT NULL DEFAULT '',
    answered_at  INTEGER,
    CHECK ((state = 'queued') = (answered_at IS NULL)),
    CHECK (state <> 'applied' OR centre_seq IS NOT NULL)
) STRICT;
CREATE INDEX outbox_open ON outbox (seq) WHERE state IN ('queued', 'conflict', 'rejected', 'deferred');
CREATE INDEX outbox_applied ON outbox (centre_seq) WHERE state = 'applied';
