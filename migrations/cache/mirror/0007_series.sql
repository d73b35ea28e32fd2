-- Visits that were booked to repeat name their series, so that one of them leads to the others.
ALTER TABLE appointment ADD COLUMN series BLOB CHECK (length(series) = 16);
CREATE INDEX appointment_by_series ON appointment (series, starts_at) WHERE series IS NOT NULL;
