-- Orgs, people and how they come in. Every other table hangs on org; composite keys (org_id, id) keep rows of one org
-- from pointing at rows of another.

CREATE TABLE org (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX org_age ON org (created_at, id);

CREATE TABLE users (
  id              uuid PRIMARY KEY,
  email           text NOT NULL UNIQUE CHECK (email = lower(email)),
  display_name    text NOT NULL,
  password_hash   text,
  disabled        boolean NOT NULL,
  session_version integer NOT NULL,
  created_at      timestamptz NOT NULL
);

CREATE TABLE member (
  org_id  uuid NOT NULL REFERENCES org,
  user_id uuid NOT NULL REFERENCES users,
  role    text NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'CREATOR', 'EVALUATOR', 'VIEWER')),
  since   timestamptz NOT NULL,
  number  bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (org_id, user_id)
);
CREATE INDEX member_user ON member (user_id, since);
CREATE INDEX member_owner ON member (org_id) WHERE role = 'OWNER';

CREATE TABLE session (
  id              uuid PRIMARY KEY,
  user_id         uuid NOT NULL REFERENCES users,
  org_id          uuid NOT NULL REFERENCES org,
  refresh_hash    text NOT NULL UNIQUE,
  previous_hash   text,
  session_version integer NOT NULL,
  created_at      timestamptz NOT NULL,
  rotated_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  revoked_at      timestamptz
);
CREATE INDEX session_previous ON session (previous_hash) WHERE previous_hash IS NOT NULL;
CREATE INDEX session_person ON session (user_id);

CREATE TABLE invite (
  id          uuid PRIMARY KEY,
  org_id      uuid NOT NULL REFERENCES org,
  email       text NOT NULL,
  role        text NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'CREATOR', 'EVALUATOR', 'VIEWER')),
  token_hash  text NOT NULL UNIQUE,
  invited_by  uuid NOT NULL REFERENCES users,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  accepted_at timestamptz
);
CREATE INDEX invite_open ON invite (org_id, created_at DESC) WHERE accepted_at IS NULL;
