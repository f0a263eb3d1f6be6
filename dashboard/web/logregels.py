"""What the server tells, as one line of JSON per event, whoever tells it: us, uvicorn, Streamlit or Python itself."""

import json
import logging
import sys
import threading
from datetime import UTC, datetime

LONGEST_TEXT, LONGEST_TRACE = 2_000, 8_000
OWN = ("wijkkompas.logboek", "wijkkompas_core.veiligheid")
"""Who tells JSON already."""
logger = logging.getLogger("wijkkompas")
_plain = logging.Formatter()


def use() -> None:
    """From now on every line that goes to the output or the error output is JSON, also of handlers made later."""
    logging.StreamHandler.format = _format
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addHandler(logging.StreamHandler())  # or nobody would hear them
    sys.excepthook = lambda kind, error, trace: logger.critical("stopped", exc_info=(kind, error, trace))
    threading.excepthook = _thread_failed


def as_line(record: logging.LogRecord) -> str:
    """One event: when, how bad, who tells it, what; the number that the user saw, and the trace in one field.

    The end of a long trace stays: there it went wrong.
    """
    told: dict[str, object] = {
        "tijdstempel": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "niveau": record.levelname.lower(),
        "bron": record.name,
        "melding": record.getMessage()[:LONGEST_TEXT],
    }
    if number := getattr(record, "nummer", None):
        told["nummer"] = number
    if record.exc_info and record.exc_info[0] is not None:
        told["fout"] = _plain.formatException(record.exc_info)[-LONGEST_TRACE:]
    return json.dumps(told, ensure_ascii=False)


def _format(self: logging.Handler, record: logging.LogRecord) -> str:
    to_file = getattr(self, "stream", None) not in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    if record.name in OWN or to_file:
        return (self.formatter or _plain).format(record)
    return as_line(record)


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        trace = (failed.exc_type, failed.exc_value, failed.exc_traceback)
        logger.error("a thread failed", exc_info=trace)
