-- Prices by operation, aspect ratio and unit. What was priced until now is priced by the picture, and by the call where no pictures are made.

ALTER TABLE price_line
  ADD COLUMN operation    text CHECK (operation IN ('GENERATE', 'EDIT')),
  ADD COLUMN aspect_ratio text,
  ADD COLUMN unit         text NOT NULL DEFAULT 'PICTURE'
             CHECK (unit IN ('PICTURE', 'CALL', 'SECOND', 'CHARACTER', 'INPUT_TOKEN', 'OUTPUT_TOKEN')),
  ADD COLUMN per          bigint NOT NULL DEFAULT 1 CHECK (per IN (1, 10, 100, 1000, 10000, 100000, 1000000)),
  DROP CONSTRAINT price_line_credits_check,
  ADD CONSTRAINT price_line_credits_check
      CHECK (credits > 0 OR (credits = 0 AND unit IN ('INPUT_TOKEN', 'OUTPUT_TOKEN'))),
  DROP CONSTRAINT price_line_model_quality_book_version_key,
  ADD UNIQUE NULLS NOT DISTINCT (model, quality, operation, aspect_ratio, unit, book_version);

ALTER TABLE price_line DISABLE TRIGGER price_line_append_only;
UPDATE price_line l SET unit = 'CALL' FROM model m WHERE m.id = l.model AND m.category <> 'IMAGE_GENERATION';
ALTER TABLE price_line ENABLE TRIGGER price_line_append_only;
