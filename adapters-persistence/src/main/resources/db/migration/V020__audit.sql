-- Who changed what of an org, and how it was before. Names are written down as they were then: people leave, and entries stay.

CREATE TABLE audit_entry (
  id            uuid PRIMARY KEY,
  org_id        uuid NOT NULL REFERENCES org,
  at            timestamptz NOT NULL,
  action        text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  actor_kind    text NOT NULL CHECK (actor_kind IN ('USER', 'TOKEN', 'CLI', 'SYSTEM')),
  actor_id      text NOT NULL,
  actor_name    text NOT NULL,
  ip            text,
  request_id    text,
  subject_kind  text NOT NULL,
  subject_id    text NOT NULL,
  subject_label text NOT NULL,
  before        jsonb,
  after         jsonb
);
CREATE INDEX audit_entry_list ON audit_entry (org_id, at DESC, id DESC);
CREATE INDEX audit_entry_subject ON audit_entry (org_id, subject_id, at DESC, id DESC);

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
