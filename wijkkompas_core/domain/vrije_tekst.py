"""Which fields hold what people typed in their own words: where something may stand that should never have been there.

Only who may change an item sees how it was before and what was deleted; for others a text reads as it does now, also
in what is looked back on. Such a field can be made unreadable for good (`services.onleesbaar`).
"""

from wijkkompas_core.domain.toegang import Recht

MARK = "[onleesbaar gemaakt]"
"""What stands in a field that was made unreadable."""
VRIJE_TEKST: dict[str, tuple[str, ...]] = {
    "contactmoment": ("opbrengst", "links"),
    "besluit": ("wat", "door", "grond"),
    "afspraak": ("wat",),
    "belanghebbende": ("naam", "notitie"),
    "houdingsmeting": ("toelichting",),
    "mijlpaal": ("naam", "toelichting"),
    "nvt_vak": ("reden",),
    "knooppuntstatus": ("reden",),
    "annotatie": ("tekst",),
    "oordeel": ("zin",),
    "cijfer": ("bron",),
    "deelproject": ("naam", "toelichting"),
    "signaalreactie": ("reden",),
    "wijk": ("gebied", "regie"),
    "band": ("reden",),
}
"""Name of a table → its fields of free text."""

_STURENDS = frozenset(
    ("mijlpaal", "fase", "wijkfase", "nvt", "nvt_vak", "oordeel", "cijfer", "planning", "faseplanning", "deelproject")
)


def recht_om_te_wijzigen(soort: str) -> Recht:
    """What somebody must hold in the wijk to change a kind of item, by its soort or the name of its table."""
    if soort in ("wijk", "band"):
        return Recht.PROGRAMMA_STUREN
    return Recht.WIJK_STUREN if soort in _STURENDS else Recht.VASTLEGGEN
