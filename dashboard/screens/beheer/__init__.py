"""Beheer: accounts, roles, teams, wijken, and who did what."""
