//! The rules, and what is agreed beside them.
//!
//! They are about everything that is neither PostgreSQL's own nor an extension's.

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a table is not behind row-level security",
        sql: "SELECT c.oid::regclass::text FROM pg_class c \
              WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass \
                      AND d.objid = c.oid AND d.deptype = 'e') \
                  AND NOT c.relrowsecurity ORDER BY 1",
        agreed: &[(
            "public.refinery_schema_history",
            "the steps that were taken: whose rows are in it is nobody's question",
        )],
    },
    Rule {
        name: "a table's owner passes its row-level security",
        sql: "SELECT c.oid::regclass::text FROM pg_class c \
              WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND NOT c.relforcerowsecurity ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a policy is not that of the transaction's organization",
        sql: "WITH wall(wanted) AS (VALUES \
                  ('(organization_id = ( SELECT central.get_current_tenant() AS get_current_tenant))')) \
              SELECT p.polname || ' on ' || p.polrelid::regclass FROM pg_policy p, wall \
              WHERE NOT p.polpermissive \
                  OR (p.polcmd <> 'a' AND pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM wanted) \
                  OR (p.polcmd IN ('a', 'w', '*') AND pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM wanted) \
              ORDER BY 1",
        agreed: &[
            (
                "directory on central.answer_links",
                "a link is all that a patient has: the function answers with the organization's id",
            ),
            (
                "directory on central.choices",
                "an instance keeps up with what the others did: how often somebody said what they choose among",
            ),
            ("directory on central.devices", "sums over all organizations, for who runs the platform"),
            ("directory on central.event_deliveries", "which organizations have something to do"),
            ("directory on central.events", "which organizations have something to do"),
            ("directory on central.figures", "sums over all organizations, for who runs the platform"),
            (
                "directory on central.messages",
                "which organizations have something to send, and whom an answer by phone is from",
            ),
            (
                "directory on central.organization_counters",
                "sums over all organizations, for who runs the platform",
            ),
            (
                "directory on central.sessions",
                "an instance keeps up with what the others did: when a session of an organization ended last",
            ),
            (
                "directory on central.organizations",
                "three columns for the two functions of the directory, which answer with ids alone",
            ),
        ],
    },
    Rule {
        name: "a table's rows do not say whose they are",
        sql: "SELECT c.oid::regclass::text FROM pg_class c \
              WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity \
                  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid \
                      AND a.attname = 'organization_id' AND a.atttypid = 'uuid'::regtype AND a.attnotnull \
                      AND NOT a.attisdropped) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "an index does not begin with the organization",
        sql: "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
              WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity \
                  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid \
                      AND a.attnum = i.indkey[0] AND a.attname = 'organization_id') \
              ORDER BY 1",
        agreed: &[
            ("central.links_by_hash", "a link is all that a patient has; not unique"),
            ("central.messages_by_number", "an answer by phone has a number and no organization; not unique"),
            ("central.organizations_pkey", "its id is the organization"),
            (
                "central.organizations_slug_key",
                "people say it before anybody knows their organization; only an administrator gives one",
            ),
        ],
    },
    Rule {
        name: "a foreign key can lead to another organization",
        sql: "SELECT k.conname || ' on ' || k.conrelid::regclass FROM pg_constraint k \
              JOIN pg_class c ON c.oid = k.conrelid \
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] \
              JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1] \
              WHERE k.contype = 'f' AND c.relrowsecurity AND (a.attname <> 'organization_id' \
                  OR (b.attname <> 'organization_id' \
                      AND NOT (k.confrelid::regclass::text = 'central.organizations' AND b.attname = 'id'))) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a view looks with its owner's eyes",
        sql: "SELECT c.oid::regclass::text FROM pg_class c \
              WHERE c.relkind = 'v' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass \
                      AND d.objid = c.oid AND d.deptype = 'e') \
                  AND NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on', \
                      'security_invoker=1'] \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "rows lie where no policy reaches: a materialized view or a foreign table",
        sql: "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('m', 'f') ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a counter tells one organization how much the others do",
        sql: "SELECT c.oid::regclass::text FROM pg_class c \
              WHERE c.relkind = 'S' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a function acts as another role and finds names by a path that its caller sets",
        sql: "SELECT p.oid::regprocedure::text FROM pg_proc p \
              WHERE p.prosecdef AND p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND NOT coalesce(p.proconfig, '{}') && ARRAY['search_path=pg_catalog'] \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a function acts as a role that owns tables or passes every policy",
        sql: "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner \
              WHERE p.prosecdef AND p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "the application may call a function that is not agreed",
        sql: "SELECT p.oid::regprocedure::text FROM pg_proc p \
              WHERE p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass \
                      AND d.objid = p.oid AND d.deptype = 'e') \
                  AND has_function_privilege('application_user', p.oid, 'EXECUTE') \
              ORDER BY 1",
        agreed: &[
            (
                "central.breaches_of_the_wall(uuid)",
                "has its caller's rights: the service looks whether the wall stands",
            ),
            (
                "central.messages_to_number(text,timestamp with time zone)",
                "an answer by phone has a number and no organization; ids alone",
            ),
            (
                "central.organization_heads(uuid[])",
                "an instance keeps up with what the others did: numbers and a time",
            ),
            ("central.organization_by_link(bytea)", "a link is all that a patient has; an id alone"),
            (
                "central.organizations_to_count(timestamp with time zone,timestamp with time zone)",
                "the service does its own work an organization at a time; ids alone",
            ),
            (
                "central.organizations_with_events(timestamp with time zone)",
                "the service does its own work an organization at a time; ids alone",
            ),
            (
                "central.organizations_with_messages(timestamp with time zone)",
                "the service does its own work an organization at a time; ids alone",
            ),
            (
                "central.platform_backlog(timestamp with time zone)",
                "sums over all organizations, for who runs the platform",
            ),
            ("central.platform_figures()", "sums over all organizations, for who runs the platform"),
            (
                "central.platform_outbox(timestamp with time zone)",
                "sums over all organizations, for who runs the platform",
            ),
            (
                "central.active_organizations()",
                "the service does its own work an organization at a time; ids alone",
            ),
            (
                "central.append_audit(uuid[],uuid[],uuid[],text[],text[],text[],text[],text[],text[],inet[],text[],timestamp with time zone[],bytea[])",
                "the one way into the trail, of the transaction's organization",
            ),
            ("central.get_current_tenant()", "the policies ask it"),
            ("central.organization_by_slug(text)", "whoever signs in names their organization; an id alone"),
            ("central.set_tenant_context(uuid)", "the first statement of a transaction"),
        ],
    },
    Rule {
        name: "everybody may do something",
        sql: "SELECT g.privilege_type || ' on ' || c.oid::regclass FROM pg_class c, aclexplode(c.relacl) g \
              WHERE g.grantee = 0 AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
              UNION ALL \
              SELECT g.privilege_type || ' on ' || a.attname || ' of ' || c.oid::regclass \
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g \
              WHERE g.grantee = 0 AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
              UNION ALL \
              SELECT g.privilege_type || ' in the schema ' || n.nspname FROM pg_namespace n, aclexplode(n.nspacl) g \
              WHERE g.grantee = 0 AND n.nspname !~ '^(pg_|information_schema)' \
              UNION ALL \
              SELECT g.privilege_type || ' in the database' FROM pg_database b, \
                  aclexplode(coalesce(b.datacl, acldefault('d', b.datdba))) g \
              WHERE g.grantee = 0 AND b.datname = current_database() \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a role may do to a table what is not agreed",
        sql: "SELECT g.grantee::regrole || ': ' || g.privilege_type || ' on ' || c.oid::regclass \
              FROM pg_class c, aclexplode(c.relacl) g \
              WHERE c.relkind IN ('r', 'p', 'v') AND g.grantee NOT IN (0, c.relowner) \
                  AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND (g.is_grantable OR g.grantee <> 'application_user'::regrole \
                      OR g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE')) \
              UNION ALL \
              SELECT g.grantee::regrole || ': ' || g.privilege_type || ' on ' \
                  || string_agg(a.attname, ', ' ORDER BY a.attname) || ' of ' || c.oid::regclass \
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g \
              WHERE g.grantee <> 0 AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' \
                  AND (g.is_grantable OR g.grantee <> 'application_user'::regrole OR g.privilege_type <> 'UPDATE') \
              GROUP BY g.grantee, g.privilege_type, c.oid ORDER BY 1",
        agreed: &[
            ("application_user: DELETE on central.answer_links", "swept up when they are over"),
            ("application_user: DELETE on central.event_deliveries", "swept up when they are over"),
            ("application_user: DELETE on central.events", "swept up when all handlers dealt with them"),
            ("directory_reader: SELECT on central.figures", "sums over all organizations"),
            (
                "directory_reader: SELECT on organization_id, token_hash of central.answer_links",
                "whose link it is",
            ),
            (
                "directory_reader: SELECT on cursor_seq, last_seen_at, operations_waiting, organization_id, revoked_at of central.devices",
                "sums over all organizations",
            ),
            (
                "directory_reader: SELECT on organization_id, revision of central.choices",
                "how often somebody said something",
            ),
            (
                "directory_reader: SELECT on due_at, organization_id, state of central.event_deliveries",
                "which have something to do",
            ),
            (
                "directory_reader: SELECT on at, is_distributed, organization_id of central.events",
                "which have something to do",
            ),
            (
                "directory_reader: SELECT on address, channel, due_at, id, lease_until, organization_id, sent_at, starts_at, state of central.messages",
                "which have something to send, and whom an answer by phone is from",
            ),
            (
                "directory_reader: SELECT on organization_id, seq, setup_seq of central.organization_counters",
                "sums over all organizations",
            ),
            (
                "directory_reader: SELECT on id, is_active, slug of central.organizations",
                "what the directory is asked for and answers with",
            ),
            (
                "directory_reader: SELECT on ended_at, organization_id of central.sessions",
                "when one of an organization ended last",
            ),
            (
                "application_user: DELETE on central.allocations",
                "what a visit takes up is written anew when it moves",
            ),
            ("application_user: DELETE on central.change_marks", "those of changes that are gone"),
            ("application_user: DELETE on central.changes", "old ones are compacted"),
            (
                "application_user: DELETE on central.identities",
                "somebody is bound to their provider no longer",
            ),
            (
                "application_user: DELETE on central.identity_providers",
                "the organization signs in here again",
            ),
            ("application_user: DELETE on central.identity_requests", "swept up when they are over"),
            ("application_user: DELETE on central.proof_nonces", "swept up when they are over"),
            ("application_user: DELETE on central.record_keys", "what a destroyed key had encrypted is gone"),
            ("application_user: DELETE on central.recovery_codes", "each opens once"),
            ("application_user: DELETE on central.sign_in_attempts", "swept up when they are over"),
            ("audit_writer: INSERT on central.audit_logs", "the one function that adds an entry"),
            ("audit_writer: INSERT on central.audit_patients", "the one function that adds an entry"),
            ("audit_writer: SELECT on central.audit_heads", "the one function that adds an entry chains it"),
            ("audit_writer: UPDATE on central.audit_heads", "the one function that adds an entry chains it"),
        ],
    },
    Rule {
        name: "a role that only uses tables may make things",
        sql: "SELECT r.rolname || ' in the schema ' || n.nspname FROM pg_roles r, pg_namespace n \
              WHERE r.rolname IN ('application_user', 'directory_reader', 'audit_writer') \
                  AND n.nspname !~ '^(pg_|information_schema)' AND has_schema_privilege(r.oid, n.oid, 'CREATE') \
              UNION ALL \
              SELECT r.rolname || ' in the database' FROM pg_roles r \
              WHERE r.rolname IN ('application_user', 'directory_reader', 'audit_writer') \
                  AND (has_database_privilege(r.oid, current_database(), 'CREATE') \
                      OR has_database_privilege(r.oid, current_database(), 'TEMPORARY')) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "a role of the service passes walls or becomes another",
        sql: "SELECT r.rolname::text FROM pg_roles r \
              WHERE r.rolname IN ('application_user', 'central_owner', 'directory_reader', 'audit_writer') \
                  AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication \
                      OR (r.rolcanlogin AND r.rolname <> 'application_user')) \
              UNION ALL \
              SELECT m.member::regrole || ' as ' || m.roleid::regrole FROM pg_auth_members m \
              WHERE m.member IN (SELECT r.oid FROM pg_roles r \
                  WHERE r.rolname IN ('application_user', 'central_owner', 'directory_reader', 'audit_writer')) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "the application owns something",
        sql: "SELECT pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_shdepend d \
              WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' \
                  AND d.refobjid = 'application_user'::regrole \
                  AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) \
              ORDER BY 1",
        agreed: &[],
    },
    Rule {
        name: "rights come by themselves with what is made later",
        sql: "SELECT d.defaclrole::regrole::text FROM pg_default_acl d ORDER BY 1",
        agreed: &[],
    },
];
