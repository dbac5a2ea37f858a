-- Conversations and their turns, as ui/chat/kept.py writes and reads them. `latest` counts up over
-- all conversations, because clocks are set back. `number` is the place of a turn in its
-- conversation, from 0; `words` is what is searched, in one script; `record` is JSON.
CREATE TABLE talks (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    title TEXT NOT NULL,
    at TEXT NOT NULL,
    latest INTEGER NOT NULL
) STRICT;
CREATE INDEX talks_of ON talks (person, latest);
CREATE TABLE turns (
    talk TEXT NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    words TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (talk, number)
) STRICT;
