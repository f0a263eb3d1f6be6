"""A click is done to its end, whatever comes in meanwhile (ADR 0029).

Streamlit stops a run as soon as the browser sends something else, and looks for that at every use of `st`, also of
`st.session_state`. In a callback that is half an action: nothing saved, or saved and still on the screen as if not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

_look = ScriptRunner._maybe_handle_execution_control_request
_uninterrupted: ContextVar[bool] = ContextVar("uninterrupted", default=False)


def finish_callbacks() -> None:
    """Let no callback be stopped halfway: Streamlit looks for what came in right after the last one."""
    ScriptRunner._maybe_handle_execution_control_request = _look_when_it_may


@contextmanager
def uninterrupted() -> Iterator[None]:
    """The same for work that shows its progress, and so is done in the page itself."""
    token = _uninterrupted.set(True)
    try:
        yield
    finally:
        _uninterrupted.reset(token)


def _look_when_it_may(self: ScriptRunner) -> None:
    try:
        in_callback = ThreadState.get().run_location is RunLocation.CALLBACK
    except RuntimeError:  # a thread that runs no script
        in_callback = False
    if not in_callback and not _uninterrupted.get():
        _look(self)
