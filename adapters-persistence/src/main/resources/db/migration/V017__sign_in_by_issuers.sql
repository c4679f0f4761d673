-- People as issuers know them. The key is the race: of two first sign-ins at once, one makes the person.
CREATE TABLE identity (
  issuer     text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 512),
  subject    text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  user_id    uuid NOT NULL REFERENCES users,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_person ON identity (user_id, created_at);

-- Begun sign-ins that were used up; a row goes with the next one after its end.
CREATE TABLE used_once (
  hash       text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_once_end ON used_once (expires_at);

-- Where a session came from, for its owner to recognise it by, and when it was last used, to a minute or so.
ALTER TABLE session
  ADD COLUMN method text NOT NULL DEFAULT 'PASSWORD' CHECK (method IN ('PASSWORD', 'LINK', 'SSO', 'INVITE')),
  ADD COLUMN issuer text,
  ADD COLUMN user_agent text,
  ADD COLUMN address text,
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now();
UPDATE session SET last_seen_at = rotated_at;

-- An open invite is found by its address when its person signs in at an issuer.
CREATE INDEX invite_to ON invite (email) WHERE accepted_at IS NULL;
