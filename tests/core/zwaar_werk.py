"""Work that misbehaves, for `test_werkproces`: what it is told to do comes in as its order."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from wijkkompas_core import errors
from wijkkompas_core.werkproces import Grenzen, Werk, Werkproces, serve

RUIM = Grenzen(seconds=60, megabytes=400)
PROEF = Werk(
    module="tests.core.zwaar_werk",
    naam="De proef",
    at_once=2,
    niceness=7,
    bezet="Er lopen al andere proeven",
    mislukt="De proef is mislukt.",
    kleiner="Neem een kleinere proef.",
)


def do(order: dict[str, Any], progress: Callable[..., None]) -> Any:
    """What the order asks."""
    progress(os.getpid())
    match order["wat"]:
        case "antwoord":
            return order["met"]
        case "fout":
            return _refuse(order)
        case "geheugen":
            return len(bytearray(order["megabytes"] * 1_000_000))
        case "omgeving":
            return sorted(os.environ)
        case "voorrang":
            return os.nice(0)
        case "reken":
            while True:
                pass
        case "slaap":
            time.sleep(600)
        case "klets":
            print("een regel die geen antwoord is")
        case "half":
            os.write(1, b'{"antwoord": "hal')
            os._exit(0)
        case _:
            raise ZeroDivisionError("een fout die niemand verwachtte")
    return None


def _refuse(order: dict[str, Any]) -> None:
    if order["soort"] == "InvalidInput":
        raise errors.InvalidInput(order["velden"])
    if order["soort"] == "Conflict":
        raise errors.Conflict(current=object(), message=order["zin"])
    raise getattr(errors, order["soort"])(order["zin"])


def follow_for_ever() -> None:
    """A server of its own that has work done without an end, and says of which process."""
    Werkproces(PROEF, {"wat": "reken"}, RUIM).follow(lambda pid: print(pid, flush=True))


if __name__ == "__main__":
    sys.exit(serve(PROEF, do))
