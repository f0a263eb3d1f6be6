"""The style sheet of the app: the colours of both themes as variables, and the sheets in `assets/`."""

from pathlib import Path

import streamlit

from dashboard.theme import MOST_SPOREN, context, contrast, edge, ink_on, spoor_ink, tint, tone, vol
from wijkkompas_core.domain.kleur import AA_TEXT

_FONT = next(Path(streamlit.__file__).parent.glob("static/static/media/SourceSansVF-Upright*.woff2"))
_OF_A_SPOOR = ("vol", "op", "tint", "tekst", "rand")
_SHEETS = ("style.css", "onderdelen.css", "balk.css", "marks.css", "inloggen.css", "print.css")


def _variables(dark: bool) -> str:
    """The colours of one theme; of a spoor by its place, from 1: full, ink on it, tint, to write with, and its edge."""
    ground = tone(dark)
    found = {
        "papier": ground.paper,
        "kaart": ground.card,
        "inkt": ground.ink,
        "tweede": ground.secondary,
        "rustig": ground.quiet,
        "lijn": ground.rule,
        "vlak": ground.band,
        "rood": ground.red,
        "rand": context(dark),
    }
    for place in range(MOST_SPOREN):
        full = vol(place, dark)
        readable = full if contrast(full, ground.paper) >= AA_TEXT else spoor_ink(place, dark)
        named = (full, ink_on(full), tint(place, dark), readable, edge(full, dark))
        found |= {f"{name}-{place + 1}": colour for name, colour in zip(_OF_A_SPOOR, named, strict=True)}
    return "".join(f"--wk-{name}:{colour};" for name, colour in found.items())


def _sporen() -> str:
    """Of each spoor a class that gives its colours the same names."""
    return "".join(
        f".wk-s{place}{{" + "".join(f"--{name}:var(--wk-{name}-{place});" for name in _OF_A_SPOOR) + "}"
        for place in range(1, MOST_SPOREN + 1)
    )


CSS = (
    '@font-face{font-family:"Source Sans";font-weight:200 900;font-display:swap;'
    f'src:url("/static/media/{_FONT.name}") format("woff2")}}'
    f":root{{{_variables(dark=False)}}}@media (prefers-color-scheme: dark){{:root{{{_variables(dark=True)}}}}}"
    f"{_sporen()}"
) + "".join((Path(__file__).parent / "assets" / name).read_text(encoding="utf-8") for name in _SHEETS)
"""The whole of it, served as /stijl.css."""
