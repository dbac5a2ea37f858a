"""What somebody typed, written as the documents write.

In comes a question as it was typed. Out comes the same in the documents' widths and numerals, its
mistyped words corrected, with a note of what was corrected. Read `reading`, which does it, then
`writing` (widths and numerals), `vocabulary` (the words of a library, with `pairs.txt` and
`sounds.txt`), `chinese` and `english` (the corrections).
"""
