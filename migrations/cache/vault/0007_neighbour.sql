-- The other desks of the location, as the centre named them last: while it is away they know each other by their keys. A
-- desk that it does not name any more is not here.
CREATE TABLE neighbour (
    device      BLOB PRIMARY KEY CHECK (length(device) = 16),
    name        TEXT NOT NULL,
    -- Ed25519.
    public_key  BLOB NOT NULL CHECK (length(public_key) = 32),
    -- Where it listens in the local network; absent where it does not.
    address     TEXT,
    port        INTEGER CHECK (port BETWEEN 1 AND 65535),
    CHECK ((address IS NULL) = (port IS NULL))
) STRICT, WITHOUT ROWID;

-- Whether this PC and its neighbours see what is being booked over the local network, without the centre.
ALTER TABLE centre ADD COLUMN sees_neighbours INTEGER NOT NULL DEFAULT 1 CHECK (sees_neighbours IN (0, 1));
