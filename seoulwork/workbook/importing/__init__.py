"""An import from the file to the batch, and back: receive, preview, commit, undo."""
