-- Visits that the clinic moved and whose patients do not know yet: few among very many, to be found without reading
-- anybody's history.
CREATE TABLE to_tell (
    appointment  BLOB PRIMARY KEY CHECK (length(appointment) = 16),
    location     BLOB NOT NULL CHECK (length(location) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX to_tell_by_location ON to_tell (location);
