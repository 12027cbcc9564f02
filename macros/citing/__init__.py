"""A page of the built site → how to cite it and what it says of itself, in the forms that people and programs use.

In reading order: reference, styles, machine, paragraphs, box, spoken, linked, head, pages. Works on what the build knows
last: the page as its readers see it, the edition, and the page of the printed edition where it stands.
"""
