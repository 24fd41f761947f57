-- The append-only log of the ledgers. Entries and heads are only ever added: triggers refuse the rest, TRUNCATE included.
CREATE TABLE log_entry (
    ledger TEXT NOT NULL,
    position BIGINT NOT NULL,
    subject TEXT NOT NULL,
    leaf BYTEA NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, position),
    UNIQUE (ledger, leaf)
);

CREATE INDEX log_entry_subject ON log_entry (ledger, subject);

CREATE TABLE log_head (
    ledger TEXT NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    digest TEXT NOT NULL,
    edge BYTEA NOT NULL,
    recorded TEXT NOT NULL,
    PRIMARY KEY (ledger, size)
);

-- What the events of one object come to; made from the log, and made anew from it at any time.
CREATE TABLE log_state (
    ledger TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, subject)
);

CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END;
$$;

CREATE TRIGGER log_entry_keep BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_refuse();

CREATE TRIGGER log_entry_keep_all BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();

CREATE TRIGGER log_head_keep BEFORE UPDATE OR DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION log_refuse();

CREATE TRIGGER log_head_keep_all BEFORE TRUNCATE ON log_head FOR EACH STATEMENT EXECUTE FUNCTION log_refuse();
