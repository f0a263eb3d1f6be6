"""Rapport: choose, make and fetch one."""
