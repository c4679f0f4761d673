-- What each vendor listed last. A cache: what is lost is asked for again.

CREATE TABLE model_listing (
  source     text PRIMARY KEY,
  models     jsonb NOT NULL,
  fetched_at timestamptz NOT NULL
);
