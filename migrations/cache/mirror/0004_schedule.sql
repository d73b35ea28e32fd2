-- Visits that the clinic moved and whose patients do not know yet: few among very many, to be found without reading
-- anybody's history.
CREATE TABLE to_tell (
    appointment  BLOB PRIMARY KEY CHECK (length(appointment) = 16),
    location     BLOB NOT NULL CHECK (length(location) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX to_tell_by_location ON to_tell (location);

-- The last queue number that a location gave on a day of its own clock: a number is never given twice, whatever becomes
-- of the visit that had it.
CREATE TABLE queue (
    location  BLOB NOT NULL CHECK (length(location) = 16),
    -- YYYY-MM-DD.
    day       TEXT NOT NULL,
    last      INTEGER NOT NULL,
    PRIMARY KEY (location, day)
) STRICT, WITHOUT ROWID;

-- Records of one person that were made one: the merged record stays, and leads to the kept one until somebody separates
-- the two again.
CREATE TABLE patient_alias (
    merged     BLOB PRIMARY KEY CHECK (length(merged) = 16),
    version    INTEGER NOT NULL,
    kept       BLOB NOT NULL CHECK (length(kept) = 16),
    is_active  INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_kept ON patient_alias (kept) WHERE is_active;

-- Visits that were booked to repeat name their series, so that one of them leads to the others.
ALTER TABLE appointment ADD COLUMN series BLOB CHECK (length(series) = 16);
CREATE INDEX appointment_by_series ON appointment (series, starts_at) WHERE series IS NOT NULL;

-- Visits to come that nobody has booked yet: times that are kept, people who wait, people who are due. Few of each are
-- open at a time; what finds those stands in columns, the record is its body.

CREATE TABLE hold (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL CHECK (length(id) = 16),
    version    INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    is_active  INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX hold_by_id ON hold (id);
CREATE INDEX hold_standing ON hold (until) WHERE is_active;

CREATE TABLE waitlist_entry (
    row_id      INTEGER PRIMARY KEY,
    id          BLOB NOT NULL CHECK (length(id) = 16),
    version     INTEGER NOT NULL,
    location    BLOB NOT NULL CHECK (length(location) = 16),
    patient     BLOB NOT NULL CHECK (length(patient) = 16),
    is_waiting  INTEGER NOT NULL,
    body        BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX waitlist_entry_by_id ON waitlist_entry (id);
CREATE INDEX waitlist_entry_waiting ON waitlist_entry (location) WHERE is_waiting;
CREATE INDEX waitlist_entry_by_patient ON waitlist_entry (patient);

CREATE TABLE recall (
    row_id    INTEGER PRIMARY KEY,
    id        BLOB NOT NULL CHECK (length(id) = 16),
    version   INTEGER NOT NULL,
    location  BLOB NOT NULL CHECK (length(location) = 16),
    patient   BLOB NOT NULL CHECK (length(patient) = 16),
    -- The first day on which it can be booked, YYYY-MM-DD.
    from_day  TEXT NOT NULL,
    is_open   INTEGER NOT NULL,
    body      BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX recall_by_id ON recall (id);
CREATE INDEX recall_open ON recall (location, from_day) WHERE is_open;
CREATE INDEX recall_by_patient ON recall (patient);

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
