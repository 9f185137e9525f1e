"""What a check leads to: changes, dates, combinations. Each calls the direct engine again on altered facts or days."""
