"""What is typed in the form for a contactmoment, field by field, apart from what is typed about another one."""

from dataclasses import dataclass

import streamlit as st

from dashboard.kit.fields import Ingevuld
from dashboard.reading.lezer import Lezer
from wijkkompas_core.queries.wijken import Wijk

NEW = "nieuw"
ROUND = "cm-ronde"
"""Per form how often its fields were filled or emptied."""


@dataclass(frozen=True)
class Invulling(Ingevuld):
    """What is typed about one contactmoment of a wijk: `doel` is its id, or `nieuw`."""

    lezer: Lezer
    wijk: Wijk
    doel: str = NEW

    @property
    def form(self) -> str:
        """The name of the form."""
        return f"cm_{self.doel}"

    def name(self, field: str) -> str:
        """What a field is called in the session, in this round."""
        return f"cm_{self.doel}_{field}_{st.session_state.get(ROUND, {}).get(self.doel, 0)}"

    def forget(self) -> None:
        """Empty every field, and begin a new round."""
        super().forget()
        rounds = st.session_state.get(ROUND, {})
        st.session_state[ROUND] = rounds | {self.doel: rounds.get(self.doel, 0) + 1}
