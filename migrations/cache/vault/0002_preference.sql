-- How each person likes the desk: language, theme, what the board shows, keys. A person's own rows, kept beside the
-- book and not in it: no operation, no audit entry, nobody's record. One row a preference, so that one which cannot
-- be read costs no other, and one that an older program does not know stays.

CREATE TABLE preference (
    person      BLOB NOT NULL CHECK (length(person) = 16),
    name        TEXT NOT NULL,
    -- JSON.
    value       TEXT NOT NULL,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;
