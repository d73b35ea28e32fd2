-- Days that somebody signed off, with the numbers they had then.
CREATE TABLE day_close (
    location  BLOB NOT NULL CHECK (length(location) = 16),
    -- YYYY-MM-DD.
    day       TEXT NOT NULL,
    id        BLOB NOT NULL CHECK (length(id) = 16),
    version   INTEGER NOT NULL,
    body      BLOB NOT NULL,
    PRIMARY KEY (location, day)
) STRICT, WITHOUT ROWID;
