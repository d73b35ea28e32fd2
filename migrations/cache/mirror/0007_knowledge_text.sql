-- The organization's own entries of the knowledge base by their words: each by how it begins, without accents. Whoever
-- writes their rows, or takes them back, the index follows.
CREATE VIRTUAL TABLE knowledge_text USING fts5 (
    id UNINDEXED, question, keywords, answer, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
-- A word of the question says more than one of the answer.
INSERT INTO knowledge_text (knowledge_text, rank) VALUES ('rank', 'bm25(0.0, 8.0, 4.0, 1.0)');

-- A document is its schema's number, 1, and JSON.
CREATE TRIGGER knowledge_text_comes AFTER INSERT ON setup WHEN new.kind = 'faq' BEGIN
    INSERT INTO knowledge_text (id, question, keywords, answer)
    SELECT new.id, it ->> '$.question', coalesce(it ->> '$.keywords', ''), it ->> '$.answer'
    FROM (SELECT CAST(substr(new.body, 2) AS TEXT) AS it);
END;
CREATE TRIGGER knowledge_text_goes AFTER DELETE ON setup WHEN old.kind = 'faq' BEGIN
    DELETE FROM knowledge_text WHERE id = old.id;
END;
CREATE TRIGGER knowledge_text_changes AFTER UPDATE ON setup WHEN new.kind = 'faq' BEGIN
    DELETE FROM knowledge_text WHERE id = old.id;
    INSERT INTO knowledge_text (id, question, keywords, answer)
    SELECT new.id, it ->> '$.question', coalesce(it ->> '$.keywords', ''), it ->> '$.answer'
    FROM (SELECT CAST(substr(new.body, 2) AS TEXT) AS it);
END;

INSERT INTO knowledge_text (id, question, keywords, answer)
SELECT id, it ->> '$.question', coalesce(it ->> '$.keywords', ''), it ->> '$.answer'
FROM (SELECT id, CAST(substr(body, 2) AS TEXT) AS it FROM setup WHERE kind = 'faq');
