"""Vastleggen: the form for a contactmoment, its draft and its saving."""
