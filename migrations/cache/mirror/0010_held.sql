-- A statement that undoes a write stands without its values, so that one is prepared for many rows; they stand beside it as a
-- JSON list, which it reads as its only parameter. What was written before has them in the statement and none beside it.
ALTER TABLE provisional ADD COLUMN held TEXT;
