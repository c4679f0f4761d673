-- What was spent in a time, from the index alone but for the person and the model; and what was asked for lately in all orgs.

CREATE INDEX ledger_entry_captured ON ledger_entry (org_id, at) INCLUDE (generation_id, d_spent) WHERE kind = 'CAPTURE';
CREATE INDEX generation_recent ON generation (created_at);
