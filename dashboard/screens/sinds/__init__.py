"""What changed since a day, as other screens show it."""
