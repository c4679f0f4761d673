-- Prices that were promised. A used one names its run, which may be forgotten before it or after it.

CREATE TABLE quote (
  id           uuid PRIMARY KEY,
  org_id       uuid NOT NULL REFERENCES org,
  model        text NOT NULL,
  count        integer NOT NULL CHECK (count > 0),
  work         jsonb NOT NULL,
  book_version bigint NOT NULL,
  credits      bigint NOT NULL CHECK (credits > 0),
  cost_micros  bigint NOT NULL CHECK (cost_micros >= 0),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  used_by      uuid,
  UNIQUE (org_id, id)
);
CREATE INDEX quote_expired ON quote (expires_at);

SELECT wall_off_orgs();
