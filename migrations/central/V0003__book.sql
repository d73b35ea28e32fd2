-- The book: who comes when, and what each visit takes up.

CREATE TABLE central.appointments (
    organization_id    uuid NOT NULL,
    id                 uuid NOT NULL,
    version            bigint NOT NULL,
    patient_id         uuid NOT NULL,
    -- The visit's own provider: the first among what it takes up.
    provider_id        uuid,
    location_id        uuid NOT NULL,
    appointment_type   uuid NOT NULL,
    -- What the patient is told: without buffers.
    scheduled_at       timestamptz NOT NULL,
    ends_at            timestamptz NOT NULL CHECK (scheduled_at < ends_at),
    status             text NOT NULL,
    is_live            boolean NOT NULL,
    series_id          uuid,
    -- The whole record as it travels to desks.
    metadata           json NOT NULL,
    origin_op          uuid NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users,
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations,
    FOREIGN KEY (organization_id, appointment_type) REFERENCES central.appointment_types
) WITH (fillfactor = 85);
CREATE INDEX appointments_by_time ON central.appointments (organization_id, scheduled_at, id);
CREATE INDEX appointments_by_location ON central.appointments (organization_id, location_id, scheduled_at, id);
CREATE INDEX appointments_by_patient ON central.appointments (organization_id, patient_id, scheduled_at);
CREATE INDEX appointments_by_provider ON central.appointments (organization_id, provider_id, scheduled_at);
CREATE INDEX appointments_by_series ON central.appointments (organization_id, series_id) WHERE series_id IS NOT NULL;

CREATE TABLE central.holds (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    until            timestamptz NOT NULL,
    is_active        boolean NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX holds_standing ON central.holds (organization_id, until) WHERE is_active;

-- What live visits take up, buffers included; nothing else is in it. Nobody is the second one on a resource in a lane: the
-- arbiter sees to it under the organization's counter, and this constraint sees to it whatever the arbiter does.
CREATE TABLE central.allocations (
    organization_id   uuid NOT NULL,
    resource_id       uuid NOT NULL,
    appointment_id    uuid NOT NULL,
    appointment_type  uuid NOT NULL,
    lane              smallint NOT NULL CHECK (lane >= 0),
    starts_at         timestamptz NOT NULL,
    -- No visit is longer: it bounds how far back a search for overlaps looks.
    ends_at           timestamptz NOT NULL CHECK (starts_at < ends_at AND ends_at - starts_at <= interval '12 hours'),
    -- How much of it is buffer, at either end.
    before_seconds    integer NOT NULL CHECK (before_seconds >= 0),
    after_seconds     integer NOT NULL CHECK (after_seconds >= 0),
    -- Whether the resource has one place only, for this visit's type too.
    is_exclusive      boolean NOT NULL,
    PRIMARY KEY (organization_id, resource_id, starts_at, appointment_id, lane),
    FOREIGN KEY (organization_id, resource_id) REFERENCES central.resources,
    FOREIGN KEY (organization_id, appointment_id) REFERENCES central.appointments,
    CONSTRAINT nobody_twice EXCLUDE USING gist (
        organization_id WITH =, resource_id WITH =, lane WITH =, tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (is_exclusive)
);
CREATE INDEX allocations_by_appointment ON central.allocations (organization_id, appointment_id);

CREATE TABLE central.waitlist_entries (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    location_id      uuid NOT NULL,
    patient_id       uuid NOT NULL,
    is_waiting       boolean NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations,
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users
);
CREATE INDEX waitlist_waiting ON central.waitlist_entries (organization_id, location_id) WHERE is_waiting;
CREATE INDEX waitlist_by_patient ON central.waitlist_entries (organization_id, patient_id);

CREATE TABLE central.recalls (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    location_id      uuid NOT NULL,
    patient_id       uuid NOT NULL,
    from_day         date NOT NULL,
    is_open          boolean NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations,
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users
);
CREATE INDEX recalls_open ON central.recalls (organization_id, location_id, from_day) WHERE is_open;
CREATE INDEX recalls_by_patient ON central.recalls (organization_id, patient_id);

-- Records of one person that were made one: the merged one, whose id it has, leads to the kept one.
CREATE TABLE central.patient_aliases (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    kept_id          uuid NOT NULL,
    is_active        boolean NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, id) REFERENCES central.users,
    FOREIGN KEY (organization_id, kept_id) REFERENCES central.users
);
CREATE INDEX aliases_by_kept ON central.patient_aliases (organization_id, kept_id) WHERE is_active;

-- Days that somebody signed off.
CREATE TABLE central.day_closes (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    location_id      uuid NOT NULL,
    day              date NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, location_id, day),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations
);

-- The last queue number that a location gave on a day: none is given twice.
CREATE TABLE central.queues (
    organization_id  uuid NOT NULL,
    location_id      uuid NOT NULL,
    day              date NOT NULL,
    last             integer NOT NULL,
    PRIMARY KEY (organization_id, location_id, day),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations
);

CALL central.isolate(ARRAY['appointments', 'holds', 'allocations', 'waitlist_entries', 'recalls', 'patient_aliases',
                           'day_closes', 'queues']);
GRANT SELECT, INSERT, UPDATE ON
    central.appointments, central.holds, central.waitlist_entries, central.recalls, central.patient_aliases,
    central.day_closes, central.queues
    TO application_user;
GRANT SELECT, INSERT, DELETE ON central.allocations TO application_user;
