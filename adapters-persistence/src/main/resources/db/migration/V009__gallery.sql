-- What people put on a picture stands on its task, in columns that the workflow never writes; and what it was made out of.

ALTER TABLE image_task
  ADD COLUMN alt           text,
  ADD COLUMN starred       boolean NOT NULL DEFAULT false,
  ADD COLUMN tags          text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 32),
  ADD COLUMN trashed_at    timestamptz,
  ADD COLUMN purged_at     timestamptz,
  ADD COLUMN files_gone    boolean NOT NULL DEFAULT false,
  ADD COLUMN marks_version bigint NOT NULL DEFAULT 1,
  ADD CONSTRAINT task_marked_when_completed CHECK (marks_version = 1 OR output IS NOT NULL),
  ADD CONSTRAINT task_purged_from_trash CHECK (purged_at IS NULL OR trashed_at IS NOT NULL),
  ADD CONSTRAINT task_files_gone_when_purged CHECK (NOT files_gone OR purged_at IS NOT NULL);

-- The predicates name output and not state: state changes with every step of a task, and would cost each its HOT update.
CREATE INDEX image_kept ON image_task (org_id, completed_at DESC, id DESC)
  WHERE output IS NOT NULL AND trashed_at IS NULL;
CREATE INDEX image_starred ON image_task (org_id, completed_at DESC, id DESC)
  WHERE output IS NOT NULL AND trashed_at IS NULL AND starred;
CREATE INDEX image_trashed ON image_task (org_id, completed_at DESC, id DESC)
  WHERE output IS NOT NULL AND trashed_at IS NOT NULL AND purged_at IS NULL;
CREATE INDEX image_tagged ON image_task (org_id)
  WHERE output IS NOT NULL AND trashed_at IS NULL AND tags <> '{}';
CREATE INDEX image_to_purge ON image_task (trashed_at)
  WHERE trashed_at IS NOT NULL AND NOT files_gone;

ALTER TABLE generation
  ADD COLUMN parent_image_id uuid,
  ADD FOREIGN KEY (org_id, parent_image_id) REFERENCES image_task (org_id, id);
CREATE INDEX generation_parent ON generation (org_id, parent_image_id) WHERE parent_image_id IS NOT NULL;
