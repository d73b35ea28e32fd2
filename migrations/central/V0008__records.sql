-- Medical records under keys of their own, who saw them without the right to, and what looks wrong in the audit trail.

-- The keys that an organization's records are encrypted under, wrapped by a key that the database does not have.
CREATE TABLE central.record_keys (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    -- 1, 2, 3 ...; the last is the one that new records get.
    version          bigint NOT NULL,
    -- Which key of the configuration wraps it.
    kek              text NOT NULL,
    wrapped          bytea NOT NULL,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, version)
);

CREATE TABLE central.medical_records (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    patient_id       uuid NOT NULL,
    -- Whom the record is by in the book, where its author is a provider.
    provider_id      uuid,
    author_id        uuid NOT NULL,
    record_type      text NOT NULL CHECK (length(record_type) <= 40),
    is_sensitive     boolean NOT NULL,
    created_at       timestamptz NOT NULL,
    -- AES-256-GCM; bound to organization, record, patient, sensitivity and key version, so that none of them can be changed.
    content          bytea NOT NULL,
    key_version      bigint NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users,
    FOREIGN KEY (organization_id, author_id) REFERENCES central.organization_users,
    FOREIGN KEY (organization_id, provider_id) REFERENCES central.resources,
    FOREIGN KEY (organization_id, key_version) REFERENCES central.record_keys
);
CREATE INDEX records_by_patient ON central.medical_records (organization_id, patient_id, created_at DESC, id);
CREATE INDEX records_by_key ON central.medical_records (organization_id, key_version, id);

-- A patient agreed that a person sees the sensitive ones.
CREATE TABLE central.record_consents (
    organization_id  uuid NOT NULL,
    patient_id       uuid NOT NULL,
    person_id        uuid NOT NULL,
    given_at         timestamptz NOT NULL,
    recorded_by      uuid NOT NULL,
    -- Taken back; given anew it is the same row.
    ended_at         timestamptz,
    PRIMARY KEY (organization_id, patient_id, person_id),
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users,
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users
);

-- Somebody saw one patient's record beyond their role, and said why.
CREATE TABLE central.broken_glass (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    person_id        uuid NOT NULL,
    patient_id       uuid NOT NULL,
    reason_code      text NOT NULL,
    reason           text NOT NULL CHECK (length(reason) <= 500),
    began_at         timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL CHECK (began_at < ends_at),
    -- By somebody else.
    reviewed_by      uuid CHECK (reviewed_by <> person_id),
    reviewed_at      timestamptz,
    is_justified     boolean,
    review_note      text NOT NULL DEFAULT '' CHECK (length(review_note) <= 500),
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users,
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users
);
CREATE INDEX glass_by_person ON central.broken_glass (organization_id, person_id, patient_id, ends_at);
CREATE INDEX glass_to_review ON central.broken_glass (organization_id, id) WHERE reviewed_at IS NULL;

-- What looks wrong: one row a rule, a cause and a window of time.
CREATE TABLE central.security_events (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    rule             text NOT NULL,
    severity         text NOT NULL,
    -- Ids and codes that tell one cause from another.
    cause            text NOT NULL CHECK (length(cause) <= 200),
    window_at        timestamptz NOT NULL,
    person_id        uuid,
    patient_id       uuid,
    device_id        uuid,
    count            bigint NOT NULL,
    -- The entry of the trail that set it off; absent where none did.
    audit_seq        bigint,
    raised_at        timestamptz NOT NULL,
    state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'closed')),
    handled_by       uuid,
    handled_at       timestamptz,
    note             text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    -- Told to those who watch.
    is_told          boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, rule, cause, window_at)
);
CREATE INDEX security_events_unsettled ON central.security_events (organization_id, id) WHERE state <> 'closed';
CREATE INDEX security_events_untold ON central.security_events (organization_id, id) WHERE NOT is_told;

-- How far the rules have read the trail.
CREATE TABLE central.security_positions (
    organization_id  uuid PRIMARY KEY REFERENCES central.organizations (id),
    seq              bigint NOT NULL
) WITH (fillfactor = 50);

CALL central.isolate(ARRAY['record_keys', 'medical_records', 'record_consents', 'broken_glass', 'security_events',
                           'security_positions']);
GRANT SELECT, INSERT, UPDATE, DELETE ON central.record_keys TO application_user;
GRANT SELECT, INSERT ON central.medical_records TO application_user;
-- Nothing of a record changes but the key that it lies under.
GRANT UPDATE (content, key_version) ON central.medical_records TO application_user;
GRANT SELECT, INSERT, UPDATE ON central.record_consents, central.security_positions TO application_user;
GRANT SELECT, INSERT ON central.broken_glass, central.security_events TO application_user;
GRANT UPDATE (reviewed_by, reviewed_at, is_justified, review_note) ON central.broken_glass TO application_user;
GRANT UPDATE (count, audit_seq, state, handled_by, handled_at, note, is_told) ON central.security_events TO application_user;
