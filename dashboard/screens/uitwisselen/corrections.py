"""Put wrong cells right in the preview, without going back to the file: what is wrong in the same way is one line."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.kit import texts
from dashboard.kit.html import heading, html, paragraph, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.uitwisselen import stand as stand_
from dashboard.screens.uitwisselen.stand import Importstand
from wijkkompas_core.bestanden.cellen import join_list
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.domain.uitwisseling import Veld, Waardesoort, veld
from wijkkompas_core.services.importeren.order import Voorbeeldrij
from wijkkompas_core.uitwisseling.delen import row_names
from wijkkompas_core.uitwisseling.spellingen import stam

SHOWN = 20
ROWS = 5
"""Row numbers that are named of a line."""
OWN = (Waardesoort.TEKST, Waardesoort.KENMERK)
"""Where every row has a value of its own: these are never one line."""
WORDS = (Waardesoort.KEUZE, Waardesoort.KEUZES, Waardesoort.WIJK)
"""Where spellings of one word are one mistake."""


@dataclass(frozen=True, slots=True)
class Fout:
    """One kind of mistake: a text in a field that is refused with one sentence, in these rows of the file."""

    veld: Veld
    titel: str
    tekst: str
    zin: str
    rijen: tuple[int, ...]
    delen: tuple[str, ...] = ()
    """The sheets or files in which the rows stand, when there are several."""

    @property
    def key(self) -> str:
        """Of its field on the screen: another text is another field."""
        told = f"{self.titel}\n{self.tekst}\n{self.zin}\n{self.rijen[0]}"
        return f"verbeter_{self.veld.naam}_{zlib.crc32(told.encode()):08x}"

    @property
    def label(self) -> str:
        """Which rows it is about, and of several what stands in them."""
        numbers = ", ".join(row_names(self.rijen[:ROWS], self.delen))
        naam = texts.as_typed(self.veld.titel.lower())
        if len(self.rijen) == 1:
            return f"Rij {numbers}, {naam}"
        more = f" en nog {len(self.rijen) - ROWS}" if len(self.rijen) > ROWS else ""
        what = f"“{texts.as_typed(self.tekst[:60])}”" if self.tekst else "leeg"
        return f"{nl.count(len(self.rijen), 'rij', 'rijen')}, {naam}: {what} (rij {numbers}{more})"


def kinds(lijst: str, rows: Sequence[Voorbeeldrij], columns: dict[str, str], delen: tuple[str, ...] = ()) -> list[Fout]:
    """The mistakes of these rows that stand in a column, what is in most rows first."""
    found: dict[tuple[str, str, str, int], list[tuple[int, str, str]]] = {}
    for rij in rows:
        for naam, zin in rij.fouten.items():
            if naam not in columns:
                continue
            text = rij.geschreven.get(naam, "")
            soort = veld(lijst, naam).soort
            alone = soort in OWN or (soort is Waardesoort.DATUM and not text.strip())
            word = stam(text) if soort in WORDS else ""
            kind = (naam, word or text, "" if word else zin, rij.nummer if alone else 0)
            found.setdefault(kind, []).append((rij.nummer, text, zin))
    fouten = [
        Fout(veld(lijst, naam), columns[naam], *cells[0][1:], tuple(nummer for nummer, _, _ in cells), delen)
        for (naam, *_), cells in found.items()
    ]
    return sorted(fouten, key=lambda one: (-len(one.rijen), one.rijen))


def correct_rows(lezer: Lezer, here: Importstand, rows: Sequence[Voorbeeldrij]) -> None:
    """A field per kind of mistake, with what stands in it now, and a button to look again."""
    fouten = kinds(here.lijst, rows, dict(here.toewijzing.kolommen), here.delen)
    if not fouten:
        return
    with st.container(key="wk-formulier"):
        show(heading("Verbeter hier wat niet klopt", "je eigen bestand verandert niet"))
        for one in fouten[:SHOWN]:
            _field(lezer, one)
            show(html('<p class="wk-fout">{}</p>', one.zin))
        stand_.drawn(one.key for one in fouten[:SHOWN])
        if len(fouten) > SHOWN:
            show(paragraph(f"Dit zijn de eerste {SHOWN}; daarna volgt de rest.", "wk-stil"))
        st.button("Kijk opnieuw na", key="verbeter_kijk", on_click=_again, args=(tuple(fouten[:SHOWN]),))


def _field(lezer: Lezer, one: Fout) -> None:
    """Where the right value goes: what has a list is chosen from it, anything else is typed."""
    if one.veld.soort in (Waardesoort.KEUZE, Waardesoort.KEUZES) and (names := _choices(lezer, one.veld)):
        if one.veld.soort is Waardesoort.KEUZE:
            stand_.refill(one.key, lambda chosen: chosen is None or chosen in names)
            st.selectbox(one.label, names, index=None, placeholder="Kies…", key=one.key)
        else:
            stand_.refill(one.key, lambda chosen: set(chosen or ()) <= set(names))
            st.multiselect(one.label, names, placeholder="Kies er een of meer…", key=one.key)
        return
    if one.veld.soort is not Waardesoort.WIJK:
        stand_.refill(one.key)
        st.session_state.setdefault(one.key, one.tekst)
        st.text_input(one.label, max_chars=2_000, key=one.key)
        return
    # With its slug behind it a name that several wijken have tells which is meant.
    wijken = {f"{wijk.naam} ({wijk.slug})": wijk.naam for wijk in lezer.wijken(Recht.VASTLEGGEN)}
    stand_.refill(one.key, lambda chosen: chosen is None or chosen in wijken)
    twice = {naam for naam in wijken.values() if list(wijken.values()).count(naam) > 1}
    st.selectbox(
        one.label,
        list(wijken),
        index=None,
        format_func=lambda text: str(text) if wijken.get(text) in twice else wijken.get(text) or str(text),
        placeholder="Kies de wijk…",
        key=one.key,
    )


def _choices(lezer: Lezer, one: Veld) -> list[str]:
    """The names that a field can hold, in the order of the method."""
    methode = lezer.methode
    if one.schaal == "fase":
        return [f.naam for f in methode.kompas.fasen]
    if one.schaal == "aspect":
        return [a.naam for a in methode.kompas.aspecten]
    if one.schaal == "type":
        return [t.naam for t in methode.typen.values()]
    return [step.naam for step in methode.schalen.get(one.schaal, {}).values()]


def _again(fouten: tuple[Fout, ...]) -> None:
    here = stand_.stand()
    assert here.opdracht is not None
    kept = {(nummer, titel): text for nummer, titel, text in here.opdracht.verbeterd}
    for one in fouten:
        chosen = st.session_state.get(one.key)
        text = join_list(chosen) if isinstance(chosen, list) else chosen
        if text is not None and chosen != [] and text != one.tekst:
            kept |= {(nummer, one.titel): str(text) for nummer in one.rijen}
    verbeterd = tuple((nummer, titel, text) for (nummer, titel), text in kept.items())
    stand_.put(opdracht=replace(here.opdracht, verbeterd=verbeterd), voorbeeld=None)
