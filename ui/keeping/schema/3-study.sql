-- What each person knows of the cards of ui/study. `memory` is the state of FSRS as JSON, `due` the
-- same time in UTC. `digest` is of the text of the card's clauses when it was last answered.
CREATE TABLE study_card (
    person TEXT NOT NULL,
    card TEXT NOT NULL,
    clause TEXT NOT NULL,
    digest TEXT NOT NULL,
    memory TEXT NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (person, card)
) STRICT;
-- One row for each answer, in order; `before` is what study_card had, or '' for a new card, so that
-- the last answer can be taken back. `rating` is 1 to 4; `mode` is quiz, cards or order.
CREATE TABLE study_review (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    card TEXT NOT NULL,
    clause TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    rating INTEGER NOT NULL,
    at TEXT NOT NULL,
    before TEXT NOT NULL
) STRICT;
CREATE INDEX study_review_of ON study_review (person, id);
-- Cards that somebody found wrong; that person is not asked them again. `card_text` is the card as it
-- was shown, as JSON; `state` is new, accepted (nobody is asked it) or declined, by an evaluator.
CREATE TABLE study_report (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    card TEXT NOT NULL,
    clause TEXT NOT NULL,
    at TEXT NOT NULL,
    card_text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new'
) STRICT;
CREATE TABLE study_setting (
    person TEXT PRIMARY KEY,
    new_a_day INTEGER NOT NULL,
    four_grades INTEGER NOT NULL
) STRICT;
