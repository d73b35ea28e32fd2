-- What only this PC has: what was decided here, in order, and who looked at or changed what.

-- One row: which desk this is.
CREATE TABLE desk (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    device      BLOB NOT NULL CHECK (length(device) = 16),
    epoch       INTEGER NOT NULL,
    -- Numbers up to here were given out before an older state was accepted, and are not given out again.
    seq_floor   INTEGER NOT NULL,
    -- A person was removed: the desk key is to be changed when nobody is working.
    rekey_due   INTEGER NOT NULL DEFAULT 0 CHECK (rekey_due IN (0, 1)),
    -- When the last verified backup was made.
    backed_up_at INTEGER,
    -- Where backups go; chosen by a person.
    backup_folder TEXT
) STRICT;

-- An operation with its receipt: the number it got, and the rows as it left them.
CREATE TABLE operation (
    seq         INTEGER PRIMARY KEY,
    op_id       BLOB NOT NULL UNIQUE CHECK (length(op_id) = 16),
    device      BLOB NOT NULL CHECK (length(device) = 16),
    device_seq  INTEGER NOT NULL CHECK (device_seq > 0),
    body        BLOB NOT NULL,
    changes     BLOB NOT NULL,
    UNIQUE (device, device_seq)
) STRICT;

-- The chain: hash = SHA-256 over prev_hash and every field of the entry, the operation's digest included.
CREATE TABLE audit_entry (
    n           INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    actor       BLOB CHECK (length(actor) = 16),
    device      BLOB NOT NULL CHECK (length(device) = 16),
    action      TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object      BLOB CHECK (length(object) = 16),
    -- The patients concerned, 16 bytes each.
    patients    BLOB NOT NULL CHECK (length(patients) % 16 = 0),
    outcome     TEXT NOT NULL,
    detail      TEXT NOT NULL,
    seq         INTEGER REFERENCES operation (seq),
    prev_hash   BLOB NOT NULL CHECK (length(prev_hash) = 32),
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- "Who looked at this patient": the same patients, to be found by.
CREATE TABLE audit_patient (
    patient     BLOB NOT NULL CHECK (length(patient) = 16),
    n           INTEGER NOT NULL REFERENCES audit_entry (n),
    PRIMARY KEY (patient, n)
) STRICT, WITHOUT ROWID;

-- Whose key slot is whose. The public keys here are the ones that a new desk key is sealed to: the slot files
-- lie in the open, this table does not. A slot that does not stand here is not accepted, so an older slot file does
-- not bring a removed person back. While a slot is replaced both of its keys stand here.
CREATE TABLE slot (
    slot_id     BLOB NOT NULL CHECK (length(slot_id) = 32),
    public_key  BLOB NOT NULL CHECK (length(public_key) = 32),
    -- Absent for the recovery code.
    person      BLOB CHECK (length(person) = 16),
    PRIMARY KEY (slot_id, public_key)
) STRICT, WITHOUT ROWID;

-- A bulk load that is on its way into the mirror: written before it, removed when its operations are recorded, so
-- that a crash between the two files is repaired and not guessed at.
CREATE TABLE import_intent (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    at          INTEGER NOT NULL,
    actor       BLOB NOT NULL CHECK (length(actor) = 16)
) STRICT;

CREATE TRIGGER operation_stays BEFORE DELETE ON operation BEGIN SELECT RAISE(ABORT, 'operations stay'); END;
CREATE TRIGGER operation_is_final BEFORE UPDATE ON operation BEGIN SELECT RAISE(ABORT, 'operations are final'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit entries stay'); END;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit entries are final'); END;
