"""A proposed change of the book, as a reviewer meets it: what it may touch, whose each problem is, and how it will look.

In reading order: `tree` (the files of a revision, and which of them may be laid on the disk), `trust` (what in a proposal is
code), `whose` (whose a problem is), `claim` and `claims` (what only a person can verify), `github` (what GitHub shows beside the lines and
under the run), then for the preview `outputs` (a finished build → what readers see of an entry), `safe` (any HTML → a harmless
fragment) and `preview`.
Nothing here runs git, opens a file of the proposal or talks to the terminal.
"""
