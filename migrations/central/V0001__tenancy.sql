-- Who may do what in this database, and how a transaction says whose rows it is about.
--
-- Rules that every later step keeps, held by the catalog lint of central-store: each table with tenant data has
-- organization_id in its primary key and in every unique and foreign key, row-level security enabled and forced, and
-- one policy with USING and CHECK for the application; the application owns nothing.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Roles belong to the whole cluster, so that several databases share them: two migrations at once may meet here.
SELECT pg_advisory_xact_lock(hashtextextended('agentcare roles', 0));
DO $$
DECLARE
    role text;
BEGIN
    -- central_owner owns the tables; application_user is what the service runs as; directory_reader owns the few functions
    -- that look across organizations; audit_writer owns the one function that writes the audit trail.
    FOREACH role IN ARRAY ARRAY['central_owner', 'directory_reader', 'audit_writer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'application_user') THEN
        CREATE ROLE application_user LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, 'central_owner', 'MEMBER') THEN
        EXECUTE format('GRANT central_owner, directory_reader, audit_writer TO %I', current_user);
    END IF;
END $$;

CREATE SCHEMA central AUTHORIZATION central_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA central TO application_user, directory_reader, audit_writer;
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO application_user', current_database());
    -- btree_gist's operators live in public.
    EXECUTE format('ALTER DATABASE %I SET search_path = central, public', current_database());
END $$;
GRANT USAGE ON SCHEMA public TO application_user, central_owner;
-- Whether these steps are the ones that the service was made for, it looks before it starts.
GRANT SELECT ON public.refinery_schema_history TO application_user;

-- The tenant of this transaction; gone with it.
CREATE FUNCTION central.set_tenant_context(tenant_uuid uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.set_config('app.current_tenant_id', tenant_uuid::pg_catalog.text, true);
END;
$$;

-- No tenant: no rows. After a transaction that set it the setting is an empty string, not absent. Its names are resolved as
-- it is made, so that it needs no path of its own and becomes part of each statement that a policy asks it for.
CREATE FUNCTION central.get_current_tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(pg_catalog.current_setting('app.current_tenant_id', true), '')::pg_catalog.uuid;

ALTER FUNCTION central.set_tenant_context(uuid) OWNER TO central_owner;
ALTER FUNCTION central.get_current_tenant() OWNER TO central_owner;
REVOKE ALL ON FUNCTION central.set_tenant_context(uuid), central.get_current_tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.set_tenant_context(uuid), central.get_current_tenant()
    TO application_user, central_owner, audit_writer;

-- Puts tables behind the wall between organizations. Called once for each table by the step that makes it.
CREATE PROCEDURE central.isolate(tables text[])
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE central.%I OWNER TO central_owner', name);
        EXECUTE format('ALTER TABLE central.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE central.%I FORCE ROW LEVEL SECURITY', name);
        -- The sub-select makes PostgreSQL ask for the tenant once a statement instead of once a row.
        EXECUTE format(
            'CREATE POLICY tenant_isolation_%1$s ON central.%1$I FOR ALL TO application_user '
            'USING (organization_id = (SELECT central.get_current_tenant())) '
            'WITH CHECK (organization_id = (SELECT central.get_current_tenant()))', name);
        EXECUTE format('REVOKE ALL ON central.%I FROM PUBLIC', name);
    END LOOP;
END;
$$;
ALTER PROCEDURE central.isolate(text[]) OWNER TO central_owner;
REVOKE ALL ON PROCEDURE central.isolate(text[]) FROM PUBLIC;
