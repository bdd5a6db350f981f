"""One archive of the whole database, that either engine can be restored from. Format and reasons: docs/adr/0021."""
