"""Weergaven en delen: views under a name, shared links, and what a link shows."""
