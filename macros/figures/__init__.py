"""The figures of the book: a library → a drawing with its alternative text, and the data that stand behind it.

One module per figure, and `drawing`, which they share. Nothing is typed here: what a figure says comes from the entries
and from the words of the interface. A figure that would show nothing is None.
"""
