-- Patients who did not come are called about for two weeks: among all the visits of two weeks they are few.
CREATE INDEX appointment_no_show ON appointment (location, starts_at) WHERE status = 'noshow';
