"""The command line: `python -m wijkkompas_core --help`.

Exit codes: 0 done, 1 refused or something is wrong (with a sentence), 2 wrong use (with one line).
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from wijkkompas_core.cli.opdrachten import build_parser
from wijkkompas_core.cli.parser import warn
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code; wrong use ends the process with 2."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    van, tot = getattr(arguments, "van", None), getattr(arguments, "tot", None)
    if van and tot and van > tot:
        parser.error("--van ligt na --tot")
    from sqlalchemy.exc import SQLAlchemyError  # only now: --help need not wait for it

    module, function = arguments.run.split(":")
    try:
        run = getattr(import_module(f"wijkkompas_core.cli.{module}"), function)
        return run(arguments, Settings.from_env())
    except WijkkompasError as error:
        warn(str(error))
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        warn(f"De database is niet te gebruiken: {reason}")
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        warn(f"{error.filename or 'Een bestand'} is niet te lezen of te schrijven: {error.strerror}.")
    except KeyboardInterrupt:
        warn("Afgebroken; er is niets opgeslagen.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
