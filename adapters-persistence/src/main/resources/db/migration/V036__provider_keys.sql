-- Vendors' keys that people, or orgs for all their people, bring along: sealed, write-only. And which run uses which: decided when the
-- run is accepted, so that whoever polls for it later asks with the same key.

CREATE TABLE provider_key (
  id           uuid PRIMARY KEY,
  org_id       uuid NOT NULL REFERENCES org,
  -- Null: the org's own, for the runs of all its people.
  owner_id     uuid REFERENCES users,
  adapter      text NOT NULL,
  alias        text,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  secret       jsonb NOT NULL,
  active       boolean NOT NULL,
  expires_at   timestamptz,
  spend_cap    bigint CHECK (spend_cap >= 0),
  created_at   timestamptz NOT NULL,
  created_by   uuid NOT NULL REFERENCES users,
  used_at      timestamptz,
  spent_micros bigint NOT NULL DEFAULT 0 CHECK (spent_micros >= 0),
  open_micros  bigint NOT NULL DEFAULT 0 CHECK (open_micros >= 0),
  version      bigint NOT NULL,
  UNIQUE (org_id, id),
  UNIQUE NULLS NOT DISTINCT (org_id, owner_id, adapter, name)
) WITH (fillfactor = 80);

-- No foreign key to the run, which may be of any kind, nor to the key, which may be deleted while the run goes on.
CREATE TABLE provider_key_use (
  generation_id uuid NOT NULL,
  adapter       text NOT NULL,
  org_id        uuid NOT NULL REFERENCES org,
  key_id        uuid NOT NULL,
  open_micros   bigint NOT NULL CHECK (open_micros >= 0),
  PRIMARY KEY (generation_id, adapter)
) WITH (fillfactor = 80);

SELECT wall_off_orgs();
