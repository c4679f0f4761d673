-- Generations whose results are films and voices. They have tasks and attempts as pictures do; a film or a voice is the task's output.

ALTER TABLE generation DROP CONSTRAINT generation_kind_check;
ALTER TABLE generation ADD CONSTRAINT generation_kind_check CHECK (kind IN ('IMAGE', 'TEXT', 'VIDEO', 'SPEECH'));
CREATE INDEX generation_list_video ON generation (org_id, created_at DESC, id DESC) WHERE kind = 'VIDEO';
CREATE INDEX generation_list_speech ON generation (org_id, created_at DESC, id DESC) WHERE kind = 'SPEECH';
