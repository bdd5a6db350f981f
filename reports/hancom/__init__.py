"""HWPX files that come from outside: read in a process of their own, held against the briefing, taken over."""
