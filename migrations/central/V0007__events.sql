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
GRANT SELECT (organization_id, revoked_at, last_seen_at, cursor_seq, operations_waiting) ON central.devices TO directory_reader;
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
    OUT devices bigint, OUT devices_seen bigint, OUT devices_behind bigint, OUT changes_behind_most bigint,
    OUT devices_silent bigint, OUT devices_waiting bigint, OUT operations_waiting bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT pending.count, coalesce(extract(epoch FROM platform_backlog.now - pending.oldest), 0)::double precision,
        (SELECT count(*) FROM central.event_deliveries WHERE state = 'waiting'),
        (SELECT count(*) FROM central.event_deliveries WHERE state = 'dead'),
        desks.count, desks.seen, desks.behind, desks.most, desks.silent, desks.waiting, desks.operations
    FROM (SELECT count(*) AS count, min(at) AS oldest FROM central.events WHERE NOT is_distributed) AS pending,
        (SELECT count(*) AS count,
            count(*) FILTER (WHERE device.last_seen_at >= platform_backlog.now - interval '5 minutes') AS seen,
            count(*) FILTER (WHERE device.cursor_seq < counter.seq) AS behind,
            coalesce(max(counter.seq - device.cursor_seq), 0) AS most,
            count(*) FILTER (WHERE device.last_seen_at < platform_backlog.now - interval '1 day') AS silent,
            count(*) FILTER (WHERE device.operations_waiting > 0) AS waiting,
            coalesce(sum(device.operations_waiting), 0)::bigint AS operations
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

-- How far organizations have come that an instance keeps something of: numbers, how often somebody said what they choose
-- among, and when a session of theirs ended last.
GRANT SELECT (setup_seq) ON central.organization_counters TO directory_reader;
CREATE POLICY directory ON central.sessions FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, ended_at) ON central.sessions TO directory_reader;
CREATE POLICY directory ON central.choices FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, revision) ON central.choices TO directory_reader;
CREATE FUNCTION central.organization_heads(organizations uuid[])
RETURNS TABLE (organization_id uuid, seq bigint, setup_seq bigint, ended_at timestamptz, choices bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT counter.organization_id, counter.seq, counter.setup_seq,
        (SELECT session.ended_at FROM central.sessions AS session
         WHERE session.organization_id = counter.organization_id AND session.ended_at IS NOT NULL
         ORDER BY session.ended_at DESC LIMIT 1),
        (SELECT coalesce(sum(chosen.revision), 0)::bigint FROM central.choices AS chosen
         WHERE chosen.organization_id = counter.organization_id)
    FROM central.organization_counters AS counter WHERE counter.organization_id = ANY (organizations)
$$;
ALTER FUNCTION central.organization_heads(uuid[]) OWNER TO directory_reader;
REVOKE ALL ON FUNCTION central.organization_heads(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.organization_heads(uuid[]) TO application_user;

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

-- How an organization writes to its patients. The centre alone asks it; absent while the defaults hold.
CREATE TABLE central.message_settings (
    organization_id  uuid PRIMARY KEY REFERENCES central.organizations (id),
    version          bigint NOT NULL,
    body             json NOT NULL
);

-- What is said to patients and people: the outbox. What a patient's message says is written when it is sent, from the visit as it
-- stands then, and is not kept.
CREATE TABLE central.messages (
    organization_id  uuid NOT NULL REFERENCES central.organizations (id),
    id               uuid NOT NULL,
    -- What is said about what, which no second message says.
    key              text NOT NULL CHECK (length(key) <= 200),
    kind             text NOT NULL,
    -- Absent where there is no way to reach them.
    channel          text CHECK (channel IN ('email', 'sms')),
    language         text NOT NULL,
    patient_id       uuid,
    person_id        uuid,
    appointment_id   uuid,
    -- The visit as it is told.
    starts_at        timestamptz,
    location_id      uuid,
    -- When it was before, where the message says that it was moved.
    previous_start   timestamptz,
    -- Where it went, once it went; of a message to a person, from the beginning.
    address          text NOT NULL DEFAULT '',
    -- Of a message to a person, until it is sent.
    subject          text NOT NULL DEFAULT '',
    body             text NOT NULL DEFAULT '',
    state            text NOT NULL CHECK (
        state IN ('waiting', 'sending', 'sent', 'failed', 'refused', 'unreachable', 'dropped', 'answered')),
    -- Why it is in this state.
    code             text NOT NULL DEFAULT '',
    attempts         integer NOT NULL DEFAULT 0,
    due_at           timestamptz NOT NULL,
    -- Not sent after it: the visit has begun, the link is of no use.
    expires_at       timestamptz NOT NULL,
    -- While it is being sent: until when nobody else takes it for given up.
    lease_until      timestamptz,
    sent_at          timestamptz,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, key),
    FOREIGN KEY (organization_id, appointment_id) REFERENCES central.appointments,
    FOREIGN KEY (organization_id, patient_id) REFERENCES central.users
) WITH (fillfactor = 80);
CREATE INDEX messages_waiting ON central.messages (organization_id, due_at) WHERE state = 'waiting';
CREATE INDEX messages_sending ON central.messages (organization_id, lease_until) WHERE state = 'sending';
CREATE INDEX messages_in_trouble ON central.messages (organization_id, created_at, id)
    WHERE state IN ('failed', 'refused', 'unreachable');
CREATE INDEX messages_by_visit ON central.messages (organization_id, appointment_id, id);
CREATE INDEX messages_by_number ON central.messages (address, sent_at) WHERE channel = 'sms' AND state IN ('sent', 'answered');

-- The one-time links: only the SHA-256 of what stands in a link is kept.
CREATE TABLE central.answer_links (
    organization_id  uuid NOT NULL,
    token_hash       bytea NOT NULL CHECK (length(token_hash) = 32),
    message_id       uuid NOT NULL,
    expires_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, token_hash),
    FOREIGN KEY (organization_id, message_id) REFERENCES central.messages
);
CREATE INDEX links_by_hash ON central.answer_links (token_hash);

-- What a patient said to a message: each act once.
CREATE TABLE central.answers (
    organization_id  uuid NOT NULL,
    message_id       uuid NOT NULL,
    act              text NOT NULL CHECK (act IN ('confirm', 'cancel', 'call')),
    -- The operation that it became.
    op_id            uuid NOT NULL,
    channel          text NOT NULL,
    at               timestamptz NOT NULL,
    PRIMARY KEY (organization_id, message_id, act),
    FOREIGN KEY (organization_id, message_id) REFERENCES central.messages
);

CALL central.isolate(ARRAY['message_settings', 'messages', 'answer_links', 'answers']);
GRANT SELECT, INSERT, UPDATE ON central.message_settings, central.messages TO application_user;
GRANT SELECT, INSERT, DELETE ON central.answer_links TO application_user;
GRANT SELECT, INSERT ON central.answers TO application_user;

CREATE POLICY directory ON central.messages FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, id, channel, address, state, due_at, lease_until, sent_at, starts_at)
    ON central.messages TO directory_reader;
CREATE POLICY directory ON central.answer_links FOR SELECT TO directory_reader USING (true);
GRANT SELECT (organization_id, token_hash) ON central.answer_links TO directory_reader;

CREATE FUNCTION central.organizations_with_messages(by timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT organization_id FROM central.messages WHERE state = 'waiting' AND due_at <= by
    UNION
    SELECT organization_id FROM central.messages WHERE state = 'sending' AND lease_until <= by
$$;
-- Whose link it is; nothing for one that there is not.
CREATE FUNCTION central.organization_by_link(hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT organization_id FROM central.answer_links WHERE token_hash = hash
$$;
-- Which organizations wait for an answer from a number about a visit that is still to come, and to which message of theirs
-- it is one.
CREATE FUNCTION central.messages_to_number(number text, now timestamptz)
RETURNS TABLE (organization_id uuid, message_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT DISTINCT ON (message.organization_id) message.organization_id, message.id FROM central.messages AS message
    WHERE message.address = number AND message.channel = 'sms' AND message.state IN ('sent', 'answered')
        AND message.starts_at > messages_to_number.now
    ORDER BY message.organization_id, message.sent_at DESC
$$;
-- How the outboxes stand: numbers.
CREATE FUNCTION central.platform_outbox(
    now timestamptz, OUT waiting bigint, OUT overdue bigint, OUT oldest_seconds double precision, OUT in_trouble bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT due.count, due.overdue, coalesce(extract(epoch FROM platform_outbox.now - due.oldest), 0)::double precision,
        (SELECT count(*) FROM central.messages WHERE state IN ('failed', 'refused', 'unreachable'))
    FROM (SELECT count(*) AS count, count(*) FILTER (WHERE due_at <= platform_outbox.now) AS overdue,
            min(due_at) FILTER (WHERE due_at <= platform_outbox.now) AS oldest
          FROM central.messages WHERE state = 'waiting') AS due
$$;
ALTER FUNCTION central.organizations_with_messages(timestamptz) OWNER TO directory_reader;
ALTER FUNCTION central.organization_by_link(bytea) OWNER TO directory_reader;
ALTER FUNCTION central.messages_to_number(text, timestamptz) OWNER TO directory_reader;
ALTER FUNCTION central.platform_outbox(timestamptz) OWNER TO directory_reader;
REVOKE ALL ON FUNCTION central.organizations_with_messages(timestamptz), central.organization_by_link(bytea),
    central.messages_to_number(text, timestamptz), central.platform_outbox(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION central.organizations_with_messages(timestamptz), central.organization_by_link(bytea),
    central.messages_to_number(text, timestamptz), central.platform_outbox(timestamptz) TO application_user;
