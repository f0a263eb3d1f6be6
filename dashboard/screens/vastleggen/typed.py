"""What is typed in the form for a contactmoment, field by field, apart from what is typed about another one."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.reading.lezer import Lezer
from wijkkompas_core.queries.wijken import Wijk

NEW = "nieuw"
ROUND = "cm-ronde"
"""Per form how often its fields were filled or emptied."""


@dataclass(frozen=True)
class Invulling:
    """What is typed about one contactmoment of a wijk: `doel` is its id, or `nieuw`."""

    lezer: Lezer
    wijk: Wijk
    doel: str = NEW

    def key(self, name: str) -> str:
        """The key of a field in the session, in this round."""
        return f"{self._prefix}{name}_{st.session_state.get(ROUND, {}).get(self.doel, 0)}"

    @property
    def _prefix(self) -> str:
        return f"cm_{self.doel}_"

    def value(self, name: str, default: Any = None) -> Any:
        """What is filled in at a field."""
        return st.session_state.get(self.key(name), default)

    def put(self, name: str, value: Any) -> None:
        """Fill in a field; only before it is drawn, so in a callback or at the start of a run."""
        st.session_state[self.key(name)] = value
