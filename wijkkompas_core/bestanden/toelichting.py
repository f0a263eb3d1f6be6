"""The two sheets that explain a file: what each column means, and where the numbers come from."""

from wijkkompas_core.bestanden.cellen import as_moment
from wijkkompas_core.bestanden.werkboek import Soort, Werkboek, sheet_names
from wijkkompas_core.domain import nederlands as nl

UITLEG, OVER = "Uitleg", "Over dit bestand"
UITLEG_TITELS = ("Blad", "Kolom", "Wat erin staat", "Eenheid", "Uitleg")
MARK = "… [afgekapt]"
HOW = {
    Soort.LIJST: "lijst: meer waarden zijn gescheiden door een puntkomma",
    Soort.MOMENT: "datum en tijd, Nederlandse tijd",
}


def uitleg(werkboek: Werkboek) -> list[tuple[str, ...]]:
    """The data dictionary: `UITLEG_TITELS`, then a row per column of every sheet."""
    rows: list[tuple[str, ...]] = [UITLEG_TITELS]
    for name, blad in zip(sheet_names(werkboek.bladen), werkboek.bladen, strict=True):
        rows += [(name, k.titel, HOW.get(k.soort, k.soort.value), k.eenheid, k.uitleg) for k in blad.kolommen]
    return rows


def about(werkboek: Werkboek, *, cut: int = 0) -> list[tuple[str, str]]:
    """(name, text) rows about the file; `cut` is how many texts were too long for a cell."""
    rows = [("Titel", werkboek.titel)]
    if werkboek.aantal:
        rows.append(("Aantal", werkboek.aantal))
    rows += [(f"Filter: {name}", chosen) for name, chosen in werkboek.filters] or [("Filters", "geen")]
    if werkboek.peildatum:
        rows.append(("Peildatum", f"{nl.day(werkboek.peildatum)}"))
    if werkboek.auteur:
        rows.append(("Gemaakt door", werkboek.auteur))
    rows.append(("Gemaakt op", f"{nl.moment(as_moment(werkboek.gemaakt_op))}"))
    if werkboek.betrouwbaarheid:
        rows.append(("Betrouwbaarheid van de gegevens", werkboek.betrouwbaarheid))
    if werkboek.adres:
        rows.append(("Deze gegevens op het scherm", werkboek.adres))
    rows += werkboek.toelichting
    rows.append(
        (
            "Teksten met een apostrof vooraan",
            "Een tekst die begint met =, +, -, @ of een tab krijgt een apostrof ervoor. Zo leest een "
            "rekenprogramma hem niet als formule. Bij importeren in Wijkkompas gaat die apostrof er weer af.",
        )
    )
    if cut:
        number = "1 tekst is te lang voor een cel en eindigt" if cut == 1 else f"{cut} teksten zijn te lang en eindigen"
        rows.append(("Afgekapte teksten", f"{number} op “{MARK}”. In een CSV- of ODS-bestand staat alles."))
    return rows
