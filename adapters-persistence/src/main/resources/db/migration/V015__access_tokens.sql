-- What programs show instead of a password, and which holds they caused. The value itself is nowhere, only its hash. Rows are kept
-- when a token ends, so that it stays known who spent what.

CREATE TABLE access_token (
  id             uuid PRIMARY KEY,
  org_id         uuid NOT NULL REFERENCES org,
  user_id        uuid NOT NULL REFERENCES users,
  member_since   timestamptz NOT NULL,
  name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  scopes         text[] NOT NULL CHECK (cardinality(scopes) > 0),
  life_micros    bigint CHECK (life_micros > 0),
  spend_limit    bigint CHECK (spend_limit >= 0),
  spend_period   text NOT NULL CHECK (spend_period IN ('MONTH', 'TOTAL')),
  allowed_from   text[] NOT NULL,
  created_at     timestamptz NOT NULL,
  hash           text NOT NULL UNIQUE,
  hint           text NOT NULL,
  issued_at      timestamptz NOT NULL,
  expires_at     timestamptz,
  previous_hash  text,
  previous_until timestamptz,
  revoked_at     timestamptz,
  used_at        timestamptz,
  used_from      text,
  UNIQUE (org_id, id),
  CHECK ((previous_hash IS NULL) = (previous_until IS NULL)),
  CHECK ((used_at IS NULL) = (used_from IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX access_token_previous ON access_token (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX access_token_person ON access_token (org_id, user_id, created_at DESC);

CREATE TABLE access_token_hold (
  hold_id       uuid PRIMARY KEY,
  org_id        uuid NOT NULL,
  token_id      uuid NOT NULL,
  generation_id uuid NOT NULL,
  at            timestamptz NOT NULL,
  FOREIGN KEY (org_id, token_id) REFERENCES access_token (org_id, id),
  FOREIGN KEY (org_id, hold_id) REFERENCES hold (org_id, id)
);
CREATE INDEX access_token_hold_period ON access_token_hold (token_id, at);
CREATE INDEX access_token_hold_generation ON access_token_hold (org_id, generation_id);
