"""Questions to answers: find the clauses, choose the sentences, cite them.

`types` has the nouns and `assistant` tells the story. The ways to an answer are `by_place`,
`by_facts`, `by_search` and `by_dialogue`; where a question takes something wrong for granted,
`presumed`; where the documents are silent, `abstain`. `understood` says how a question was read,
and `langchain` is the door for LangChain code. Each folder is one part of the work, in the order
of the flow: `spelling`, `dialogue`, `understanding`, `finding`, `recalling`, `comparing`,
`checking`, `model`; `words` serves all. Which may use which stands in tests/test_architecture.py.
"""
