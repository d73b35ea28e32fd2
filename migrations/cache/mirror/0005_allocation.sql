-- Who may share a resource is told by the type of the visits that are there: a group visit joins its own kind.
ALTER TABLE allocation ADD COLUMN appointment_type BLOB NOT NULL DEFAULT x'00000000000000000000000000000000'
    CHECK (length(appointment_type) = 16);
UPDATE allocation SET appointment_type = coalesce(
    (SELECT appointment_type FROM appointment WHERE appointment.id = allocation.appointment), appointment_type
);
