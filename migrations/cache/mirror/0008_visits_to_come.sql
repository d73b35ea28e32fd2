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
