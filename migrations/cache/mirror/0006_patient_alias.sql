-- Records of one person that were made one: the merged record stays, and leads to the kept one until somebody separates
-- the two again.
CREATE TABLE patient_alias (
    merged     BLOB PRIMARY KEY CHECK (length(merged) = 16),
    version    INTEGER NOT NULL,
    kept       BLOB NOT NULL CHECK (length(kept) = 16),
    is_active  INTEGER NOT NULL,
    body       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_kept ON patient_alias (kept) WHERE is_active;
