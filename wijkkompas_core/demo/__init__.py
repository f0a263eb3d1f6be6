"""The fictitious gemeente: made from `data/demo`, loaded, and read back."""
