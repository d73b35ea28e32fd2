-- Who gets in: passwords and second factors, sessions, one-time codes, and the organization's own identity provider. What
-- proves somebody is hashed, or sealed under a key that the database does not have.

CREATE TABLE central.credentials (
    organization_id  uuid NOT NULL,
    person_id        uuid NOT NULL,
    -- Argon2id as a PHC string, its cost in it. Absent for who was not invited yet or signs in elsewhere alone.
    password         text CHECK (password LIKE '$argon2id$%'),
    -- What codes are computed from, sealed. Absent without a second factor.
    totp_secret      bytea,
    -- The next one, sealed, until a code of it was seen.
    totp_pending     bytea,
    -- The last time step whose code was taken: none is taken twice.
    totp_step        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, person_id),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users
);

-- Each opens once where a second factor is lost, and is gone then.
CREATE TABLE central.recovery_codes (
    organization_id  uuid NOT NULL,
    person_id        uuid NOT NULL,
    code_hash        bytea NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (organization_id, person_id, code_hash),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users
);

-- What is counted while somebody tries to sign in: an account (whether or not there is such a person), an address, a desk.
CREATE TABLE central.sign_in_attempts (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    subject          bytea NOT NULL CHECK (length(subject) = 32),
    -- Counted before the password is looked at, and taken back when it was right.
    failures         integer NOT NULL,
    -- Nobody is looked at before.
    not_before       timestamptz NOT NULL,
    forget_at        timestamptz NOT NULL,
    PRIMARY KEY (organization_id, subject)
);
CREATE INDEX attempts_to_forget ON central.sign_in_attempts (organization_id, forget_at);

-- A sign-in and what came of it. Its refresh tokens are computed from its id and its generation with a key of the service:
-- nothing of them lies here.
CREATE TABLE central.sessions (
    organization_id  uuid NOT NULL,
    id               uuid NOT NULL,
    person_id        uuid NOT NULL,
    -- Absent where no enrolled desk stands behind it.
    device_id        uuid,
    -- Ed25519: what every refresh has to be signed with.
    public_key       bytea NOT NULL CHECK (length(public_key) = 32),
    -- How they signed in (RFC 8176).
    methods          text[] NOT NULL,
    -- The last second factor that was seen.
    mfa_at           timestamptz,
    generation       bigint NOT NULL DEFAULT 0,
    began_at         timestamptz NOT NULL,
    refreshed_at     timestamptz NOT NULL,
    -- Whatever happens, not longer.
    expires_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    ended_by         text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users,
    FOREIGN KEY (organization_id, device_id) REFERENCES central.devices,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX sessions_open ON central.sessions (organization_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_open_on_device ON central.sessions (organization_id, device_id) WHERE ended_at IS NULL;
-- Access tokens of sessions that ended a while ago have run out by themselves; these few are looked up.
CREATE INDEX sessions_ended ON central.sessions (organization_id, ended_at) WHERE ended_at IS NOT NULL;

-- Signed requests that were seen, until their signatures are too old to be taken anyway.
CREATE TABLE central.proof_nonces (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    public_key       bytea NOT NULL CHECK (length(public_key) = 32),
    nonce            text NOT NULL CHECK (length(nonce) <= 64),
    forget_at        timestamptz NOT NULL,
    PRIMARY KEY (organization_id, public_key, nonce)
);
CREATE INDEX nonces_to_forget ON central.proof_nonces (organization_id, forget_at);

-- Codes that are shown once and work once: an invitation, a new password, a desk to enrol.
CREATE TABLE central.one_time_codes (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    code_hash        bytea NOT NULL CHECK (length(code_hash) = 32),
    kind             text NOT NULL CHECK (kind IN ('invitation', 'password', 'device')),
    -- Whom it is for.
    person_id        uuid,
    -- What the desk will be called, and where it stands.
    device_name      text,
    location_id      uuid,
    made_by          uuid,
    expires_at       timestamptz NOT NULL,
    used_at          timestamptz,
    PRIMARY KEY (organization_id, code_hash),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users,
    FOREIGN KEY (organization_id, location_id) REFERENCES central.locations,
    CHECK ((kind = 'device') = (device_name IS NOT NULL)),
    CHECK ((kind = 'device') = (person_id IS NULL))
);
CREATE INDEX codes_of_person ON central.one_time_codes (organization_id, person_id) WHERE used_at IS NULL;

-- Where an organization's people sign in, if not here: an OpenID provider.
CREATE TABLE central.identity_providers (
    organization_id  uuid PRIMARY KEY REFERENCES central.organizations (id),
    issuer           text NOT NULL,
    client_id        text NOT NULL,
    -- Sealed; absent for a public client.
    client_secret    bytea,
    -- Claims that an answer has to have, name and value.
    required_claims  json NOT NULL,
    -- Nobody signs in with a password any more.
    is_enforced      boolean NOT NULL,
    -- Whoever comes from there has shown a second factor there.
    is_mfa_trusted   boolean NOT NULL
);

-- Whom the provider's subjects are: bound once, after the person had proved themselves here.
CREATE TABLE central.identities (
    organization_id  uuid NOT NULL,
    issuer           text NOT NULL,
    subject          text NOT NULL,
    person_id        uuid NOT NULL,
    PRIMARY KEY (organization_id, issuer, subject),
    UNIQUE (organization_id, issuer, person_id),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users
);

-- People who are at the provider's just now.
CREATE TABLE central.identity_requests (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    state_hash       bytea NOT NULL CHECK (length(state_hash) = 32),
    issuer           text NOT NULL,
    nonce            text NOT NULL,
    -- What the provider's code is exchanged with (PKCE), sealed.
    verifier         bytea NOT NULL,
    redirect         text NOT NULL,
    public_key       bytea NOT NULL CHECK (length(public_key) = 32),
    device_id        uuid,
    -- Who proved themselves before, and is bound to whoever comes back.
    person_id        uuid,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, state_hash),
    FOREIGN KEY (organization_id, person_id) REFERENCES central.organization_users,
    FOREIGN KEY (organization_id, device_id) REFERENCES central.devices
);
CREATE INDEX identity_requests_to_forget ON central.identity_requests (organization_id, expires_at);

CALL central.isolate(ARRAY['credentials', 'recovery_codes', 'sign_in_attempts', 'sessions', 'proof_nonces',
                           'one_time_codes', 'identity_providers', 'identities', 'identity_requests']);
GRANT SELECT, INSERT, UPDATE ON central.credentials, central.sessions, central.one_time_codes TO application_user;
GRANT SELECT, INSERT, UPDATE, DELETE ON central.sign_in_attempts, central.identity_providers TO application_user;
GRANT SELECT, INSERT, DELETE ON
    central.recovery_codes, central.proof_nonces, central.identities, central.identity_requests
    TO application_user;
-- What is swept up is locked first, so that two sweepers do not wait for each other.
GRANT UPDATE (forget_at) ON central.proof_nonces TO application_user;
GRANT UPDATE (expires_at) ON central.identity_requests TO application_user;
