-- Addresses that are told of an org's events, and what is on its way to them. The rows of webhook_delivery are the queue:
-- who sends one puts its next_attempt_at ahead, so that it is due again if he dies.

CREATE TABLE webhook_endpoint (
  id                 uuid PRIMARY KEY,
  org_id             uuid NOT NULL REFERENCES org,
  url                text NOT NULL,
  description        text NOT NULL,
  event_types        text[] NOT NULL, -- empty for all
  enabled            boolean NOT NULL,
  disabled_reason    text,
  created_at         timestamptz NOT NULL,
  cursor_transaction bigint NOT NULL,
  cursor_number      bigint NOT NULL,
  failing_since      timestamptz,
  last_delivery_at   timestamptz,
  last_status        integer,
  version            bigint NOT NULL,
  UNIQUE (org_id, id),
  CHECK (NOT enabled OR disabled_reason IS NULL)
);

CREATE TABLE webhook_secret (
  id          uuid PRIMARY KEY,
  org_id      uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  sealed      jsonb NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz,
  FOREIGN KEY (org_id, endpoint_id) REFERENCES webhook_endpoint (org_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_secret_endpoint ON webhook_secret (endpoint_id);

CREATE TABLE webhook_delivery (
  id              uuid PRIMARY KEY,
  org_id          uuid NOT NULL,
  endpoint_id     uuid NOT NULL,
  event_id        text NOT NULL,
  event_type      text NOT NULL,
  payload         text NOT NULL, -- the very bytes that are signed
  state           text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED', 'DISABLED')),
  spared          integer NOT NULL,
  next_attempt_at timestamptz,
  created_at      timestamptz NOT NULL,
  UNIQUE (endpoint_id, event_id),
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, endpoint_id) REFERENCES webhook_endpoint (org_id, id) ON DELETE CASCADE,
  CHECK ((state = 'PENDING') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_attempt_at, id) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_list ON webhook_delivery (endpoint_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);

CREATE TABLE webhook_attempt (
  org_id      uuid NOT NULL,
  delivery_id uuid NOT NULL,
  number      integer NOT NULL CHECK (number > 0),
  at          timestamptz NOT NULL,
  status      integer,
  took_ms     bigint NOT NULL CHECK (took_ms >= 0),
  trouble     text CHECK (trouble IN ('UNREACHABLE', 'TIMEOUT', 'REDIRECT', 'GONE', 'STATUS', 'UNSIGNED')),
  PRIMARY KEY (delivery_id, number),
  FOREIGN KEY (org_id, delivery_id) REFERENCES webhook_delivery (org_id, id) ON DELETE CASCADE
);
