-- Which weeks' facts were written since somebody read them, so that of a year that is known only those are read again.

CREATE TABLE fact_week (
    -- Its Monday, in days from 1970-01-01. A week that is not here was not written since this table was made.
    monday  INTEGER PRIMARY KEY,
    -- Counted up with every change of a visit's facts on one of its days, and of what was given back on them.
    writes  INTEGER NOT NULL
) STRICT;

-- The facts of a week in one piece, packed while nobody waits: `mirror/fact/week.rs`.
CREATE TABLE packed_week (
    monday  INTEGER PRIMARY KEY,
    -- What `fact_week` said of it then: it is true as long as it says the same.
    writes  INTEGER NOT NULL,
    facts   BLOB NOT NULL
) STRICT;

-- Whose patients there are that have a provider of their own; made from the patients' records.
CREATE TABLE own_provider (
    patient   BLOB PRIMARY KEY CHECK (length(patient) = 16),
    provider  BLOB NOT NULL CHECK (length(provider) = 16)
) STRICT, WITHOUT ROWID;
INSERT INTO own_provider
SELECT p.id, d.own_provider FROM patient_detail d INDEXED BY patient_by_own_provider JOIN patient p ON p.row_id = d.row_id
WHERE d.own_provider IS NOT NULL;
DROP INDEX patient_by_own_provider;
-- Counted up with every change of a patient, so that this need not be read again.
ALTER TABLE sync_state ADD COLUMN patient_revision INTEGER NOT NULL DEFAULT 0;

-- All of that in one piece, packed while nobody waits: `mirror/fact/own.rs`.
CREATE TABLE packed_own_providers (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    -- What `patient_revision` said then: it is true as long as it says the same.
    revision  INTEGER NOT NULL,
    patients  BLOB NOT NULL
) STRICT;
