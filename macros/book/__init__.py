"""Built pages → one document: PDF and EPUB."""
