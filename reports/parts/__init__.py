"""The parts of a briefing, each from what the divisions hand over."""
