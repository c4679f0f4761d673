-- Generations whose result is a text. They share the row that holds and entries point at; what only a text has stands beside it.

ALTER TABLE generation ADD COLUMN kind text NOT NULL DEFAULT 'IMAGE' CHECK (kind IN ('IMAGE', 'TEXT'));
CREATE INDEX generation_list_text ON generation (org_id, created_at DESC, id DESC) WHERE kind = 'TEXT';

CREATE TABLE text_output (
  generation_id uuid PRIMARY KEY,
  org_id        uuid NOT NULL,
  hold_id       uuid NOT NULL,
  answer        text,
  ended_by      text CHECK (ended_by IN ('STOP', 'LENGTH')),
  provider      text,
  model         text,
  cost          jsonb,
  FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id),
  FOREIGN KEY (org_id, hold_id) REFERENCES hold (org_id, id),
  CONSTRAINT text_whole_or_none CHECK (num_nulls(answer, ended_by, provider, model, cost) IN (0, 5))
) WITH (fillfactor = 80);
