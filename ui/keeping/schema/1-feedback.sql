-- What readers said about answers. `cited` and `documents` are JSON lists of ids; `wrong` is one of
-- the kinds of ui/keeping/feedback.py; `right_clause` is the clause that the reader picked, or ''.
-- `state` is new, accepted or declined; `case_id` is the known question that it became, or ''.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    history TEXT NOT NULL,
    understood_as TEXT NOT NULL,
    answer TEXT NOT NULL,
    cited TEXT NOT NULL,
    wrong TEXT NOT NULL,
    right_clause TEXT NOT NULL,
    remark TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new',
    case_id TEXT NOT NULL DEFAULT ''
) STRICT;
