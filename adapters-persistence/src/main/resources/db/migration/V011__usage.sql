-- What was spent in a time, from the index alone but for the person and the model; and what was asked for lately in all orgs.

CREATE INDEX ledger_entry_captured ON ledger_entry (org_id, at) INCLUDE (generation_id, d_spent) WHERE kind = 'CAPTURE';
CREATE INDEX generation_recent ON generation (created_at);

-- Entries of one kind, newest first. Holds, captures and releases are found quickly among their neighbours; the rare kinds are not.
CREATE INDEX ledger_entry_rare ON ledger_entry (org_id, kind, seq) WHERE kind IN ('GRANT', 'PURCHASE', 'REFUND', 'ADJUSTMENT');
