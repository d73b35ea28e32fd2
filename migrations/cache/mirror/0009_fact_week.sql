-- Which weeks' facts were written since somebody read them, so that of a year that is known only those are read again.

CREATE TABLE fact_week (
    -- Its Monday, in days from 1970-01-01. A week that is not here was not written since this table was made.
    monday  INTEGER PRIMARY KEY,
    -- Counted up with every change of a visit's facts on one of its days, and of what was given back on them.
    writes  INTEGER NOT NULL
) STRICT;

-- The same for whose patients there are.
ALTER TABLE sync_state ADD COLUMN patient_revision INTEGER NOT NULL DEFAULT 0;
