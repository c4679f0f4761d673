-- Links that sign a member in once. A row goes when it is used; expired ones go when the next is made.
CREATE TABLE sign_in_link (
  key_hash        text PRIMARY KEY,
  org_id          uuid NOT NULL,
  user_id         uuid NOT NULL,
  session_version integer NOT NULL,
  expires_at      timestamptz NOT NULL,
  FOREIGN KEY (org_id, user_id) REFERENCES member ON DELETE CASCADE
);
CREATE INDEX sign_in_link_person ON sign_in_link (org_id, user_id);
CREATE INDEX sign_in_link_end ON sign_in_link (expires_at);

-- The session version at which a password was made for the person; equal to session_version until he changes it.
ALTER TABLE users ADD COLUMN generated_password integer;
