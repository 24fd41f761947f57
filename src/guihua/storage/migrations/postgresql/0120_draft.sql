-- What somebody began to fill in and did not hand in yet: the last word of each, nothing official.
CREATE TABLE IF NOT EXISTS draft (
  subject TEXT COLLATE "C" PRIMARY KEY,
  body TEXT COLLATE "C" NOT NULL,
  saved TEXT COLLATE "C" NOT NULL
);
