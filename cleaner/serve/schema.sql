-- The viewer's index. It is derived from the archives and made anew when they change; nothing is only here.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What could not be read.
CREATE TABLE damage (archive INTEGER NOT NULL, place TEXT NOT NULL, message TEXT NOT NULL);

-- One row an original, as it was cleaned last. `at`, `start` and `payload` are offsets: of the original's record, of
-- its last conversion (or ledger), of the record that holds its bytes. Sizes are in bytes, `kept` and `removed` in
-- characters; `share` is removed / (kept + removed).
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    archive INTEGER NOT NULL,
    part INTEGER NOT NULL,
    at INTEGER NOT NULL,
    start INTEGER NOT NULL,
    payload INTEGER NOT NULL,
    uri TEXT NOT NULL,
    site TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT NOT NULL,
    status TEXT NOT NULL,
    original_size INTEGER NOT NULL,
    cleaned_size INTEGER,
    findings INTEGER NOT NULL,
    repairs INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    share REAL NOT NULL
);
CREATE UNIQUE INDEX document_place ON document (archive, part, at);

CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL,
    documents INTEGER NOT NULL DEFAULT 0,
    findings INTEGER NOT NULL DEFAULT 0,
    characters INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE found (
    rule INTEGER NOT NULL,
    document INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    PRIMARY KEY (rule, document)
) WITHOUT ROWID;

-- Titles, cleaned versions and what was removed from the originals: by the first law of the reading these are all its
-- words. The texts themselves stay in the archive. Scripts without spaces come a character a token.
CREATE VIRTUAL TABLE words USING fts5 (
    title, cleaned, removed,
    content = '',
    tokenize = "unicode61 remove_diacritics 2"
);
