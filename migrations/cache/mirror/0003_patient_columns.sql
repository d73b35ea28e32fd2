-- The rest of a patient's record in columns. As a document it repeated the names of its fields and what `patient` has
-- already, two thirds of it, and a page that is read has to be decrypted whole.

ALTER TABLE patient_detail RENAME TO patient_document;
DROP INDEX patient_by_source;

CREATE TABLE patient_detail (
    row_id              INTEGER PRIMARY KEY,
    -- The bulk load it came with, if any.
    origin_op           BLOB CHECK (length(origin_op) = 16),
    source              TEXT,
    preferred_name      TEXT NOT NULL,
    -- Kind, space and number, a line for each.
    phones              TEXT NOT NULL,
    email               TEXT NOT NULL,
    address_lines       TEXT NOT NULL,
    city                TEXT NOT NULL,
    region              TEXT NOT NULL,
    postal_code         TEXT NOT NULL,
    country             TEXT NOT NULL,
    language            TEXT NOT NULL,
    -- A line for each.
    flags               TEXT NOT NULL,
    alert               TEXT NOT NULL,
    -- All three absent where there is none.
    contact_name        TEXT,
    contact_relation    TEXT,
    contact_phone       TEXT,
    own_provider        BLOB CHECK (length(own_provider) = 16),
    contact_preference  TEXT NOT NULL,
    may_be_reminded     INTEGER NOT NULL,
    -- Both absent where there is no coverage.
    payer               TEXT,
    member_id           TEXT,
    -- YYYY-MM-DD.
    valid_from          TEXT,
    valid_to            TEXT
) STRICT;

INSERT INTO patient_detail
SELECT row_id, origin_op, source,
       coalesce(it ->> '$.preferred_name', ''),
       (SELECT coalesce(group_concat((value ->> '$.kind') || ' ' || replace(value ->> '$.number', char(10), ' '), char(10)
                                     ORDER BY key), '')
        FROM json_each(it, '$.phones')),
       coalesce(it ->> '$.email', ''),
       (SELECT coalesce(group_concat(replace(value, char(10), ' '), char(10) ORDER BY key), '')
        FROM json_each(it, '$.address.lines')),
       coalesce(it ->> '$.address.city', ''),
       coalesce(it ->> '$.address.region', ''),
       coalesce(it ->> '$.address.postal_code', ''),
       coalesce(it ->> '$.address.country', ''),
       coalesce(it ->> '$.language', ''),
       (SELECT coalesce(group_concat(value, char(10) ORDER BY key), '') FROM json_each(it, '$.flags')),
       coalesce(it ->> '$.alert', ''),
       iif(contact IS NULL, NULL, coalesce(contact ->> '$.name', '')),
       iif(contact IS NULL, NULL, coalesce(contact ->> '$.relation', '')),
       iif(contact IS NULL, NULL, coalesce(contact ->> '$.phone', '')),
       unhex(replace(it ->> '$.own_provider', '-', '')),
       it ->> '$.contact_preference',
       coalesce(it ->> '$.may_be_reminded', 0),
       it ->> '$.coverage.payer',
       iif(it -> '$.coverage' IS NULL, NULL, coalesce(it ->> '$.coverage.member_id', '')),
       it ->> '$.coverage.valid_from',
       it ->> '$.coverage.valid_to'
FROM (SELECT row_id, origin_op, source, it, it -> '$.emergency_contact' AS contact
      -- A document is its schema's number, 1, and JSON. The offset keeps the parts of this statement apart: without it
      -- SQLite would take a document apart anew for each column.
      FROM (SELECT row_id, origin_op, source, jsonb(CAST(substr(body, 2) AS TEXT)) AS it FROM patient_document
            LIMIT -1 OFFSET 0));

DROP TABLE patient_document;
CREATE INDEX patient_by_source ON patient_detail (source) WHERE source IS NOT NULL;
