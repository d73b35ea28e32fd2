-- Organizations, what each of them set up, and its people. A row's `body` is the record as it travels to desks
-- (clinic-protocol); the columns beside it are read out of it by PostgreSQL, so that the two cannot disagree.

CREATE TABLE central.organizations (
    id                 uuid PRIMARY KEY,
    -- Under the name that it has everywhere else.
    organization_id    uuid GENERATED ALWAYS AS (id) STORED NOT NULL,
    version            bigint NOT NULL,
    body               json NOT NULL,
    -- What people type to say which organization they are of. Unique across all of them, so only the administrator's
    -- command, which no organization can call, gives one.
    slug               text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
    name               text GENERATED ALWAYS AS (body ->> 'name') STORED,
    type               text GENERATED ALWAYS AS (body ->> 'kind') STORED,
    size               text GENERATED ALWAYS AS (body ->> 'size') STORED,
    address            jsonb GENERATED ALWAYS AS ((body -> 'address')::jsonb) STORED,
    contact_info       jsonb GENERATED ALWAYS AS ((body -> 'contact')::jsonb) STORED,
    business_hours     jsonb GENERATED ALWAYS AS ((body -> 'business_hours')::jsonb) STORED,
    timezone           text GENERATED ALWAYS AS (body ->> 'zone') STORED,
    settings           jsonb GENERATED ALWAYS AS ((body -> 'settings')::jsonb) STORED,
    subscription_tier  text GENERATED ALWAYS AS (body ->> 'subscription_tier') STORED,
    is_active          boolean NOT NULL DEFAULT true,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);
-- What its policy and every reader go by.
CREATE INDEX organizations_own ON central.organizations (organization_id);
CALL central.isolate(ARRAY['organizations']);
GRANT SELECT, INSERT, UPDATE ON central.organizations TO application_user;

-- What a desk calls a setup row, one table a kind; read as a whole and kept in the service's memory by `setup_seq`.
CREATE TABLE central.locations (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    name             text GENERATED ALWAYS AS (body ->> 'name') STORED,
    timezone         text GENERATED ALWAYS AS (body ->> 'zone') STORED,
    is_active        boolean GENERATED ALWAYS AS ((body ->> 'is_active')::boolean) STORED,
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE central.resources (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    location_id      uuid GENERATED ALWAYS AS ((body ->> 'location')::uuid) STORED NOT NULL,
    kind             text GENERATED ALWAYS AS (body ->> 'kind') STORED,
    name             text GENERATED ALWAYS AS (body ->> 'name') STORED,
    is_active        boolean GENERATED ALWAYS AS ((body ->> 'is_active')::boolean) STORED,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations
);

CREATE TABLE central.appointment_types (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    name             text GENERATED ALWAYS AS (body ->> 'name') STORED,
    is_active        boolean GENERATED ALWAYS AS ((body ->> 'is_active')::boolean) STORED,
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE central.schedule_templates (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    resource_id      uuid GENERATED ALWAYS AS ((body ->> 'resource')::uuid) STORED NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, resource_id) REFERENCES central.resources
);

CREATE TABLE central.schedule_exceptions (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- What stands beside the book.
CREATE TABLE central.security_policies (
    organization_id  uuid PRIMARY KEY REFERENCES central.organizations (id),
    version          bigint NOT NULL,
    body             json NOT NULL
);

CREATE TABLE central.departments (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    name             text GENERATED ALWAYS AS (body ->> 'name') STORED,
    is_active        boolean GENERATED ALWAYS AS ((body ->> 'is_active')::boolean) STORED,
    PRIMARY KEY (organization_id, id)
);

-- The knowledge base.
CREATE TABLE central.faq_entries (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE central.message_templates (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    version          bigint NOT NULL,
    body             json NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- Everybody whom an organization knows: patients, those who act for them, and its own people.
CREATE TABLE central.users (
    organization_id        uuid NOT NULL REFERENCES central.organizations (id),
    id                     uuid NOT NULL,
    version                bigint NOT NULL,
    -- Of patients alone: people and caregivers have theirs where they belong to somebody.
    body                   json,
    user_type              text NOT NULL CHECK (user_type IN ('patient', 'caregiver', 'provider', 'staff')),
    name                   text NOT NULL,
    -- Lowercase, family name first, compared byte by byte: patients are found by how it begins.
    name_key               text COLLATE "C" NOT NULL,
    email                  text NOT NULL DEFAULT '',
    -- YYYY-MM-DD.
    birth_date             date,
    medical_record_number  text,
    is_active              boolean NOT NULL,
    origin_op              uuid,
    created_at             timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, medical_record_number),
    CHECK ((user_type = 'patient') = (body IS NOT NULL))
);
CREATE INDEX users_by_type ON central.users (organization_id, user_type, id);
CREATE INDEX patients_by_name ON central.users (organization_id, name_key, id) WHERE user_type = 'patient';
CREATE INDEX patients_by_birth_date ON central.users (organization_id, birth_date) WHERE user_type = 'patient';

CREATE TABLE central.organization_users (
    organization_id   uuid NOT NULL,
    id                uuid NOT NULL,
    version           bigint NOT NULL,
    body              json NOT NULL,
    user_id           uuid NOT NULL,
    login             text NOT NULL,
    -- The first of the roles; the table of what each may do is code (clinic-domain).
    primary_role      text GENERATED ALWAYS AS (body -> 'roles' ->> 0) STORED,
    department        uuid GENERATED ALWAYS AS ((body ->> 'department')::uuid) STORED,
    license_number    text GENERATED ALWAYS AS (body ->> 'license_number') STORED,
    specialties       jsonb GENERATED ALWAYS AS ((body -> 'specialties')::jsonb) STORED,
    is_active         boolean GENERATED ALWAYS AS ((body ->> 'is_active')::boolean) STORED,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, login),
    FOREIGN KEY (organization_id, user_id) REFERENCES central.users,
    FOREIGN KEY (organization_id, department) REFERENCES central.departments
);
CREATE INDEX organization_users_active ON central.organization_users (organization_id, user_id) WHERE is_active;

CREATE TABLE central.patient_caregivers (
    organization_id           uuid NOT NULL,
    id                        uuid NOT NULL,
    version                   bigint NOT NULL,
    body                      json NOT NULL,
    patient_id                uuid NOT NULL,
    caregiver_id              uuid NOT NULL,
    relationship_type         text GENERATED ALWAYS AS (body ->> 'relation') STORED,
    authorization_level       text GENERATED ALWAYS AS (body ->> 'authorization') STORED,
    can_schedule_appointments boolean GENERATED ALWAYS AS (coalesce((body ->> 'may_schedule')::boolean, false)) STORED,
    is_active                 boolean NOT NULL,
    origin_op                 uuid,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users,
    FOREIGN KEY (organization_id, caregiver_id) REFERENCES central.users
);
CREATE INDEX caregivers_by_patient ON central.patient_caregivers (organization_id, patient_id);

CALL central.isolate(ARRAY['locations', 'resources', 'appointment_types', 'schedule_templates', 'schedule_exceptions',
                           'security_policies', 'departments', 'faq_entries', 'message_templates', 'users',
                           'organization_users', 'patient_caregivers']);
GRANT SELECT, INSERT, UPDATE ON
    central.locations, central.resources, central.appointment_types, central.schedule_templates,
    central.schedule_exceptions, central.security_policies, central.departments, central.faq_entries,
    central.message_templates, central.users, central.organization_users, central.patient_caregivers
    TO application_user;

-- The few questions that are asked before anybody's organization is known, or about all of them. Each answers as little as
-- it can; the tables' own policy for this role opens nothing but the columns that these functions read.
CREATE POLICY directory ON central.organizations FOR SELECT TO directory_reader USING (true);
GRANT SELECT (id, slug, is_active) ON central.organizations TO directory_reader;

CREATE FUNCTION central.organization_by_slug(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id FROM central.organizations WHERE slug = wanted AND is_active
$$;
CREATE FUNCTION central.active_organizations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id FROM central.organizations WHERE is_active ORDER BY id
$$;
ALTER FUNCTION central.organization_by_slug(text) OWNER TO directory_reader;
ALTER FUNCTION central.active_organizations() OWNER TO directory_reader;
REVOKE ALL ON FUNCTION central.organization_by_slug(text), central.active_organizations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.organization_by_slug(text), central.active_organizations() TO application_user;
