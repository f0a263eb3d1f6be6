"""One function per use case. Each takes a writing session, so the right is checked and the change is logged."""
