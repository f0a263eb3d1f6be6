"""Where someone is in an import. It lives in the session: going back loses nothing, and nothing is saved on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dashboard.kit import actions
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import CONTACTMOMENTEN, Toewijzing
from wijkkompas_core.services.importeren.lezen import Gelezen
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld

KEY = "importstand"
BRON, KOLOMMEN, WOORDEN, VOORBEELD, KLAAR = "bron", "kolommen", "woorden", "voorbeeld", "klaar"
LOGGED_OUT = "Je bent uitgelogd. Log opnieuw in; wat je hier invulde blijft staan."
STAPPEN = {
    BRON: "Lijst kiezen",
    KOLOMMEN: "Kolommen",
    WOORDEN: "Woorden",
    VOORBEELD: "Voorbeeld",
    KLAAR: "Klaar",
}


@dataclass(frozen=True)
class Importstand:
    """One import on its way. `fout` is the sentence to show at the present step, `fouten` those at its fields."""

    stap: str = BRON
    lijst: str = CONTACTMOMENTEN
    opdracht: Opdracht | None = None
    gelezen: Gelezen | None = None
    voorbeeld: Voorbeeld | None = None
    resultaat: int | None = None
    geschreven: int = 0
    fout: str = ""
    fouten: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def toewijzing(self) -> Toewijzing:
        """The mapping at hand."""
        kept = self.opdracht.toewijzing if self.opdracht else None
        return kept or Toewijzing(self.lijst)


def stand() -> Importstand:
    """Where this session is."""
    return st.session_state.get(KEY) or Importstand()


def put(**changes: Any) -> None:
    """Change where this session is; an error of the step before goes."""
    st.session_state[KEY] = replace(stand(), **{"fout": "", "fouten": {}, **changes})


def put_mapping(toewijzing: Toewijzing) -> None:
    """Another mapping: what was previewed with the old one counts no more."""
    here = stand()
    assert here.opdracht is not None
    known = {*toewijzing.kolommen, *(naam for naam, value in toewijzing.vast.items() if value)}
    left = {naam: sentence for naam, sentence in here.fouten.items() if naam not in known}
    put(opdracht=replace(here.opdracht, toewijzing=toewijzing), voorbeeld=None, fouten=left)


def begin_again() -> None:
    """Forget everything of this import."""
    st.session_state.pop(KEY, None)


def attempt(do: Callable[[Actor], None]) -> bool:
    """Do something for the present user; a refusal becomes the sentence at the step. Answers whether it was done."""
    outcome = actions.attempt(do, LOGGED_OUT)
    if not outcome.ok:
        put(fout=outcome.sentence, **({"voorbeeld": None} if outcome.conflict else {}))
    return outcome.ok
