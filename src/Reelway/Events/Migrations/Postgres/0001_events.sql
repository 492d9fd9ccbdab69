-- The product's events as recorded, in the transaction that records the fact. Deliveries are made from here.
CREATE TABLE event(
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  time_ms BIGINT NOT NULL,
  data TEXT NOT NULL
);
