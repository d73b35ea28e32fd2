-- The language model that this PC asks where it is unsure of a sentence; none without a row.
CREATE TABLE language_model (
    only          INTEGER PRIMARY KEY CHECK (only = 1),
    address       TEXT NOT NULL CHECK (address <> ''),
    model         TEXT NOT NULL CHECK (model <> ''),
    -- What it wants to see before it answers; empty where it wants nothing.
    key           TEXT NOT NULL,
    seconds       INTEGER NOT NULL CHECK (seconds BETWEEN 1 AND 10),
    is_redacting  INTEGER NOT NULL CHECK (is_redacting IN (0, 1)),
    -- Who accepted that words leave this PC, and when.
    accepted_by   BLOB CHECK (length(accepted_by) = 16),
    accepted_at   INTEGER,
    CHECK ((accepted_by IS NULL) = (accepted_at IS NULL))
) STRICT;
