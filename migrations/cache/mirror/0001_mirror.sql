-- The mirror: the rows that screens read. A writing connection attaches this file beside the vault, so no table
-- here has the name of one there. What lists and look-ups need stands in columns of narrow tables; the rest of a
-- record is its encoded body in a table of its own, so that a day's list touches few pages.

CREATE TABLE sync_state (
    one                 INTEGER PRIMARY KEY CHECK (one = 1),
    -- The centre's history that `cursor` counts in; absent while the desk is its own arbiter.
    epoch               BLOB CHECK (length(epoch) = 16),
    -- The last change that was applied: 1, 2, 3 ... without gaps.
    cursor              INTEGER NOT NULL,
    -- Counted up with every change of a setup row, so that snapshots of it can be kept.
    setup_revision      INTEGER NOT NULL,
    last_record_number  INTEGER NOT NULL
) STRICT;
INSERT INTO sync_state VALUES (1, NULL, 0, 0, 0);

-- Organization, locations, resources, types, templates, exceptions, people: few, read as a whole.
CREATE TABLE setup (
    kind     TEXT NOT NULL,
    id       BLOB NOT NULL CHECK (length(id) = 16),
    version  INTEGER NOT NULL,
    source   TEXT,
    body     BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX setup_by_source ON setup (source) WHERE source IS NOT NULL;

CREATE TABLE patient (
    row_id             INTEGER PRIMARY KEY,
    id                 BLOB NOT NULL CHECK (length(id) = 16),
    version            INTEGER NOT NULL,
    record_number      TEXT NOT NULL,
    family_name        TEXT NOT NULL,
    given_names        TEXT NOT NULL,
    -- YYYY-MM-DD.
    birth_date         TEXT,
    sex                TEXT NOT NULL,
    -- The first number.
    phone              TEXT NOT NULL,
    needs_interpreter  INTEGER NOT NULL,
    has_alert          INTEGER NOT NULL,
    is_deceased        INTEGER NOT NULL,
    is_active          INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX patient_by_id ON patient (id);
CREATE UNIQUE INDEX patient_by_record_number ON patient (record_number) WHERE record_number <> '';

-- The whole record; the columns of `patient` are made from it.
CREATE TABLE patient_detail (
    row_id     INTEGER PRIMARY KEY,
    -- The bulk load it came with, if any.
    origin_op  BLOB CHECK (length(origin_op) = 16),
    source     TEXT,
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX patient_by_source ON patient_detail (source) WHERE source IS NOT NULL;

-- What a patient can be found by, each as a key that starts with what is typed; `mirror/search/keys.rs` makes them.
CREATE TABLE search_key (
    key      TEXT NOT NULL,
    -- patient.row_id
    patient  INTEGER NOT NULL,
    PRIMARY KEY (key, patient)
) STRICT, WITHOUT ROWID;

CREATE TABLE caregiver (
    row_id     INTEGER PRIMARY KEY,
    id         BLOB NOT NULL CHECK (length(id) = 16),
    version    INTEGER NOT NULL,
    patient    BLOB NOT NULL CHECK (length(patient) = 16),
    origin_op  BLOB CHECK (length(origin_op) = 16),
    source     TEXT,
    body       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX caregiver_by_id ON caregiver (id);
CREATE INDEX caregiver_by_patient ON caregiver (patient);
CREATE INDEX caregiver_by_source ON caregiver (source) WHERE source IS NOT NULL;

CREATE TABLE appointment (
    row_id            INTEGER PRIMARY KEY,
    id                BLOB NOT NULL CHECK (length(id) = 16),
    version           INTEGER NOT NULL,
    location          BLOB NOT NULL CHECK (length(location) = 16),
    patient           BLOB NOT NULL CHECK (length(patient) = 16),
    appointment_type  BLOB NOT NULL CHECK (length(appointment_type) = 16),
    -- UTC seconds, without buffers.
    starts_at         INTEGER NOT NULL,
    ends_at           INTEGER NOT NULL CHECK (starts_at < ends_at),
    wall_start        TEXT NOT NULL,
    status            TEXT NOT NULL,
    is_live           INTEGER NOT NULL,
    confirmation      TEXT NOT NULL,
    has_note          INTEGER NOT NULL,
    -- Since when the patient waits; absent unless arrived or checked in.
    waiting_since     INTEGER,
    -- What it takes up, packed: `mirror/packed.rs`.
    allocations       BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX appointment_by_id ON appointment (id);
-- `ends_at` lets a search for overlaps pass over what ended before without reading the row.
CREATE INDEX appointment_by_day ON appointment (location, starts_at, ends_at);
CREATE INDEX appointment_by_patient ON appointment (patient, starts_at, ends_at);

CREATE TABLE appointment_detail (
    row_id     INTEGER PRIMARY KEY,
    origin_op  BLOB NOT NULL CHECK (length(origin_op) = 16),
    source     TEXT,
    body       BLOB NOT NULL
) STRICT;
CREATE INDEX appointment_by_source ON appointment_detail (source) WHERE source IS NOT NULL;

-- What live appointments take up, buffers included; nothing else is in it. The longest one bounds how far back
-- a search for overlaps has to look, so a longer one is refused.
CREATE TABLE allocation (
    resource     BLOB NOT NULL CHECK (length(resource) = 16),
    starts_at    INTEGER NOT NULL,
    appointment  BLOB NOT NULL CHECK (length(appointment) = 16),
    lane         INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL CHECK (starts_at < ends_at AND ends_at - starts_at <= 43200),
    PRIMARY KEY (resource, starts_at, appointment, lane)
) STRICT, WITHOUT ROWID;

-- Bulk loads whose rows are here.
CREATE TABLE import_batch (
    op_id         BLOB PRIMARY KEY CHECK (length(op_id) = 16),
    source        TEXT NOT NULL,
    digest        BLOB NOT NULL CHECK (length(digest) = 32),
    patients      INTEGER NOT NULL,
    caregivers    INTEGER NOT NULL,
    appointments  INTEGER NOT NULL,
    setup         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
