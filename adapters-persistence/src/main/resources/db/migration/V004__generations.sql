-- Uploads, and generations with their analyses, tasks and attempts. What is never searched for is jsonb.

CREATE TABLE upload (
  id             uuid PRIMARY KEY,
  org_id         uuid NOT NULL REFERENCES org,
  user_id        uuid NOT NULL REFERENCES users,
  key            text NOT NULL,
  filename       text NOT NULL,
  content_type   text NOT NULL,
  expected_bytes bigint NOT NULL CHECK (expected_bytes >= 0),
  info           jsonb,
  created_at     timestamptz NOT NULL,
  UNIQUE (org_id, id)
);
CREATE INDEX upload_ready ON upload (org_id, created_at DESC, id DESC) WHERE info IS NOT NULL;

CREATE TABLE generation (
  id                   uuid PRIMARY KEY,
  org_id               uuid NOT NULL REFERENCES org,
  user_id              uuid NOT NULL REFERENCES users,
  model                text NOT NULL,
  brief                jsonb NOT NULL,
  provider             text NOT NULL,
  unit_price           bigint NOT NULL CHECK (unit_price >= 0),
  book_version         bigint NOT NULL,
  expected_cost_micros bigint NOT NULL,
  prompt_version       text NOT NULL,
  state                text NOT NULL CHECK (state IN
                         ('PENDING', 'PROCESSING', 'COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED')),
  stage                text NOT NULL CHECK (stage IN
                         ('QUEUED', 'ANALYSING', 'WRITING_PROMPTS', 'SUBMITTING', 'GENERATING', 'DONE')),
  cancel_requested     boolean NOT NULL,
  trials               jsonb NOT NULL,
  failure              jsonb,
  created_at           timestamptz NOT NULL,
  started_at           timestamptz,
  completed_at         timestamptz,
  deadline_at          timestamptz NOT NULL,
  version              bigint NOT NULL,
  UNIQUE (org_id, id)
) WITH (fillfactor = 80);
CREATE INDEX generation_list ON generation (org_id, created_at DESC, id DESC);
CREATE INDEX generation_list_user ON generation (org_id, user_id, created_at DESC, id DESC);
CREATE INDEX generation_list_state ON generation (org_id, state, created_at DESC, id DESC);
CREATE INDEX generation_list_model ON generation (org_id, model, created_at DESC, id DESC);
CREATE INDEX generation_overdue ON generation (deadline_at) WHERE state IN ('PENDING', 'PROCESSING');

-- The hold comes before its generation within the accepting transaction.
ALTER TABLE hold ADD FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ledger_entry ADD FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE reference_analysis (
  org_id        uuid NOT NULL,
  generation_id uuid NOT NULL,
  idx           integer NOT NULL CHECK (idx >= 0),
  state         text NOT NULL CHECK (state IN ('WAITING', 'DONE', 'FAILED')),
  text          text,
  provider      text,
  model         text,
  error         text,
  took_millis   bigint NOT NULL,
  cost          jsonb NOT NULL,
  PRIMARY KEY (generation_id, idx),
  FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id)
);

CREATE TABLE image_task (
  id            uuid PRIMARY KEY,
  org_id        uuid NOT NULL,
  generation_id uuid NOT NULL,
  idx           integer NOT NULL CHECK (idx >= 0),
  state         text NOT NULL CHECK (state IN
                  ('PLANNED', 'READY', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  prompt        text,
  hold_id       uuid NOT NULL,
  output        jsonb,
  failure       jsonb,
  completed_at  timestamptz,
  UNIQUE (org_id, id),
  UNIQUE (generation_id, idx),
  FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id),
  CONSTRAINT task_picture_when_completed CHECK ((state = 'COMPLETED') = (output IS NOT NULL))
) WITH (fillfactor = 80);

CREATE TABLE attempt (
  id          uuid PRIMARY KEY,
  org_id      uuid NOT NULL,
  task_id     uuid NOT NULL,
  number      integer NOT NULL CHECK (number > 0),
  state       text NOT NULL CHECK (state IN ('INTENT', 'SENT', 'IN_DOUBT', 'ACKED', 'SUCCEEDED', 'FAILED')),
  provider    text NOT NULL,
  token_hash  text UNIQUE,
  vendor_task text,
  sent_at     timestamptz,
  acked_at    timestamptz,
  ended_at    timestamptz,
  failure     jsonb,
  cost        jsonb NOT NULL,
  UNIQUE (org_id, id),
  UNIQUE (task_id, number),
  FOREIGN KEY (org_id, task_id) REFERENCES image_task (org_id, id)
) WITH (fillfactor = 80);
CREATE INDEX attempt_vendor_task ON attempt (provider, vendor_task) WHERE vendor_task IS NOT NULL;

-- Every row of this view is something that can not be.
CREATE VIEW ledger_violation AS
SELECT 'wallet is not the sum of its entries' AS rule, w.org_id::text AS subject
  FROM wallet w LEFT JOIN (
    SELECT org_id, sum(d_granted) g, sum(d_available) a, sum(d_held) h, sum(d_spent) s FROM ledger_entry GROUP BY org_id
  ) e USING (org_id)
 WHERE (w.granted, w.available, w.held, w.spent)
       IS DISTINCT FROM (coalesce(e.g, 0), coalesce(e.a, 0), coalesce(e.h, 0), coalesce(e.s, 0))
UNION ALL
SELECT 'sequence has a gap', w.org_id::text
  FROM wallet w LEFT JOIN (SELECT org_id, max(seq) m, count(*) c FROM ledger_entry GROUP BY org_id) e USING (org_id)
 WHERE w.seq <> coalesce(e.m, 0) OR coalesce(e.m, 0) <> coalesce(e.c, 0)
UNION ALL
SELECT 'entry does not follow from the one before', org_id || ':' || seq
  FROM (SELECT *, lag(granted_after, 1, 0::bigint) OVER q pg, lag(available_after, 1, 0::bigint) OVER q pa,
               lag(held_after, 1, 0::bigint) OVER q ph, lag(spent_after, 1, 0::bigint) OVER q ps
          FROM ledger_entry WINDOW q AS (PARTITION BY org_id ORDER BY seq)) x
 WHERE (granted_after, available_after, held_after, spent_after)
       <> (pg + d_granted, pa + d_available, ph + d_held, ps + d_spent)
UNION ALL
SELECT 'held is not the sum of open holds', w.org_id::text
  FROM wallet w LEFT JOIN (SELECT org_id, sum(amount - captured - released) o FROM hold GROUP BY org_id) h USING (org_id)
 WHERE w.held <> coalesce(h.o, 0)
UNION ALL
SELECT 'spent is not captures less refunds', w.org_id::text
  FROM wallet w LEFT JOIN (
    SELECT org_id, sum(d_spent) s FROM ledger_entry WHERE kind IN ('CAPTURE', 'REFUND') GROUP BY org_id
  ) e USING (org_id)
 WHERE w.spent <> coalesce(e.s, 0)
UNION ALL
SELECT 'hold is not its entries', h.id::text
  FROM hold h LEFT JOIN (
    SELECT hold_id, count(*) FILTER (WHERE kind = 'HOLD') n,
           coalesce(sum(d_held) FILTER (WHERE kind = 'HOLD'), 0) a,
           coalesce(sum(d_spent) FILTER (WHERE kind = 'CAPTURE'), 0) c,
           coalesce(sum(d_available) FILTER (WHERE kind = 'RELEASE'), 0) r
      FROM ledger_entry WHERE hold_id IS NOT NULL GROUP BY hold_id
  ) e ON e.hold_id = h.id
 WHERE (coalesce(e.n, 0), coalesce(e.a, 0), coalesce(e.c, 0), coalesce(e.r, 0))
       <> (1, h.amount, h.captured, h.released)
UNION ALL
SELECT 'hold is open after its generation ended', h.id::text
  FROM hold h JOIN generation g ON (g.org_id, g.id) = (h.org_id, h.generation_id)
 WHERE h.captured + h.released < h.amount AND g.state IN ('COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED');
