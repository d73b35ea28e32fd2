-- What a booking cost whoever typed it at this desk: how long, and how many keys, never which ones.
CREATE TABLE booking_effort (
    n                 INTEGER PRIMARY KEY,
    at                INTEGER NOT NULL,
    location          BLOB NOT NULL CHECK (length(location) = 16),
    -- Absent where a visit has none.
    provider          BLOB CHECK (length(provider) = 16),
    appointment_type  BLOB NOT NULL CHECK (length(appointment_type) = 16),
    seconds           INTEGER NOT NULL CHECK (seconds >= 0),
    keystrokes        INTEGER NOT NULL CHECK (keystrokes >= 0)
) STRICT;
CREATE INDEX booking_effort_by_time ON booking_effort (at);

-- In which hours (since 1970-01-01, UTC) each person did anything here: the trail itself is too long to be counted.
CREATE TABLE active_hour (
    hour    INTEGER NOT NULL,
    person  BLOB NOT NULL CHECK (length(person) = 16),
    PRIMARY KEY (hour, person)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO active_hour SELECT at / 3600, actor FROM audit_entry WHERE actor IS NOT NULL;
CREATE TRIGGER person_was_active AFTER INSERT ON audit_entry WHEN NEW.actor IS NOT NULL BEGIN
    INSERT OR IGNORE INTO active_hour VALUES (NEW.at / 3600, NEW.actor);
END;
