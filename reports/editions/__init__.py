"""A briefing on its way to readers: prepared, drafted, checked, published once; and what reads it as it was published."""
