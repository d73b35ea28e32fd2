-- Who may share a resource is told by the type of the visits that are there: a group visit joins its own kind.
ALTER TABLE allocation ADD COLUMN appointment_type BLOB NOT NULL DEFAULT x'00000000000000000000000000000000'
    CHECK (length(appointment_type) = 16);
UPDATE allocation SET appointment_type = coalesce(
    (SELECT appointment_type FROM appointment WHERE appointment.id = allocation.appointment), appointment_type
);

-- How much of an allocation is buffer, at either end: between two visits a room is readied, and that is counted from the
-- visits themselves.
ALTER TABLE allocation ADD COLUMN before_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE allocation ADD COLUMN after_seconds INTEGER NOT NULL DEFAULT 0;
UPDATE allocation
SET before_seconds = max(0, a.starts_at - allocation.starts_at),
    after_seconds = max(0, allocation.ends_at - a.ends_at)
FROM appointment a
WHERE a.id = allocation.appointment;
