-- How much of an allocation is buffer, at either end: between two visits a room is readied, and that is counted from the
-- visits themselves.
ALTER TABLE allocation ADD COLUMN before_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE allocation ADD COLUMN after_seconds INTEGER NOT NULL DEFAULT 0;
UPDATE allocation
SET before_seconds = max(0, a.starts_at - allocation.starts_at),
    after_seconds = max(0, allocation.ends_at - a.ends_at)
FROM appointment a
WHERE a.id = allocation.appointment;
