-- What desks sync with: the counter that orders an organization's changes, its operations with their results, and the
-- desks themselves.
--
-- Operations, changes and events are written under the lock of the counter alone, which refers to the organization: they
-- do not ask for it once a row.

-- Locked first in every transaction that writes an organization's book: the order of numbers is the order of commits, and
-- two writers never wait for each other crosswise.
CREATE TABLE central.organization_counters (
    organization_id     uuid PRIMARY KEY REFERENCES central.organizations (id),
    -- The last change: 1, 2, 3 ... without gaps.
    seq                 bigint NOT NULL DEFAULT 0,
    -- The last change of what is set up, so that snapshots of it can be kept.
    setup_seq           bigint NOT NULL DEFAULT 0,
    -- Changes up to this one were compacted: who is behind it fetches everything anew.
    floor_seq           bigint NOT NULL DEFAULT 0,
    -- This history; another after a restore from a backup.
    epoch               uuid NOT NULL,
    last_record_number  bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- An enrolled desk.
CREATE TABLE central.devices (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    name             text NOT NULL,
    location_id      uuid,
    -- Ed25519; what the desk signs with.
    public_key       bytea NOT NULL CHECK (length(public_key) = 32),
    enrolled_at      timestamptz NOT NULL,
    enrolled_by      uuid NOT NULL,
    revoked_at       timestamptz,
    -- The last operation of its own that the centre has a result for.
    last_seq         bigint NOT NULL DEFAULT 0,
    last_seen_at     timestamptz,
    client_version   text NOT NULL DEFAULT '',
    cursor_seq       bigint NOT NULL DEFAULT 0,
    -- As it said itself: how many operations it still has to send, and where other desks of its location reach it.
    operations_waiting  bigint NOT NULL DEFAULT 0,
    lan_address      inet,
    lan_port         integer,
    lan_fingerprint  text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations
) WITH (fillfactor = 70);

-- Every operation that arrived, as it was sent, with what became of it; sent again, the same answer is given again.
CREATE TABLE central.operations (
    organization_id  uuid NOT NULL,
    op_id            uuid NOT NULL,
    -- Absent for what came by the API and from no desk.
    device_id        uuid,
    device_seq       bigint,
    author_id        uuid NOT NULL,
    kind             text NOT NULL,
    part_of          uuid,
    -- The operation's bytes (clinic-protocol), and the SHA-256 of what was asked: the same id with another is an alarm.
    body             bytea NOT NULL,
    body_hash        bytea NOT NULL,
    status           text NOT NULL CHECK (status IN ('applied', 'conflict', 'rejected')),
    result           json NOT NULL,
    -- The rows that an undo puts back (clinic-protocol).
    replaced         bytea,
    -- The rows as it left them (clinic-protocol): what happened, for whoever replays it.
    outcome          bytea,
    -- The last of its changes; absent where it changed nothing.
    seq              bigint,
    received_at      timestamptz NOT NULL,
    -- When it is taken to have been decided: what a clock says at the desk counts only as far as it can be true.
    decided_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, op_id),
    UNIQUE (organization_id, device_id, device_seq)
);

-- Operations of kinds that the service could not read when they came, as they were sent. The version that can decides them.
CREATE TABLE central.deferred_operations (
    organization_id  uuid NOT NULL,
    op_id            uuid NOT NULL,
    device_id        uuid NOT NULL,
    device_seq       bigint NOT NULL,
    author_id        uuid NOT NULL,
    body             bytea NOT NULL,
    body_hash        bytea NOT NULL,
    received_at      timestamptz NOT NULL,
    -- When the desk had decided what it sent before: this one was decided after that.
    decided_after    timestamptz NOT NULL,
    -- Since when it stands among the others.
    settled_at       timestamptz,
    PRIMARY KEY (organization_id, op_id),
    UNIQUE (organization_id, device_id, device_seq),
    FOREIGN KEY (organization_id, device_id) REFERENCES central.devices
);
CREATE INDEX deferred_waiting ON central.deferred_operations (organization_id, device_id, device_seq) WHERE settled_at IS NULL;

-- What changed, in order. The rows themselves are read where they stand, so that a page brings their newest state.
CREATE TABLE central.changes (
    organization_id  uuid NOT NULL,
    seq              bigint NOT NULL,
    kind             text NOT NULL,
    row_id           uuid NOT NULL,
    version          bigint NOT NULL,
    op_id            uuid NOT NULL,
    PRIMARY KEY (organization_id, seq)
);
CREATE INDEX changes_by_row ON central.changes (organization_id, kind, row_id, seq);

-- How far the changes had come on a day, so that it is known how old they are; what is old goes.
CREATE TABLE central.change_marks (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    seq              bigint NOT NULL,
    at               timestamptz NOT NULL,
    -- Whether what the changes up to here replaced is gone.
    is_compacted     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, seq)
);

-- What people choose among at a desk now. It lasts seconds and is nobody's record: not even a crash has to leave it.
CREATE UNLOGGED TABLE central.choices (
    organization_id  uuid NOT NULL,
    device_id        uuid NOT NULL,
    person_id        uuid NOT NULL,
    body             json NOT NULL,
    until            timestamptz NOT NULL,
    -- How often the desk said something: those of all desks together are another number after each time.
    revision         bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, device_id),
    FOREIGN KEY (organization_id, device_id) REFERENCES central.devices
) WITH (fillfactor = 50);

-- A decision that lost: somebody else was first, and a person has to decide what becomes of it; every desk of the location
-- sees it until then. Its id is that of the operation.
CREATE TABLE central.booking_conflicts (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    location_id      uuid NOT NULL,
    -- When the visit was to begin.
    starts_at        timestamptz NOT NULL,
    state            text NOT NULL CHECK (state IN ('open', 'claimed', 'resolved')),
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, id) REFERENCES central.operations,
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations
);
CREATE INDEX conflicts_unresolved ON central.booking_conflicts (organization_id, starts_at, id) WHERE state <> 'resolved';

-- What a desk that nobody signs in on any more still had to send: kept as it was sent, sealed under a key that the database does
-- not have, and never decided by itself.
CREATE TABLE central.salvaged_operations (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    device_id        uuid NOT NULL,
    -- SHA-256 of the line: sent again it lies here once.
    line_hash        bytea NOT NULL CHECK (length(line_hash) = 32),
    -- Empty once it was discarded.
    sealed           bytea NOT NULL,
    received_at      timestamptz NOT NULL,
    outcome          text CHECK (outcome IN ('applied', 'discarded')),
    settled_by       uuid,
    settled_at       timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, device_id, line_hash),
    FOREIGN KEY (organization_id, device_id) REFERENCES central.devices,
    FOREIGN KEY (organization_id, settled_by) REFERENCES central.organization_users,
    CHECK ((outcome IS NULL) = (settled_at IS NULL))
);
CREATE INDEX salvaged_waiting ON central.salvaged_operations (organization_id, id) WHERE outcome IS NULL;

-- Times that a branch may give away by itself while it is cut off.
CREATE TABLE central.delegations (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    location_id      uuid NOT NULL,
    resource_id      uuid NOT NULL,
    starts_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL CHECK (starts_at < ends_at),
    hub_device       uuid NOT NULL,
    hub_epoch        bigint NOT NULL,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations,
    FOREIGN KEY (organization_id, resource_id) REFERENCES central.resources,
    FOREIGN KEY (organization_id, hub_device) REFERENCES central.devices
);

-- What happened, written with the change itself, for those who act on it afterwards.
CREATE TABLE central.events (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    type             text NOT NULL,
    user_id          uuid,
    entity_id        uuid NOT NULL,
    -- Ids, codes and versions: what handlers need to look the rest up.
    data             json NOT NULL,
    at               timestamptz NOT NULL,
    -- Taken up by the handlers; their own tables say how far each is.
    is_distributed   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX events_pending ON central.events (organization_id, id) WHERE NOT is_distributed;

CALL central.isolate(ARRAY['organization_counters', 'devices', 'operations', 'deferred_operations', 'changes', 'change_marks',
                           'choices', 'booking_conflicts', 'salvaged_operations', 'delegations', 'events']);
GRANT SELECT, INSERT, UPDATE ON
    central.organization_counters, central.devices, central.booking_conflicts, central.delegations, central.events,
    central.choices, central.change_marks
    TO application_user;
GRANT SELECT, INSERT ON central.operations, central.deferred_operations, central.salvaged_operations TO application_user;
GRANT UPDATE (settled_at) ON central.deferred_operations TO application_user;
GRANT UPDATE (sealed, outcome, settled_by, settled_at) ON central.salvaged_operations TO application_user;
GRANT SELECT, INSERT, DELETE ON central.changes TO application_user;
GRANT DELETE ON central.change_marks TO application_user;
