"""Mijn wijk: what asks attention, how it stands, and what happened lately."""
