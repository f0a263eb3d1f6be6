"""The measurement beside Superset in words, and its place in docs/prestaties.md."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.superset.beelden import Beurt

BEGIN, EINDE = "<!-- superset: begin -->", "<!-- superset: einde -->"
SNELLER, HELFT = 3.0, 0.5


@dataclass(frozen=True)
class Meting:
    """One side: milliseconds of the first visit and medians of the later ones, and the memory of its server in MB."""

    naam: str
    eerst: Beurt
    openen: float
    klik: float
    geheugen: float


def report(metingen: list[Meting], contactmomenten: int, wijken: int, dag: date) -> str:
    """The rows, and whether what was to be reached was reached."""
    peer, own = metingen
    number = f"{contactmomenten:,}".replace(",", ".")
    rows = [
        ("eerste bezoek, openen → laatste grafiek", peer.eerst.openen, own.eerst.openen),
        ("eerste bezoek, klik → alles bijgewerkt", peer.eerst.klik, own.eerst.klik),
        ("daarna, openen → laatste grafiek (mediaan)", peer.openen, own.openen),
        ("daarna, klik → alles bijgewerkt (mediaan)", peer.klik, own.klik),
    ]
    lines = [
        f"Gemeten op {dag:%d-%m-%Y}, {number} contactmomenten over {wijken} wijken, PostgreSQL.",
        "",
        "| wat | Superset | Wijkkompas | verhouding |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {what} | {_ms(a)} | {_ms(b)} | {_times(a / b)} |" for what, a, b in rows),
        f"| geheugen van de server | {peer.geheugen:.0f} MB | {own.geheugen:.0f} MB "
        f"| {_times(peer.geheugen / own.geheugen)} |",
        "",
        f"Streef: openen niet trager ({_met(own.openen <= peer.openen)}), klik minstens {SNELLER:.0f}× sneller "
        f"({_met(own.klik * SNELLER <= peer.klik)}), hooguit de helft van het geheugen "
        f"({_met(own.geheugen <= peer.geheugen * HELFT)}).",
    ]
    return "\n".join(lines)


def publish(text: str, document: Path) -> None:
    """Put the rows between their marks in the document; the rest stays."""
    whole = document.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    if not rest:
        raise RuntimeError(f"{document} has no place for it: {BEGIN} … {EINDE}")
    _, _, after = rest.partition(EINDE)
    document.write_text(f"{before}{BEGIN}\n{text}\n{EINDE}{after}", encoding="utf-8")


def _ms(value: float) -> str:
    return f"{value:,.0f} ms".replace(",", ".")


def _times(value: float) -> str:
    return f"{value:.1f}×".replace(".", ",")


def _met(reached: bool) -> str:
    return "gehaald" if reached else "niet gehaald"
