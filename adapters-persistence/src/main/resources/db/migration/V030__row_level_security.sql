-- A second wall between the orgs, under the repositories' own conditions. A session says in atelier.org whose rows it works on: an org's
-- id, or * for all of them. Who says nothing works on all, as servers of an earlier version, dumps and people with psql do.
-- Forced, because the server owns its tables; superusers and roles with BYPASSRLS go round it all the same.

CREATE FUNCTION wall_off_orgs() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  t regclass;
BEGIN
  FOR t IN
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'of_the_org')
     ORDER BY c.relname
  LOOP
    -- The sub-selects are worked out once a statement and not once a row. A setting that was reset is empty.
    EXECUTE format($policy$
      CREATE POLICY of_the_org ON %s
       USING ((SELECT coalesce(current_setting('atelier.org', true), '') IN ('', '*'))
              OR org_id = (SELECT nullif(nullif(current_setting('atelier.org', true), ''), '*')::uuid))$policy$, t);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
COMMENT ON FUNCTION wall_off_orgs() IS 'Every migration that makes a table with org_id ends with: SELECT wall_off_orgs();';

SELECT wall_off_orgs();
