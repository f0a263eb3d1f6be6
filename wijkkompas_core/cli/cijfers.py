"""The command `cijfers`: the numbers of the screens, from the same functions, for spreadsheets and scripts."""

import csv
import json
import math
import sys
from argparse import Namespace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.dekking import dekking, vakstatus
from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, open_database
from wijkkompas_core.domain.kompas import VakStatus
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import aanrakingen, per_vak
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.wijken import nvt_vakken, perioden, wijken
from wijkkompas_core.settings import Settings


def run_cijfers(arguments: Namespace, settings: Settings) -> int:
    """Print balans or dekking of one wijk as JSON or CSV."""
    with open_database(settings) as database, database.reading() as session:
        known = {wijk.slug: wijk for wijk in wijken(session, ACTOR)}
        if arguments.wijk not in known:
            names = ", ".join(known) or "nog geen"
            raise NotFound(f"De wijk '{arguments.wijk}' is er niet. Er zijn: {names}.")
        wijk = known[arguments.wijk]
        kompas = methode(session).kompas
        tot = arguments.tot or today()
        van = arguments.van or min(wijk.start, tot)
        if van > tot:
            raise CommandFailed("De datum bij --van ligt na die bij --tot.")
        if arguments.cijfer == "balans":
            touched = aanrakingen(session, ACTOR, wijk.id, van=van, tot=tot)
            rows = _records(balans(touched, kompas, van=van, tot=tot, per=arguments.per))
            (_print_csv if arguments.format == "csv" else _print_json)(rows)
            return 0
        frame = vakstatus(
            per_vak(session, ACTOR, wijk.id, van=van, tot=tot),
            perioden(session, ACTOR, wijk.id),
            nvt_vakken(session, ACTOR, wijk.id),
            kompas,
            peildatum=tot,
        )
    numbers = dekking(frame)
    totals = {"gedekt": numbers.gedekt, "vereist": numbers.vereist, "nvt": numbers.nvt}
    frame = frame.assign(
        vereist=frame["vereist"].astype(int),
        gedekt=(frame["vereist"] & (frame["aantal"] > 0)).astype(int),
        nvt=(frame["status"] == VakStatus.NVT.value).astype(int),
    )
    vakken = _records(frame)
    if arguments.format == "csv":
        _print_csv([*vakken, {"fase": "totaal", **totals}])
    else:
        _print_json(totals | {"vakken": vakken})
    return 0


def _print_csv(rows: list[dict[str, Any]]) -> None:
    """Rows as CSV under the names of the first; what a row does not have stays empty."""
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    """A cell as JSON knows it: a missing value is null, a day is JJJJ-MM-DD."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if isinstance(value, np.generic) else value
