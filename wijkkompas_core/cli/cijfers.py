"""The command `cijfers`: the numbers of the screens, from the same functions, for spreadsheets and scripts."""

import csv
import json
import math
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.dekking import dekking, vakstatus
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.rode_draad import verhalen
from wijkkompas_core.analysis.tabel import Frame
from wijkkompas_core.bestanden.formules import harmless
from wijkkompas_core.cli.gereedschap import ACTOR, CommandFailed, open_database
from wijkkompas_core.domain.kompas import VakStatus
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import aanrakingen, per_vak
from wijkkompas_core.queries.kop import kop_van_programma, koppen, naar_urgentie
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import Wijkregel, wijkregels
from wijkkompas_core.queries.wijken import Wijk, nvt_vakken, perioden, wijken
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database

ABOUT_MANY = ("kop", "signalen", "triage")
ABOUT_ATTENTION = {
    "kop": ("wijk", "kop", "waarom"),
    "signalen": ("wijk", "verhaal", "gewicht", "soort", "zin", "reden", "ernst", "dagen", "fase", "aspect"),
    "triage": ("wijk", "groep", "punten", "redenen", "kop"),
}
"""The figures that say where attention goes, with their columns."""


def run_cijfers(arguments: Namespace, settings: Settings) -> int:
    """Print a figure as JSON or CSV: balans or dekking of one wijk, kop, signalen or triage of one or of all."""
    with open_database(settings) as database:
        if arguments.cijfer in ABOUT_ATTENTION:
            rows = _attention(database, arguments)
            if arguments.format == "csv":
                _print_csv([_flat(row) for row in rows], ABOUT_ATTENTION[arguments.cijfer])
            else:
                _print_json(rows[0] if arguments.cijfer == "kop" else rows)
            return 0
        if arguments.peildatum is not None:
            raise CommandFailed("--peildatum is er bij kop, signalen en triage; gebruik hier --tot.")
        with database.reading() as session:
            wijk = _chosen(wijken(session, ACTOR), arguments)[0]
            tot = arguments.tot or today()
            if arguments.cijfer == "dekking" and tot < today():
                with database.as_known(wijk.id, tot).reading() as then:
                    nvt = nvt_vakken(then, ACTOR, wijk.id)  # as it was known on that day
            else:
                nvt = nvt_vakken(session, ACTOR, wijk.id)
            _print_of_wijk(session, wijk, arguments, nvt)
    return 0


def _chosen(known: Sequence[Wijk], arguments: Namespace) -> Sequence[Wijk]:
    """The wijk that was named, or all where that is allowed and none was."""
    if arguments.wijk is None:
        if arguments.cijfer not in ABOUT_MANY:
            raise CommandFailed(f"Noem bij {arguments.cijfer} de wijk met --wijk.")
        return known
    found = [wijk for wijk in known if wijk.slug == arguments.wijk]
    if not found:
        names = ", ".join(wijk.slug for wijk in known) or "nog geen"
        raise NotFound(f"De wijk '{arguments.wijk}' is er niet. Er zijn: {names}.")
    return found


def _attention(database: Database, arguments: Namespace) -> list[dict[str, Any]]:
    """The rows of kop, signalen or triage, the most urgent first, as it is now or as it was known on the peildatum."""
    day = arguments.peildatum or today()
    if day > today():
        raise CommandFailed("De peildatum ligt na vandaag.")

    @contextmanager
    def reading(wijk: int | None) -> Iterator[Session]:
        known = database if arguments.peildatum is None else database.as_known(wijk, day)
        with known.reading() as session:
            yield session

    with reading(None) as session:
        places = _chosen(wijken(session, ACTOR), arguments)
        method = methode(session)
    of_programme = arguments.cijfer == "kop" and arguments.wijk is None
    lines: list[Wijkregel] = []
    heads: dict[int, Kop] = {}
    # Looking back, every wijk has a database of its own.
    groups = [tuple(places)] if arguments.peildatum is None else [(place,) for place in places]
    for group in groups if places else []:
        with reading(group[0].id) as session:
            found = wijkregels(session, ACTOR, group, method, day, STANDAARD)
            if arguments.cijfer != "signalen" and not of_programme:
                heads |= koppen(session, ACTOR, found, method.kompas, day)
        lines += found
    if of_programme:
        return [_kop_row(None, kop_van_programma(lines, method.kompas))]
    return [row for line in naar_urgentie(lines) for row in _ROWS[arguments.cijfer](line, heads)]


def _triage_rows(line: Wijkregel, heads: Mapping[int, Kop]) -> Iterator[dict[str, Any]]:
    yield {
        "wijk": line.wijk.slug,
        "groep": line.triage.groep.value,
        "punten": line.triage.punten,
        "redenen": [reden.zin for reden in line.triage.redenen],
        "kop": heads[line.wijk.id].zin,
    }


def _kop_rows(line: Wijkregel, heads: Mapping[int, Kop]) -> Iterator[dict[str, Any]]:
    yield _kop_row(line.wijk.slug, heads[line.wijk.id])


def _kop_row(wijk: str | None, head: Kop) -> dict[str, Any]:
    """A headline and the figures behind it; without a wijk it is that of the programme."""
    return {"wijk": wijk, "kop": head.zin, "waarom": [f"{what}: {value}" for what, value in head.waarom]}


def _signaal_rows(line: Wijkregel, _: Mapping[int, Kop]) -> Iterator[dict[str, Any]]:
    for number, verhaal in enumerate(verhalen(line.signalen), start=1):
        for signaal in verhaal.signalen:
            yield {
                "wijk": line.wijk.slug,
                "verhaal": number,
                "gewicht": verhaal.gewicht,
                "soort": signaal.soort.value,
                "zin": signaal.zin,
                "reden": signaal.waarom,
                "ernst": signaal.ernst,
                "dagen": signaal.dagen,
                "fase": signaal.fase,
                "aspect": signaal.aspect,
            }


_ROWS = {"kop": _kop_rows, "signalen": _signaal_rows, "triage": _triage_rows}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row for CSV: a list of sentences is one text, and no text is a formula; names that people typed are in them."""
    texts = {name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()}
    return {name: harmless(value) if isinstance(value, str) else value for name, value in texts.items()}


def _print_of_wijk(session: Session, wijk: Wijk, arguments: Namespace, nvt: Frame) -> None:
    """Print balans or dekking of one wijk; `nvt` are its vakken that do not apply."""
    kompas = methode(session).kompas
    tot = arguments.tot or today()
    van = arguments.van or min(wijk.start, tot)
    if van > tot:
        raise CommandFailed("De datum bij --van ligt na die bij --tot.")
    if arguments.cijfer == "balans":
        touched = aanrakingen(session, ACTOR, wijk.id, van=van, tot=tot)
        rows = _records(balans(touched, kompas, van=van, tot=tot, per=arguments.per))
        (_print_csv if arguments.format == "csv" else _print_json)(rows)
        return
    frame = vakstatus(
        per_vak(session, ACTOR, wijk.id, van=van, tot=tot),
        perioden(session, ACTOR, wijk.id),
        nvt,
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


def _print_csv(rows: list[dict[str, Any]], names: Sequence[str] = ()) -> None:
    """Rows as CSV under these names, or those of the first; what a row does not have stays empty."""
    writer = csv.DictWriter(sys.stdout, fieldnames=list(names or rows[0]), lineterminator="\n")
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
