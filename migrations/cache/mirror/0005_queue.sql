-- The last queue number that a location gave on a day of its own clock: a number is never given twice, whatever becomes
-- of the visit that had it.
CREATE TABLE queue (
    location  BLOB NOT NULL CHECK (length(location) = 16),
    -- YYYY-MM-DD.
    day       TEXT NOT NULL,
    last      INTEGER NOT NULL,
    PRIMARY KEY (location, day)
) STRICT, WITHOUT ROWID;
