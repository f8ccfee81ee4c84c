"""The full-text index over wordings and titles, each database's own, kept by the database itself.

SQLite: FTS5 tables that triggers fill; Chinese, which is written without blanks, in one of its own by trigrams.
PostgreSQL: generated columns with GIN indexes; Chinese by pg_trgm over the rows that hold any.

A later migration that makes SQLite copy resolutions_wording or resolutions_text (AlterField, AddConstraint …) drops
their triggers: it has to run `make_index` again. tests/resolutions/test_search.py notices.
"""

from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE resolutions_wording_search USING fts5(
    words, symbols, content='resolutions_wording', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER resolutions_wording_search_insert AFTER INSERT ON resolutions_wording BEGIN
    INSERT INTO resolutions_wording_search(rowid, words, symbols) VALUES (new.id, new.words, new.symbols); END;
CREATE TRIGGER resolutions_wording_search_delete AFTER DELETE ON resolutions_wording BEGIN
    INSERT INTO resolutions_wording_search(resolutions_wording_search, rowid, words, symbols)
    VALUES ('delete', old.id, old.words, old.symbols); END;
CREATE TRIGGER resolutions_wording_search_update AFTER UPDATE OF words, symbols ON resolutions_wording BEGIN
    INSERT INTO resolutions_wording_search(resolutions_wording_search, rowid, words, symbols)
    VALUES ('delete', old.id, old.words, old.symbols);
    INSERT INTO resolutions_wording_search(rowid, words, symbols) VALUES (new.id, new.words, new.symbols); END;
INSERT INTO resolutions_wording_search(resolutions_wording_search) VALUES ('rebuild');

CREATE VIRTUAL TABLE resolutions_text_search USING fts5(
    title, content='resolutions_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER resolutions_text_search_insert AFTER INSERT ON resolutions_text BEGIN
    INSERT INTO resolutions_text_search(rowid, title) VALUES (new.id, new.title); END;
CREATE TRIGGER resolutions_text_search_delete AFTER DELETE ON resolutions_text BEGIN
    INSERT INTO resolutions_text_search(resolutions_text_search, rowid, title)
    VALUES ('delete', old.id, old.title); END;
CREATE TRIGGER resolutions_text_search_update AFTER UPDATE OF title ON resolutions_text BEGIN
    INSERT INTO resolutions_text_search(resolutions_text_search, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO resolutions_text_search(rowid, title) VALUES (new.id, new.title); END;
INSERT INTO resolutions_text_search(resolutions_text_search) VALUES ('rebuild');

CREATE VIRTUAL TABLE resolutions_wording_chinese USING fts5(words, tokenize='trigram');
CREATE TRIGGER resolutions_wording_chinese_insert AFTER INSERT ON resolutions_wording
    WHEN (SELECT language FROM resolutions_text WHERE id = new.text_id) = 'zh' BEGIN
    INSERT INTO resolutions_wording_chinese(rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER resolutions_wording_chinese_delete AFTER DELETE ON resolutions_wording BEGIN
    DELETE FROM resolutions_wording_chinese WHERE rowid = old.id; END;
CREATE TRIGGER resolutions_wording_chinese_update AFTER UPDATE OF words ON resolutions_wording BEGIN
    UPDATE resolutions_wording_chinese SET words = new.words WHERE rowid = new.id; END;
INSERT INTO resolutions_wording_chinese(rowid, words)
    SELECT w.id, w.words FROM resolutions_wording w JOIN resolutions_text t ON t.id = w.text_id WHERE t.language = 'zh';
"""

SQLITE_BACK = """
DROP TRIGGER resolutions_wording_search_insert;
DROP TRIGGER resolutions_wording_search_delete;
DROP TRIGGER resolutions_wording_search_update;
DROP TRIGGER resolutions_text_search_insert;
DROP TRIGGER resolutions_text_search_delete;
DROP TRIGGER resolutions_text_search_update;
DROP TRIGGER resolutions_wording_chinese_insert;
DROP TRIGGER resolutions_wording_chinese_delete;
DROP TRIGGER resolutions_wording_chinese_update;
DROP TABLE resolutions_wording_search;
DROP TABLE resolutions_text_search;
DROP TABLE resolutions_wording_chinese;
"""

POSTGRESQL = """
ALTER TABLE resolutions_wording ADD COLUMN search tsvector GENERATED ALWAYS AS
    (to_tsvector('english'::regconfig, words) || to_tsvector('simple'::regconfig, symbols)) STORED;
CREATE INDEX resolutions_wording_search ON resolutions_wording USING gin (search);
ALTER TABLE resolutions_text ADD COLUMN search tsvector GENERATED ALWAYS AS
    (to_tsvector('english'::regconfig, title)) STORED;
CREATE INDEX resolutions_text_search ON resolutions_text USING gin (search);
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX resolutions_wording_chinese ON resolutions_wording USING gin (words gin_trgm_ops)
    WHERE words ~ '[\u4e00-\u9fff]';
"""

POSTGRESQL_BACK = """
DROP INDEX resolutions_wording_chinese;
ALTER TABLE resolutions_text DROP COLUMN search;
ALTER TABLE resolutions_wording DROP COLUMN search;
"""


def make_index(apps, editor):
    for statement in _statements(SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL):
        editor.execute(statement, params=None)


def drop_index(apps, editor):
    for statement in _statements(SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK):
        editor.execute(statement, params=None)


def _statements(script):
    """Cut a script into statements: each ends with a semicolon at the end of its line, a trigger with its END."""
    statement = ""
    for line in script.strip().splitlines():
        statement += f"{line}\n"
        is_trigger = statement.lstrip().startswith("CREATE TRIGGER")
        if line.endswith("END;" if is_trigger else ";"):
            yield statement
            statement = ""


class Migration(migrations.Migration):
    dependencies = [("resolutions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="wording",
            name="symbols",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(make_index, drop_index, elidable=False),
    ]
