-- The ledger. A wallet row per org, a hold row per generation, and an entry per effect that can be written once and
-- never changed. The CHECKs carry the safety, the conditional UPDATE decides; READ COMMITTED is enough for both.

CREATE TABLE wallet (
  org_id    uuid PRIMARY KEY REFERENCES org,
  granted   bigint NOT NULL DEFAULT 0,
  available bigint NOT NULL DEFAULT 0,
  held      bigint NOT NULL DEFAULT 0,
  spent     bigint NOT NULL DEFAULT 0,
  seq       bigint NOT NULL DEFAULT 0,
  CONSTRAINT wallet_adds_up CHECK (granted = available + held + spent),
  CONSTRAINT wallet_not_negative CHECK (available >= 0 AND held >= 0 AND spent >= 0),
  CONSTRAINT wallet_not_absurd CHECK (granted <= 1000000000000000)
) WITH (fillfactor = 70);

CREATE TABLE hold (
  id            uuid PRIMARY KEY,
  org_id        uuid NOT NULL REFERENCES wallet,
  generation_id uuid NOT NULL,
  amount        bigint NOT NULL CHECK (amount > 0),
  captured      bigint NOT NULL DEFAULT 0 CHECK (captured >= 0),
  released      bigint NOT NULL DEFAULT 0 CHECK (released >= 0),
  opened_at     timestamptz NOT NULL,
  UNIQUE (org_id, id),
  CONSTRAINT hold_not_overdrawn CHECK (captured + released <= amount)
) WITH (fillfactor = 80);
CREATE INDEX hold_open ON hold (org_id) WHERE captured + released < amount;
CREATE INDEX hold_generation ON hold (org_id, generation_id);

CREATE TABLE ledger_entry (
  org_id          uuid NOT NULL REFERENCES wallet,
  seq             bigint NOT NULL CHECK (seq > 0),
  op_key          text NOT NULL CHECK (op_key <> ''),
  kind            text NOT NULL CHECK (kind IN
                    ('GRANT', 'PURCHASE', 'HOLD', 'CAPTURE', 'RELEASE', 'REFUND', 'ADJUSTMENT')),
  hold_id         uuid,
  generation_id   uuid,
  d_granted       bigint NOT NULL,
  d_available     bigint NOT NULL,
  d_held          bigint NOT NULL,
  d_spent         bigint NOT NULL,
  granted_after   bigint NOT NULL,
  available_after bigint NOT NULL,
  held_after      bigint NOT NULL,
  spent_after     bigint NOT NULL,
  actor           text NOT NULL,
  provider        text,
  reason          text,
  at              timestamptz NOT NULL,
  PRIMARY KEY (org_id, seq),
  UNIQUE (org_id, op_key),
  FOREIGN KEY (org_id, hold_id) REFERENCES hold (org_id, id),
  CONSTRAINT entry_adds_up CHECK (d_granted = d_available + d_held + d_spent),
  CONSTRAINT entry_after_adds_up CHECK (granted_after = available_after + held_after + spent_after),
  CONSTRAINT entry_fits_its_kind CHECK (CASE kind
    WHEN 'GRANT'      THEN d_available > 0 AND d_held = 0 AND d_spent = 0
    WHEN 'PURCHASE'   THEN d_available > 0 AND d_held = 0 AND d_spent = 0
    WHEN 'ADJUSTMENT' THEN d_available <> 0 AND d_held = 0 AND d_spent = 0
    WHEN 'HOLD'       THEN d_granted = 0 AND d_held > 0 AND d_available = -d_held AND hold_id IS NOT NULL
    WHEN 'CAPTURE'    THEN d_granted = 0 AND d_held < 0 AND d_spent = -d_held AND hold_id IS NOT NULL
    WHEN 'RELEASE'    THEN d_granted = 0 AND d_held < 0 AND d_available = -d_held AND hold_id IS NOT NULL
    WHEN 'REFUND'     THEN d_granted = 0 AND d_held = 0 AND d_available > 0 AND d_spent = -d_available
    ELSE false END)
);
CREATE INDEX ledger_entry_generation ON ledger_entry (org_id, generation_id, seq) WHERE generation_id IS NOT NULL;
CREATE INDEX ledger_entry_hold ON ledger_entry (hold_id) WHERE hold_id IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A wallet never moves without the entry that says why: checked when the transaction commits.
CREATE FUNCTION wallet_needs_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq = 0 AND NEW.granted = 0 AND NEW.available = 0 AND NEW.held = 0 AND NEW.spent = 0
     AND TG_OP = 'INSERT' THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.seq <> OLD.seq + 1 OR NOT EXISTS (
       SELECT 1 FROM ledger_entry e
        WHERE e.org_id = NEW.org_id AND e.seq = NEW.seq
          AND (e.granted_after, e.available_after, e.held_after, e.spent_after)
            = (NEW.granted, NEW.available, NEW.held, NEW.spent)) THEN
    RAISE EXCEPTION 'wallet of org % changed without a ledger entry', NEW.org_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER wallet_follows_ledger AFTER INSERT OR UPDATE ON wallet
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wallet_needs_entry();
