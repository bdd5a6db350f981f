"""Writing in the document: a part of a briefing in preparation as one text, kept at every step (docs/maintainers/desk.md)."""
