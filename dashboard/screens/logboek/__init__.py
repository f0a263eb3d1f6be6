"""Logboek: everything that happened and was decided, and one item with its history."""
