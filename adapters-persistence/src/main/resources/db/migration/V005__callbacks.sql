-- Every callback that carried a token of ours, as it came.

CREATE TABLE callback (
  id            uuid PRIMARY KEY,
  org_id        uuid NOT NULL,
  generation_id uuid NOT NULL,
  task_id       uuid NOT NULL,
  attempt_id    uuid NOT NULL,
  provider      text NOT NULL,
  body_sha256   text NOT NULL,
  headers       jsonb NOT NULL,
  body          bytea NOT NULL,
  trust         text NOT NULL CHECK (trust IN ('UNSIGNED', 'DOORBELL_SIGNED', 'BODY_SIGNED', 'REFUSED')),
  vendor_task   text,
  raw_at        timestamptz NOT NULL,
  received_at   timestamptz NOT NULL,
  processed_at  timestamptz,
  outcome       text,
  UNIQUE (attempt_id, body_sha256),
  FOREIGN KEY (org_id, attempt_id) REFERENCES attempt (org_id, id),
  FOREIGN KEY (org_id, task_id) REFERENCES image_task (org_id, id),
  FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id)
);
CREATE INDEX callback_list ON callback (org_id, received_at DESC, id DESC);
CREATE INDEX callback_unprocessed ON callback (org_id, received_at DESC, id DESC) WHERE processed_at IS NULL;
