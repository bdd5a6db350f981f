"""What was published, as data for programs: rows with described columns, as CSV and JSON."""
