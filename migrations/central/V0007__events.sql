-- How far each handler is with what happened, and what is said to patients and people about it.

-- A row as soon as a handler has dealt with an event, written in the transaction in which it did: nobody deals with one twice.
CREATE TABLE central.event_deliveries (
    organization_id  uuid NOT NULL,
    event_id         uuid NOT NULL,
    handler          text NOT NULL,
    -- 'dead' waits for a person: they let it be tried again, or discard it and say why.
    state            text NOT NULL CHECK (state IN ('waiting', 'done', 'dead', 'discarded')),
    attempts         integer NOT NULL,
    due_at           timestamptz NOT NULL,
    -- Why the last attempt failed.
    code             text NOT NULL DEFAULT '',
    discarded_by     uuid,
    discard_reason   text NOT NULL DEFAULT '' CHECK (length(discard_reason) <= 500),
    PRIMARY KEY (organization_id, event_id, handler),
    FOREIGN KEY (organization_id, event_id) REFERENCES central.events
);
CREATE INDEX deliveries_waiting ON central.event_deliveries (organization_id, due_at, event_id) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON central.event_deliveries (organization_id, event_id, handler) WHERE state = 'dead';

CALL central.isolate(ARRAY['event_deliveries']);
GRANT SELECT, INSERT, UPDATE, DELETE ON central.event_deliveries TO application_user;
GRANT DELETE ON central.events TO application_user;

-- Which organizations have something to do: their ids alone.
CREATE POLICY directory ON central.events FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, is_distributed) ON central.events TO directory_reader;
CREATE POLICY directory ON central.event_deliveries FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, state, due_at) ON central.event_deliveries TO directory_reader;

CREATE FUNCTION central.organizations_with_events(by timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT organization_id FROM central.events WHERE NOT is_distributed
    UNION
    SELECT organization_id FROM central.event_deliveries WHERE state = 'waiting' AND due_at <= by
$$;
ALTER FUNCTION central.organizations_with_events(timestamptz) OWNER TO directory_reader;
REVOKE ALL ON FUNCTION central.organizations_with_events(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.organizations_with_events(timestamptz) TO application_user;

-- Counted by the service for each organization by itself; what the platform as a whole shows is their sum.
CREATE TABLE central.figures (
    organization_id     uuid PRIMARY KEY REFERENCES central.organizations (id),
    -- Something happened since.
    is_outdated         boolean NOT NULL DEFAULT true,
    counted_at          timestamptz NOT NULL DEFAULT 'epoch',
    patients            bigint NOT NULL DEFAULT 0,
    providers           bigint NOT NULL DEFAULT 0,
    -- People who did or looked at something within a day.
    active_users        bigint NOT NULL DEFAULT 0,
    -- On each location's own day.
    appointments_today  bigint NOT NULL DEFAULT 0,
    -- Of the last thirty days: visits that took place, and those that were to.
    visits_completed    bigint NOT NULL DEFAULT 0,
    visits_due          bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CALL central.isolate(ARRAY['figures']);
GRANT SELECT, INSERT, UPDATE ON central.figures TO application_user;

CREATE POLICY directory ON central.figures FOR SELECT TO directory_reader USING (true);
GRANT SELECT ON central.figures TO directory_reader;
CREATE POLICY directory ON central.devices FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, revoked_at, last_seen_at, cursor_seq) ON central.devices TO directory_reader;
CREATE POLICY directory ON central.organization_counters FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, seq) ON central.organization_counters TO directory_reader;
GRANT SELECT (at) ON central.events TO directory_reader;

-- Whose figures are to be counted: outdated ones after a while, all of them from time to time.
CREATE FUNCTION central.organizations_to_count(outdated_since timestamptz, any_since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT organization.id FROM central.organizations AS organization
    LEFT JOIN central.figures AS figures ON figures.organization_id = organization.id
    WHERE organization.is_active AND (figures.organization_id IS NULL OR figures.counted_at <= any_since
        OR (figures.is_outdated AND figures.counted_at <= outdated_since))
$$;

-- Sums over all organizations: numbers, and nothing that tells whose.
CREATE FUNCTION central.platform_figures(
    OUT organizations bigint, OUT active_organizations bigint, OUT patients bigint, OUT providers bigint,
    OUT active_users bigint, OUT appointments_today bigint, OUT visits_completed bigint, OUT visits_due bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*), count(*) FILTER (WHERE organization.is_active),
        coalesce(sum(figures.patients), 0)::bigint, coalesce(sum(figures.providers), 0)::bigint,
        coalesce(sum(figures.active_users), 0)::bigint, coalesce(sum(figures.appointments_today), 0)::bigint,
        coalesce(sum(figures.visits_completed), 0)::bigint, coalesce(sum(figures.visits_due), 0)::bigint
    FROM central.organizations AS organization
    LEFT JOIN central.figures AS figures ON figures.organization_id = organization.id
$$;

-- What waits, and for how long.
CREATE FUNCTION central.platform_backlog(
    now timestamptz, OUT events_pending bigint, OUT events_oldest_seconds double precision,
    OUT deliveries_waiting bigint, OUT deliveries_dead bigint,
    OUT devices bigint, OUT devices_seen bigint, OUT devices_behind bigint, OUT changes_behind_most bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT pending.count, coalesce(extract(epoch FROM platform_backlog.now - pending.oldest), 0)::double precision,
        (SELECT count(*) FROM central.event_deliveries WHERE state = 'waiting'),
        (SELECT count(*) FROM central.event_deliveries WHERE state = 'dead'),
        desks.count, desks.seen, desks.behind, desks.most
    FROM (SELECT count(*) AS count, min(at) AS oldest FROM central.events WHERE NOT is_distributed) AS pending,
        (SELECT count(*) AS count,
            count(*) FILTER (WHERE device.last_seen_at >= platform_backlog.now - interval '5 minutes') AS seen,
            count(*) FILTER (WHERE device.cursor_seq < counter.seq) AS behind,
            coalesce(max(counter.seq - device.cursor_seq), 0) AS most
         FROM central.devices AS device
         JOIN central.organization_counters AS counter ON counter.organization_id = device.organization_id
         WHERE device.revoked_at IS NULL) AS desks
$$;
ALTER FUNCTION central.organizations_to_count(timestamptz, timestamptz) OWNER TO directory_reader;
ALTER FUNCTION central.platform_figures() OWNER TO directory_reader;
ALTER FUNCTION central.platform_backlog(timestamptz) OWNER TO directory_reader;
REVOKE ALL ON FUNCTION central.organizations_to_count(timestamptz, timestamptz), central.platform_figures(),
    central.platform_backlog(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.organizations_to_count(timestamptz, timestamptz), central.platform_figures(),
    central.platform_backlog(timestamptz) TO application_user;

-- The tables in which this transaction's organization sees rows of another: none, as long as the wall stands. Runs with
-- the rights of whoever asks.
CREATE FUNCTION central.breaches_of_the_wall(stranger uuid) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    name text;
    is_visible boolean;
BEGIN
    FOR name IN
        SELECT class.relname FROM pg_class AS class
        JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = 'organization_id'
        WHERE class.relnamespace = 'central'::regnamespace AND class.relkind IN ('r', 'p')
            AND has_table_privilege(class.oid, 'SELECT')
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM central.%I WHERE organization_id = $1)', name)
            INTO is_visible USING stranger;
        IF is_visible THEN
            RETURN NEXT name;
        END IF;
    END LOOP;
END;
$$;
ALTER FUNCTION central.breaches_of_the_wall(uuid) OWNER TO central_owner;
REVOKE ALL ON FUNCTION central.breaches_of_the_wall(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.breaches_of_the_wall(uuid) TO application_user;
