"""Right briefings of random figures, and errors to plant in them: what the checker is tried on."""
