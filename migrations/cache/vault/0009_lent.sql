-- Time that the centre lends to this desk's location, so that one desk there, the hub, confirms bookings of it while the location
-- is cut off.

-- The last loan that was heard of; its number stays when it is over, so that none of before it is taken.
CREATE TABLE loan (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    -- The centre's history in which its number counts.
    epoch       BLOB NOT NULL CHECK (length(epoch) = 16),
    number      INTEGER NOT NULL,
    hub         BLOB NOT NULL CHECK (length(hub) = 16),
    expires_at  INTEGER NOT NULL,
    -- The centre's number of the last change when it was lent: whoever has not heard that far does not know what is taken.
    head        INTEGER NOT NULL,
    -- Nothing is confirmed or asked by it any more, although it may last.
    is_over     INTEGER NOT NULL DEFAULT 0 CHECK (is_over IN (0, 1))
) STRICT;
CREATE TABLE lent_time (
    resource   BLOB PRIMARY KEY CHECK (length(resource) = 16),
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL CHECK (starts_at < ends_at)
) STRICT, WITHOUT ROWID;

-- What this desk, as the hub, confirmed: to which operation, by which loan. It is here before anybody hears of it.
CREATE TABLE confirmed_time (
    op         BLOB NOT NULL CHECK (length(op) = 16),
    resource   BLOB NOT NULL CHECK (length(resource) = 16),
    starts_at  INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL CHECK (starts_at < ends_at),
    epoch      BLOB NOT NULL CHECK (length(epoch) = 16),
    number     INTEGER NOT NULL,
    PRIMARY KEY (op, resource, starts_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmed_time_by_resource ON confirmed_time (resource, starts_at);

-- What the hub said of an operation of this desk (JSON): it goes to the centre with it.
ALTER TABLE outbox ADD COLUMN hub_word TEXT;
