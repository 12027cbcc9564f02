"""Book → PDF: laid out chapter by chapter, put together, tagged and finished."""
