"""What is half filled in, kept in the database as a draft (ADR 0013); that this failed is said quietly."""

import streamlit as st

from dashboard.kit.actions import submit
from dashboard.kit.html import paragraph, show
from dashboard.kit.undo import UseCase
from wijkkompas_core.domain.toegang import Actie

UNKEPT = "concept_niet_bijgewerkt"


def write(use_case: UseCase) -> bool:
    """Keep or drop drafts; answers whether that was done. Why it was not, `say_unkept` says until one is."""
    outcome = submit(Actie.CONCEPT_BEWAREN, use_case)
    st.session_state[UNKEPT] = outcome.sentence
    return outcome.ok


def say_unkept() -> None:
    """That what is on the screen now is not in the draft, and why; nothing when it is."""
    if sentence := st.session_state.get(UNKEPT):
        show(paragraph(f"Het concept hiervan is niet bijgewerkt. {sentence}", "wk-stil"))
