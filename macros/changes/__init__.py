"""Two editions of a library → what changed between them, for readers.

In reading order: snapshot (what is kept of an edition), difference (two of them, compared), told (what is said of it).
What is kept of a comment is where it stands and the position it takes: never its words, nor who signed it, because it
may be taken back.
"""
