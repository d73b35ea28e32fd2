-- A clinic that stood alone is on its way into an organization: until all of its book is there, nothing is decided here. No row
-- otherwise.
CREATE TABLE attaching (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    -- As whom the book is sent: a person of the organization, and their login there.
    person  BLOB NOT NULL CHECK (length(person) = 16),
    login   TEXT NOT NULL,
    -- The centre's history in which it is answered.
    epoch   BLOB NOT NULL CHECK (length(epoch) = 16)
) STRICT;
