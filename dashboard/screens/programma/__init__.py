"""Programma: all wijken at a glance."""
