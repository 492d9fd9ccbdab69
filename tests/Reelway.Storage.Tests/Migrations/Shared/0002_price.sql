CREATE TABLE price(item {INT} PRIMARY KEY, text {TEXT} NOT NULL, picture {BYTES}) {STRICT};
