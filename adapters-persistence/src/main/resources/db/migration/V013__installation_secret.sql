-- What all processes of this installation share and nobody gave us: the pepper of the passwords, the keys of links, cursors and
-- tokens. Sealed by the master key, which lies elsewhere; so a copy of the database alone opens nothing.
CREATE TABLE installation_secret (
  name   text PRIMARY KEY,
  sealed jsonb NOT NULL
);
