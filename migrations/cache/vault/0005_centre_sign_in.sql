-- Who has signed in at the centre from this desk: a session there lasts hours, and the desk is locked and opened many times
-- meanwhile. The token is of no use without the desk's key.
CREATE TABLE centre_sign_in (
    person        BLOB PRIMARY KEY CHECK (length(person) = 16),
    -- By which the person signs in there.
    login         TEXT NOT NULL,
    -- What asks for the next tokens; absent when the person has to sign in anew.
    refresh_token TEXT,
    -- When the session ends whatever happens, by the centre's clock.
    until         INTEGER NOT NULL,
    -- When the centre last knew the person here, by this desk's clock: the offline lease counts from then.
    confirmed_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
