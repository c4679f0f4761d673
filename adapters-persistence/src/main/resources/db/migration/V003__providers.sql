-- Configured providers, their models, and the versioned price book.

CREATE TABLE provider_config (
  id             text PRIMARY KEY,
  category       text NOT NULL CHECK (category IN ('IMAGE_GENERATION', 'LLM', 'VISION', 'VIDEO', 'SPEECH')),
  adapter        text NOT NULL,
  display_name   text NOT NULL,
  base_url       text,
  model          text NOT NULL,
  priority       integer NOT NULL,
  enabled        boolean NOT NULL,
  options        jsonb NOT NULL,
  api_key        jsonb,
  webhook_secret jsonb,
  version        bigint NOT NULL
);

-- One row; caches compare its number, and every process hears of a change.
CREATE TABLE provider_revision (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  revision bigint NOT NULL
);
INSERT INTO provider_revision (revision) VALUES (0);
CREATE FUNCTION raise_provider_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE provider_revision SET revision = revision + 1;
  PERFORM pg_notify('atelier_provider', '');
  RETURN NULL;
END $$;
CREATE TRIGGER provider_config_changed AFTER INSERT OR UPDATE OR DELETE ON provider_config
  FOR EACH STATEMENT EXECUTE FUNCTION raise_provider_revision();

CREATE TABLE model (
  id           text PRIMARY KEY,
  provider     text NOT NULL,
  category     text NOT NULL CHECK (category IN ('IMAGE_GENERATION', 'LLM', 'VISION', 'VIDEO', 'SPEECH')),
  display_name text NOT NULL,
  capabilities jsonb NOT NULL,
  lifecycle    text NOT NULL CHECK (lifecycle IN ('ACTIVE', 'DEPRECATED', 'RETIRED')),
  replacement  text,
  ends_on      date
);

CREATE TABLE price_book (
  version    bigint PRIMARY KEY CHECK (version > 0),
  actor      text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE price_line (
  book_version bigint NOT NULL REFERENCES price_book,
  model        text NOT NULL,
  quality      text,
  credits      bigint NOT NULL CHECK (credits > 0),
  cost_micros  bigint NOT NULL CHECK (cost_micros >= 0),
  UNIQUE NULLS NOT DISTINCT (model, quality, book_version)
);
CREATE TRIGGER price_line_append_only BEFORE UPDATE OR DELETE ON price_line
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
