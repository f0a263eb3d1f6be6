"""Accounts, sessions, second factor, rights of others, and what of it is kept."""
