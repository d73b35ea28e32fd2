-- A desk that belongs to a centre decides beforehand what the centre has not said yet. How to take that back stands here,
-- so that what the centre says is always applied to what the centre has said.

-- The last change of the centre's that is here, in the history that `epoch` names.
ALTER TABLE sync_state ADD COLUMN received INTEGER NOT NULL DEFAULT 0;

-- In the order of the writes: statements that undo them, run from the last to the first.
CREATE TABLE provisional (
    n         INTEGER PRIMARY KEY,
    relation  TEXT NOT NULL,
    undo      TEXT NOT NULL
) STRICT;

-- A first sync that is on its way: of which history, as of which of the centre's numbers, and the last row that came.
CREATE TABLE fetching (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    epoch  BLOB NOT NULL CHECK (length(epoch) = 16),
    head   INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    after  BLOB CHECK (length(after) = 16)
) STRICT;

-- Decisions that lost at the centre, of every desk: few are open at a time.
CREATE TABLE conflict (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    version    INTEGER NOT NULL,
    location   BLOB NOT NULL CHECK (length(location) = 16),
    starts_at  INTEGER NOT NULL,
    is_open    INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_open ON conflict (location, starts_at) WHERE is_open;
