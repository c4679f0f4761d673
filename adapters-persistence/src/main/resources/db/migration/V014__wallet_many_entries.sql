-- One movement of a wallet may be the sum of several entries: many callers' holds are settled in one statement. The check is stricter
-- than before: the entries between the old and the new sequence must be all there, add up to the movement, and end where it ends.
CREATE OR REPLACE FUNCTION wallet_needs_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_seq bigint := 0; old_granted bigint := 0; old_available bigint := 0; old_held bigint := 0; old_spent bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    old_seq := OLD.seq; old_granted := OLD.granted; old_available := OLD.available;
    old_held := OLD.held; old_spent := OLD.spent;
  ELSIF NEW.seq = 0 AND NEW.granted = 0 AND NEW.available = 0 AND NEW.held = 0 AND NEW.spent = 0 THEN
    RETURN NULL;
  END IF;
  IF NEW.seq <= old_seq
     OR (SELECT (count(*), sum(d_granted), sum(d_available), sum(d_held), sum(d_spent)) IS DISTINCT FROM
                (NEW.seq - old_seq, NEW.granted - old_granted, NEW.available - old_available,
                 NEW.held - old_held, NEW.spent - old_spent)
           FROM ledger_entry e WHERE e.org_id = NEW.org_id AND e.seq > old_seq AND e.seq <= NEW.seq)
     OR NOT EXISTS (
       SELECT 1 FROM ledger_entry e
        WHERE e.org_id = NEW.org_id AND e.seq = NEW.seq
          AND (e.granted_after, e.available_after, e.held_after, e.spent_after)
            = (NEW.granted, NEW.available, NEW.held, NEW.spent)) THEN
    RAISE EXCEPTION 'wallet of org % changed without a ledger entry', NEW.org_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
