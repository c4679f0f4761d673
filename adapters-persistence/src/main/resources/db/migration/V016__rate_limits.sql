-- What is left of the budgets that all servers share. The bytes are the library's (bucket4j). A row that nobody touched until its budget
-- was full again says no more than no row, so it is removed; the default covers one whose writer died before its first state.
CREATE UNLOGGED TABLE rate_budget (
  id         text PRIMARY KEY,
  state      bytea,
  expires_at bigint NOT NULL DEFAULT (extract(epoch FROM now()) * 1000)::bigint + 3600000
);
CREATE INDEX rate_budget_age ON rate_budget (expires_at);
