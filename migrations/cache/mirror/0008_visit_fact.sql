-- What the figures of capacity are made of, visit by visit and without a name: a year of it is read in one sweep, where the
-- histories themselves would be hundreds of megabytes. `mirror/fact.rs` makes them from the visit, in its own transaction.

CREATE TABLE visit_fact (
    -- By the location's clock, in days from 1970-01-01.
    day          INTEGER NOT NULL,
    -- appointment.row_id
    appointment  INTEGER NOT NULL,
    facts        BLOB NOT NULL,
    PRIMARY KEY (day, appointment)
) STRICT, WITHOUT ROWID;

-- The time that booked visits gave back before it began, by the day it was on.
CREATE TABLE released_fact (
    day          INTEGER NOT NULL,
    appointment  INTEGER NOT NULL,
    -- 1, 2, 3 ... of the same visit.
    n            INTEGER NOT NULL,
    facts        BLOB NOT NULL,
    PRIMARY KEY (appointment, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX released_fact_by_day ON released_fact (day);

-- Whose patients there are, without reading their records.
CREATE INDEX patient_by_own_provider ON patient_detail (own_provider) WHERE own_provider IS NOT NULL;

-- Whether every visit has its facts: not those from before there were any.
ALTER TABLE sync_state ADD COLUMN has_facts INTEGER NOT NULL DEFAULT 0;
UPDATE sync_state SET has_facts = NOT EXISTS (SELECT 1 FROM appointment);
