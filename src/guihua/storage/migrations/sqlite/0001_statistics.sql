-- What is stored of statistics. Texts are as published; dates ISO 8601; "unstated" where a source says nothing.

CREATE TABLE part (
  id BIGINT PRIMARY KEY,
  bulk TEXT NOT NULL,
  file TEXT NOT NULL UNIQUE,
  row_count BIGINT NOT NULL,
  byte_count BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  batch BIGINT NOT NULL,
  created TEXT NOT NULL,
  retired TEXT
);

CREATE TABLE batch (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rows_read BIGINT NOT NULL,
  rows_stored BIGINT NOT NULL,
  recorded TEXT NOT NULL
);

CREATE TABLE series (
  id BIGINT PRIMARY KEY,
  region TEXT NOT NULL,
  variable TEXT NOT NULL,
  unit TEXT NOT NULL,
  price TEXT NOT NULL,
  transformation TEXT NOT NULL,
  base_period TEXT NOT NULL,
  coverage TEXT NOT NULL,
  accounting TEXT NOT NULL,
  system TEXT NOT NULL,
  UNIQUE (region, variable, unit, price, transformation, base_period, coverage, accounting, system)
);

CREATE INDEX series_by_variable ON series (variable, region);

CREATE TABLE period (
  id BIGINT PRIMARY KEY,
  label TEXT NOT NULL,
  span TEXT NOT NULL,
  UNIQUE (label, span)
);

CREATE TABLE source (
  id BIGINT PRIMARY KEY,
  source TEXT NOT NULL,
  publisher TEXT NOT NULL,
  grade TEXT NOT NULL,
  publish_level TEXT NOT NULL,
  UNIQUE (source, publisher, grade, publish_level)
);

CREATE TABLE wording (
  id BIGINT PRIMARY KEY,
  indicator TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (indicator, note)
);

CREATE TABLE status (
  id BIGINT PRIMARY KEY,
  obs_status TEXT NOT NULL,
  vintage_note TEXT NOT NULL,
  date_trust TEXT NOT NULL,
  UNIQUE (obs_status, vintage_note, date_trust)
);

CREATE TABLE observation (
  series BIGINT NOT NULL,
  period BIGINT NOT NULL,
  source BIGINT NOT NULL,
  available BIGINT NOT NULL,
  status BIGINT NOT NULL,
  value TEXT NOT NULL,
  wording BIGINT NOT NULL,
  merit BIGINT NOT NULL,
  batch BIGINT NOT NULL
);

CREATE INDEX observation_by_series ON observation (series);

CREATE TABLE withdrawal (
  id BIGINT PRIMARY KEY,
  series BIGINT NOT NULL,
  period BIGINT NOT NULL,
  source BIGINT NOT NULL,
  available BIGINT NOT NULL,
  status BIGINT NOT NULL,
  value TEXT NOT NULL,
  withdrawn BIGINT NOT NULL,
  reason TEXT NOT NULL,
  recorded TEXT NOT NULL
);

CREATE TABLE mapping (
  id BIGINT PRIMARY KEY,
  signature TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  recorded TEXT NOT NULL
);

CREATE INDEX mapping_by_signature ON mapping (signature);
