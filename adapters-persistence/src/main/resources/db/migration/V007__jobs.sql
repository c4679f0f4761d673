-- db-scheduler's table, as version 16 wants it, and what we keep beside it.

CREATE TABLE scheduled_tasks (
  task_name            text NOT NULL,
  task_instance        text NOT NULL,
  task_data            bytea,
  execution_time       timestamptz,
  picked               boolean NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (priority DESC, execution_time);
CREATE INDEX scheduled_tasks_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat) WHERE picked;

CREATE TABLE job_attempt (
  job_id text NOT NULL,
  number integer NOT NULL,
  at     timestamptz NOT NULL,
  error  text,
  PRIMARY KEY (job_id, number)
);

CREATE TABLE dead_letter (
  job_id   text PRIMARY KEY,
  org_id   uuid NOT NULL,
  step     text NOT NULL,
  subject  uuid NOT NULL,
  detail   text NOT NULL,
  priority text NOT NULL CHECK (priority IN ('HIGH', 'NORMAL', 'LOW')),
  failures integer NOT NULL,
  died_at  timestamptz NOT NULL
);
CREATE INDEX dead_letter_list ON dead_letter (died_at, job_id);
CREATE INDEX dead_letter_org ON dead_letter (org_id, died_at, job_id);
