-- Answers of requests that carried an Idempotency-Key. A row without an answer is a claim of a running transaction.

CREATE TABLE idempotency (
  org_id      uuid NOT NULL REFERENCES org,
  principal   text NOT NULL,
  route       text NOT NULL,
  key         text NOT NULL,
  fingerprint text,
  status      integer,
  body        text,
  location    text,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (org_id, principal, route, key),
  CHECK (num_nulls(fingerprint, status, body, location) IN (0, 4))
);
CREATE INDEX idempotency_age ON idempotency (created_at);
