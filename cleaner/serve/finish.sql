-- Run once all documents are in. Of an original that was cleaned again the older row is gone, what it found is not yet.

DELETE FROM found WHERE document NOT IN (SELECT id FROM document);

CREATE INDEX document_site ON document (site, id);
CREATE INDEX document_status ON document (status, id);
CREATE INDEX document_title ON document (title COLLATE NOCASE);
CREATE INDEX document_date ON document (date);
CREATE INDEX document_size ON document (original_size);
CREATE INDEX document_share ON document (share);

CREATE TABLE site AS
    SELECT site AS name, count(*) AS documents, sum(kept) AS kept, sum(removed) AS removed
    FROM document GROUP BY site ORDER BY count(*) DESC, site;
CREATE TABLE day AS
    SELECT substr(date, 1, 10) AS name, count(*) AS documents, sum(kept) AS kept, sum(removed) AS removed
    FROM document GROUP BY substr(date, 1, 10) ORDER BY 1;
CREATE TABLE status AS
    SELECT status AS name, count(*) AS documents FROM document GROUP BY status ORDER BY 2 DESC;

UPDATE rule SET (documents, findings, characters) = (
    SELECT count(*), coalesce(sum(findings), 0), coalesce(sum(characters), 0) FROM found WHERE found.rule = rule.id
);
ANALYZE document;
ANALYZE found;
ANALYZE rule;
