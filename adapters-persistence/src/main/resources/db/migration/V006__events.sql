-- Events in an order in which no reader can miss one: by transaction, then number. A row may be read once no
-- transaction that is still running can have a lower number, that is below the oldest running one.

CREATE TABLE event (
  transaction   bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  number        bigint GENERATED ALWAYS AS IDENTITY,
  org_id        uuid NOT NULL REFERENCES org,
  generation_id uuid,
  type          text NOT NULL,
  at            timestamptz NOT NULL,
  data          json NOT NULL, -- not jsonb: keys keep their order
  PRIMARY KEY (org_id, transaction, number),
  FOREIGN KEY (org_id, generation_id) REFERENCES generation (org_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX event_generation ON event (org_id, generation_id, transaction, number) WHERE generation_id IS NOT NULL;
CREATE INDEX event_age ON event (at);
