"""How well one colour reads on another."""

import re

AA_TEXT = 4.5
"""Least contrast of text (WCAG 1.4.3), as a ratio to 1."""
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_colour(text: str) -> bool:
    """Whether a text is a colour as #RRGGBB."""
    return _HEX.fullmatch(text) is not None


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two hex colours, 1..21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
