-- Who is asked when somebody before could not take an order, and with what an attempt went there.

CREATE TABLE chain (
  category text PRIMARY KEY,
  rungs    jsonb NOT NULL,
  version  bigint NOT NULL CHECK (version > 0)
);

ALTER TABLE attempt ADD COLUMN rung jsonb;
