"""Where someone is in an import: going back loses nothing. `concept` keeps it for the next session."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dashboard.kit import actions
from dashboard.kit.html import html, show
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import CONTACTMOMENTEN, Toewijzing
from wijkkompas_core.services.importeren.lezen import Gelezen
from wijkkompas_core.services.importeren.order import Opdracht, Voorbeeld

KEY = "importstand"
DRAWN = "import_velden"
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
    poging: int = 0
    """How often something was refused: the browser scrolls to a sentence that is new, also when it says the same."""
    ingevuld: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What is chosen or typed in fields of the steps and not taken over yet, by the key of the field."""

    @property
    def delen(self) -> tuple[str, ...]:
        """The sheets or files of which the table was put together, if it was."""
        return self.gelezen.tabel.delen if self.gelezen else ()

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
    here = replace(stand(), **{"fout": "", "fouten": {}, **changes})
    st.session_state[KEY] = replace(here, poging=here.poging + bool(changes.get("fout") or changes.get("fouten")))


def say(here: Importstand, naam: str) -> None:
    """The sentence about a field, right under it; the browser goes to the first one."""
    if naam in here.fouten:
        show(
            html(
                '<p class="wk-fout" role="alert" data-poging="{}" id="fout-{}">{}</p>',
                here.poging,
                naam,
                here.fouten[naam],
            )
        )


def remember(**changes: Any) -> None:
    """Change what is no step of anybody: errors stay where they are."""
    st.session_state[KEY] = replace(stand(), **changes)


def refill(key: str, fits: Callable[[Any], bool] = lambda _: True) -> None:
    """Before a field is drawn: what was chosen or typed in it before one left this step, or this session."""
    kept = stand().ingevuld
    if key in kept and key not in st.session_state and fits(kept[key]):
        st.session_state[key] = kept[key]


def drawn(keys: Iterable[str]) -> None:
    """These fields are on the page now: what stands in them at the next run goes along."""
    st.session_state[DRAWN] = (*st.session_state.get(DRAWN, ()), *keys)


def take_along() -> None:
    """Before a step is drawn: what stands in the fields of the last drawing, for who leaves it and comes back."""
    here, keys = stand(), st.session_state.pop(DRAWN, ())
    found = {**here.ingevuld, **{key: st.session_state[key] for key in keys if key in st.session_state}}
    if found != here.ingevuld:
        remember(ingevuld=found)


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
    st.session_state.pop(DRAWN, None)


def attempt(do: Callable[[Actor], None], veld: str = "") -> bool:
    """Do something for the present user; a refusal becomes the sentence at the step, or at one of its fields.

    Answers whether it was done.
    """
    outcome = actions.attempt(do, LOGGED_OUT)
    if not outcome.ok and veld:
        put(fouten={veld: outcome.sentence})
    elif not outcome.ok:
        put(fout=outcome.sentence, **({"voorbeeld": None} if outcome.conflict else {}))
    return outcome.ok
