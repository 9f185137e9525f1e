"""What an author of rules is told before any user is."""
