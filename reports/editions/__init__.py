"""A briefing on its way to readers: prepared, drafted, checked, published, corrected; and what reads it as it was published."""
