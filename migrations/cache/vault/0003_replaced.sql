-- The rows that an operation replaced, as they stood before it, so that it can be undone. Kept only for the minutes in
-- which it can be: the next operation that keeps some removes what is older.

CREATE TABLE replaced (
    op_id   BLOB PRIMARY KEY REFERENCES operation (op_id) CHECK (length(op_id) = 16),
    -- The desk's clock when the operation was decided, UTC seconds.
    at      INTEGER NOT NULL,
    rows    BLOB NOT NULL
) STRICT, WITHOUT ROWID;
