-- What somebody began to fill in and did not hand in yet: the last word of each, nothing official.
CREATE TABLE IF NOT EXISTS draft (
  subject TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  saved TEXT NOT NULL
);
