"""Proves that what was built is whole: every entry and every text in the site, in the PDF and in the EPUB."""
