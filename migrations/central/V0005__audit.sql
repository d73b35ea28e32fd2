-- Who did and who saw what. Nobody may change or remove an entry: the application may only call the function that adds
-- one, and reads what the tenant's own trail says.

CREATE TABLE central.audit_logs (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
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

CREATE FUNCTION central.append_audit(
    id uuid, user_id uuid, device_id uuid, action text, resource_type text, resource_id text, patients uuid[],
    outcome text, details json, ip_address inet, user_agent text, created_at timestamptz, leaf bytea
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    tenant uuid := central.get_current_tenant();
    number bigint;
    chained bytea;
BEGIN
    UPDATE central.audit_heads AS head
    SET seq = head.seq + 1, hash = sha256('\x01'::bytea || head.hash || int8send(head.seq + 1) || append_audit.leaf)
    WHERE head.organization_id = tenant
    RETURNING head.seq, head.hash INTO number, chained;
    IF number IS NULL THEN
        RAISE EXCEPTION 'no audit chain for this organization';
    END IF;
    INSERT INTO central.audit_logs VALUES (
        tenant, number, append_audit.id, append_audit.user_id, append_audit.device_id, append_audit.action,
        append_audit.resource_type, append_audit.resource_id, append_audit.patients, append_audit.outcome,
        append_audit.details, append_audit.ip_address, append_audit.user_agent, append_audit.created_at,
        append_audit.leaf, chained);
    IF cardinality(append_audit.patients) > 0 THEN
        INSERT INTO central.audit_patients SELECT DISTINCT tenant, patient, number FROM unnest(append_audit.patients) AS patient;
    END IF;
    RETURN number;
END;
$$;
ALTER FUNCTION central.append_audit(uuid, uuid, uuid, text, text, text, uuid[], text, json, inet, text, timestamptz, bytea)
    OWNER TO audit_writer;
REVOKE ALL ON FUNCTION central.append_audit(uuid, uuid, uuid, text, text, text, uuid[], text, json, inet, text, timestamptz,
    bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.append_audit(uuid, uuid, uuid, text, text, text, uuid[], text, json, inet, text,
    timestamptz, bytea) TO application_user;
