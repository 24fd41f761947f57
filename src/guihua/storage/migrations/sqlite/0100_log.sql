-- The append-only log of the ledgers. Entries and heads are only ever added: triggers refuse the rest, REPLACE included.
CREATE TABLE log_entry (
    ledger TEXT NOT NULL,
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    leaf BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, position)
) WITHOUT ROWID;

CREATE UNIQUE INDEX log_entry_leaf ON log_entry (ledger, leaf);

CREATE INDEX log_entry_subject ON log_entry (ledger, subject);

CREATE TABLE log_head (
    ledger TEXT NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    digest TEXT NOT NULL,
    edge BLOB NOT NULL,
    recorded TEXT NOT NULL,
    PRIMARY KEY (ledger, size)
) WITHOUT ROWID;

-- What the events of one object come to; made from the log, and made anew from it at any time.
CREATE TABLE log_state (
    ledger TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, subject)
) WITHOUT ROWID;

CREATE TRIGGER log_entry_update BEFORE UPDATE ON log_entry BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_entry_delete BEFORE DELETE ON log_entry BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_entry_insert BEFORE INSERT ON log_entry BEGIN
    SELECT RAISE(ABORT, 'the log grows at its end only')
    WHERE NEW.position <> (SELECT COALESCE(MAX(position) + 1, 0) FROM log_entry WHERE ledger = NEW.ledger);
    SELECT RAISE(ABORT, 'the log has this record already')
    WHERE EXISTS (SELECT 1 FROM log_entry WHERE ledger = NEW.ledger AND leaf = NEW.leaf);
END;

CREATE TRIGGER log_head_update BEFORE UPDATE ON log_head BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_head_delete BEFORE DELETE ON log_head BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_head_insert BEFORE INSERT ON log_head BEGIN
    SELECT RAISE(ABORT, 'the log grows at its end only')
    WHERE NEW.size <= (SELECT COALESCE(MAX(size), 0) FROM log_head WHERE ledger = NEW.ledger);
END;
