"""What a dialogue is about at one of its turns: documents, topic, and the clauses last cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.library import Library
from index.script import searchable, to_simplified
from index.thesaurus import official_terms
from ingest.types import Clause, ClauseKind, Document
from rag.dialogue.cited import cited_clauses
from rag.understanding.naming import Naming, read_naming
from rag.understanding.pointers import read_pointers
from rag.understanding.question import Intent, Question, understand
from rag.words.evidence import Evidence
from rag.words.sentences import terms_of

OFFICIAL = 0.5
"""Share of a topic's rare words that a clause must have for the topic to be in its language."""
LONGEST_TITLE = 24
"""Characters from which on only the first part of a clause's title names it."""
_ASKING = re.compile(
    r"(?:是)?(?:怎么样?|怎样|如何|咋)(?:规定|要求|安排|部署|说|讲|写|谈|提|改|做|办|管|推进|搞)?的?(?=\W*$)|(?:怎么|怎样|如何|咋)(?:规定|要求|安排|部署|说|讲|写|谈|提|改|做|办|管)?"
    r"|(?:有|是|提|提出|规定|作|做)?了?(?:什么|哪些|何种|何)(?:具体|新|主要)?(?:的)?(?:安排|规定|要求|措施|打算|举措|部署|做法|内容|说法|目标|变化|方针|原则|态度)?(?:吗|呢)?"
    r"|有没有|有无|是否|能否|(?:一共|总共)?有?(?:多少|几)(?:件|个|人|名|家|份|项|条|次)?|百分之几"
    r"|请问|[吗呢了](?=\W|$)|^的|提到"
)
_LEADING = re.compile(
    r"^(?:[^\w“\"「『《]|其中|里面?|对(?!外)于?|关于|在|就|中|的|要|是|讲|说|和|与)+"
)
_TRAILING = re.compile(r"(?:[^\w”\"」』》]|[的了呢吗要]|讲|说|是|指的?)+$")
_DETAIL = re.compile("[:：,，]|不同|differ")
_GAPS = re.compile(r"\s*[,，:：;；、?？]\s*[,，:：;；、?？\s]*")


@dataclass(frozen=True)
class Turn:
    """A question of the user that stands alone, and what was replied to it.

    `matter` is the topic it was completed with, where it asks for a detail of it. Everything is
    looked up when it is needed.
    """

    question: str
    reply: str
    library: Library
    matter: str = ""

    @cached_property
    def understood(self) -> Question:
        """The question as the answering understands it."""
        return understand(self.question, self.library.documents)

    @property
    def naming(self) -> Naming:
        """What the question says about its source."""
        return self.understood.naming

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The documents the turn is about: named, else named in the reply, else of its clauses."""
        suggested = self.naming.suggested
        if self.naming.named:
            return self.naming.named
        told = self.told.named
        told = tuple(d for d in told if d in suggested) if suggested else told
        if told or len(suggested) == 1:
            return told or suggested
        return tuple(dict.fromkeys(c.document_id for c in self.clauses)) or suggested

    @cached_property
    def told(self) -> Naming:
        """The documents that the reply names."""
        return read_naming(self.reply, self.library.documents) if self.reply else Naming()

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that were cited, in the order of the reply."""
        return cited_clauses(self.reply, self.told, self.understood, self.library)

    @cached_property
    def phrase(self) -> str:
        """The question without the names of documents: 对个人破产怎么规定."""
        text = _tidied(without(searchable(self.question), self.naming))
        plain = self.matter in text and not _DETAIL.search(text)
        return self.matter if self.matter and not plain else text

    @cached_property
    def topic(self) -> str:
        """What the question is about, without question words: 个人破产."""
        if self.matter:
            return self.matter
        _, text = read_pointers(without(searchable(self.question), self.naming))
        text = _ASKING.sub(" ", text) if not self.understood.english else self.understood.words
        text = _TRAILING.sub("", _LEADING.sub("", text.strip()))
        return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", _GAPS.sub("、", text))

    @cached_property
    def clause(self) -> Clause | None:
        """The clause that was cited for the topic."""
        if len(self.clauses) < 2:
            return self.clauses[0] if self.clauses else None
        return max(self.clauses, key=lambda c: self.coverage(self.topic, c))

    @property
    def placed(self) -> bool:
        """Whether the question points to a clause by its number."""
        return self.understood.intent in (Intent.CLAUSE, Intent.PART)

    @cached_property
    def official(self) -> bool:
        """Whether the topic is in the documents' language, so that it finds the clause alone."""
        if self.matter:
            return True
        if self.placed or not self.topic or self.understood.english:
            return False
        return self.clause is None or self.coverage(self.topic, self.clause) >= OFFICIAL

    @cached_property
    def subject(self) -> str:
        """The topic, or the title of the clause that was cited where that says it better."""
        if self.official:
            return self.topic
        if self.understood.english:
            text = searchable(self.clause.text) if self.clause else ""
            terms = [t for t in official_terms(self.phrase) if len(t) > 2]
            if terms := [t for t in terms if not text or t in text]:
                return max(terms, key=len)
        return (title_of(self.clause) if self.clause else "") or self.topic

    def coverage(self, words: str, clause: Clause) -> float:
        """Share of the rare words that a clause and its headings have, 0 to 1."""
        found = terms_of("\n".join((*clause.path, clause.text)))
        return Evidence.of(words, self.library).coverage(found)


def without(text: str, naming: Naming) -> str:
    """Leave out the names of documents, keeping the length."""
    for start, end in (*naming.spans, *naming.hints):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tidied(text: str) -> str:
    return re.sub(r"^[\s,，:：、的里中]+|[\s?？。]+$", "", re.sub(r"\s+", " ", text))


def title_of(clause: Clause) -> str:
    """Name a clause by its topic sentence, simplified; of a long one the first part.

    Empty for a paragraph that has none, but begins with a whole sentence, and for preambles.
    """
    title = to_simplified(clause.title).strip()
    if clause.kind not in (ClauseKind.NUMBERED, ClauseKind.PARAGRAPH):
        return ""
    if len(title) <= LONGEST_TITLE:
        return title
    if clause.kind is ClauseKind.PARAGRAPH:
        return ""
    return next((p for p in re.split("[,，、]", title) if len(p) > 5), title)[:LONGEST_TITLE]


def names_of(ids: Sequence[str], library: Library, *, english: bool = False) -> str:
    """Name documents in a question: `广东要点和吉林要点`, `Guangdong 2021 points`."""
    names = [name_of(library.documents[id_], english=english) for id_ in ids]
    if english:
        return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + "".join(names[-1:])
    return "、".join(names[:-1]) + ("和" if len(names) > 1 else "") + "".join(names[-1:])


def name_of(document: Document, *, english: bool) -> str:
    """Name one document in a question: `广东要点`, `Guangdong 2021 points`."""
    facts = document.facts
    own = next((n for n in facts.names if n.isascii()), "") if english else ""
    return own or facts.short_title or f"《{to_simplified(facts.title)}》"
