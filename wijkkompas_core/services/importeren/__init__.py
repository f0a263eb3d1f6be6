"""Bringing a list in: the order, writing it in one transaction, undoing it, and doing it in a process of its own."""
