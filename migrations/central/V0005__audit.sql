-- Who did and who saw what. Nobody may change or remove an entry: the application may only call the function that adds
-- one, and reads what the tenant's own trail says. An entry follows the head of its chain, which refers to the organization.

CREATE TABLE central.audit_logs (
    organization_id  uuid NOT NULL,
    -- 1, 2, 3 ... without gaps.
    seq              bigint NOT NULL,
    id               uuid NOT NULL,
    user_id          uuid,
    device_id        uuid,
    action           text NOT NULL CHECK (length(action) <= 100),
    resource_type    text NOT NULL CHECK (length(resource_type) <= 100),
    resource_id      text CHECK (length(resource_id) <= 255),
    -- Whose records it is about.
    patients         uuid[] NOT NULL,
    outcome          text NOT NULL,
    -- Codes and names of fields; never what stands in them.
    details          json NOT NULL,
    ip_address       inet,
    user_agent       text,
    created_at       timestamptz NOT NULL,
    -- SHA-256 over all of the above but organization and `seq`, as central-store writes it.
    leaf             bytea NOT NULL CHECK (length(leaf) = 32),
    -- SHA-256 over the hash before it, `seq` and `leaf`.
    hash             bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, seq)
);
CREATE INDEX audit_by_time ON central.audit_logs (organization_id, created_at DESC);
CREATE INDEX audit_by_user ON central.audit_logs (organization_id, user_id, seq);
CREATE INDEX audit_failed_sign_ins ON central.audit_logs (organization_id, seq)
    WHERE action = 'sign_in' AND outcome <> 'done';
CREATE INDEX audit_by_resource ON central.audit_logs (organization_id, resource_type, resource_id, seq);

-- A row for each patient that an entry is about: "who looked at this patient?" Written with the entry by one function,
-- and held against it by `central audit verify`.
CREATE TABLE central.audit_patients (
    organization_id  uuid NOT NULL,
    patient_id       uuid NOT NULL,
    seq              bigint NOT NULL,
    PRIMARY KEY (organization_id, patient_id, seq)
);

-- What is left of entries that the organization no longer has to keep: their place in the chain. Filled by `central audit
-- prune` alone, from the chain's beginning on; how far is said by an entry of the chain itself.
CREATE TABLE central.audit_pruned (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    seq              bigint NOT NULL,
    leaf             bytea NOT NULL CHECK (length(leaf) = 32),
    hash             bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, seq)
);

-- The end of each organization's chain; locked last in every transaction that writes to it.
CREATE TABLE central.audit_heads (
    organization_id  uuid PRIMARY KEY REFERENCES central.organizations (id),
    seq              bigint NOT NULL,
    hash             bytea NOT NULL CHECK (length(hash) = 32)
) WITH (fillfactor = 50);

-- Where the chain stood, signed by a key that is not in this database, as desks keep it too (C2SP's signed notes).
CREATE TABLE central.audit_checkpoints (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    seq              bigint NOT NULL,
    at               timestamptz NOT NULL,
    note             text NOT NULL,
    PRIMARY KEY (organization_id, seq)
);

CALL central.isolate(ARRAY['audit_logs', 'audit_patients', 'audit_pruned', 'audit_heads', 'audit_checkpoints']);
GRANT SELECT ON central.audit_logs, central.audit_patients, central.audit_pruned, central.audit_heads,
    central.audit_checkpoints TO application_user;
GRANT INSERT ON central.audit_heads, central.audit_checkpoints TO application_user;

-- The writer is bound to the tenant of the transaction by a policy of its own, like the application.
CREATE POLICY audit_writing ON central.audit_logs FOR INSERT TO audit_writer
    WITH CHECK (organization_id = (SELECT central.get_current_tenant()));
CREATE POLICY audit_writing ON central.audit_patients FOR INSERT TO audit_writer
    WITH CHECK (organization_id = (SELECT central.get_current_tenant()));
CREATE POLICY audit_writing ON central.audit_heads FOR ALL TO audit_writer
    USING (organization_id = (SELECT central.get_current_tenant()))
    WITH CHECK (organization_id = (SELECT central.get_current_tenant()));
GRANT INSERT ON central.audit_logs, central.audit_patients TO audit_writer;
GRANT SELECT, UPDATE ON central.audit_heads TO audit_writer;

-- Each column of the entries, in their order: however many there are, the chain is locked and moved on once. The patients of
-- an entry are one array's text.
CREATE FUNCTION central.append_audit(
    ids uuid[], user_ids uuid[], device_ids uuid[], actions text[], resource_types text[], resource_ids text[],
    patients text[], outcomes text[], details text[], ip_addresses inet[], user_agents text[], created_at timestamptz[],
    leaves bytea[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    tenant uuid := central.get_current_tenant();
    before bigint;
    chained bytea;
    hashes bytea[];
BEGIN
    SELECT head.seq, head.hash INTO before, chained FROM central.audit_heads AS head
    WHERE head.organization_id = tenant FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no audit chain for this organization';
    END IF;
    FOR place IN 1 .. cardinality(leaves) LOOP
        chained := sha256('\x01'::bytea || chained || int8send(before + place) || leaves[place]);
        hashes[place] := chained;
    END LOOP;
    UPDATE central.audit_heads AS head SET seq = before + cardinality(leaves), hash = chained
    WHERE head.organization_id = tenant;
    INSERT INTO central.audit_logs
    SELECT tenant, before + it.place, it.id, it.user_id, it.device_id, it.action, it.resource_type, it.resource_id,
        it.patients::uuid[], it.outcome, it.details::json, it.ip_address, it.user_agent, it.created_at, it.leaf, it.hash
    FROM unnest(ids, user_ids, device_ids, actions, resource_types, resource_ids, patients, outcomes, details, ip_addresses,
        user_agents, created_at, leaves, hashes) WITH ORDINALITY AS it (
        id, user_id, device_id, action, resource_type, resource_id, patients, outcome, details, ip_address, user_agent,
        created_at, leaf, hash, place);
    IF '{}' <> ANY (patients) THEN
        INSERT INTO central.audit_patients
        SELECT DISTINCT tenant, patient, before + it.place
        FROM unnest(patients) WITH ORDINALITY AS it (named, place), unnest(it.named::uuid[]) AS patient;
    END IF;
END;
$$;
ALTER FUNCTION central.append_audit(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], inet[], text[],
    timestamptz[], bytea[]) OWNER TO audit_writer;
REVOKE ALL ON FUNCTION central.append_audit(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], inet[],
    text[], timestamptz[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.append_audit(uuid[], uuid[], uuid[], text[], text[], text[], text[], text[], text[], inet[],
    text[], timestamptz[], bytea[]) TO application_user;
