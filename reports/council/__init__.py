"""What readers see: the list of briefings, a briefing and its sections, where a figure comes from, the files."""
