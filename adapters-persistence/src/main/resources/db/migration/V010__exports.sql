-- Wishes to take pictures home. The file is made while it is read, so there is nothing else to keep.

CREATE TABLE image_export (
  id         uuid PRIMARY KEY,
  org_id     uuid NOT NULL REFERENCES org,
  user_id    uuid NOT NULL REFERENCES users,
  image_ids  uuid[] NOT NULL CHECK (cardinality(image_ids) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  UNIQUE (org_id, id)
);
CREATE INDEX image_export_expired ON image_export (expires_at);
