"""A kompas and frames as the queries and the analysis give them, made up but with every case in them."""

import csv
from datetime import date
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from wijkkompas_core.analysis import balans as analysis
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Spoor

REFERENTIE = Path(__file__).parents[2] / "data" / "referentie"
VAN, TOT = date(2022, 3, 1), date(2025, 8, 31)


def read_rows(name: str) -> list[dict[str, str]]:
    with (REFERENTIE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def build_kompas() -> Kompas:
    """The real method, without the texts of the vakken."""
    return Kompas(
        tuple(Fase(r["slug"], int(r["nummer"]), r["naam"], r["kort"], "") for r in read_rows("fasen")),
        tuple(Spoor(r["slug"], int(r["volgorde"]), r["naam"], r["kort"], "") for r in read_rows("sporen")),
        tuple(
            Aspect(r["slug"], int(r["volgorde"]), r["spoor"], r["naam"], r["kort"], "") for r in read_rows("aspecten")
        ),
        {},
    )


def build_vakken(kompas: Kompas) -> pd.DataFrame:
    """Every status occurs in every fase that has begun; the later fasen are mostly empty."""
    cycle = ("actueel", "verouderd", "actueel", "eenmalig", "actueel", "leeg")
    rows = []
    for i, vak in enumerate(kompas.vakken()):
        nummer = kompas.fase[vak.fase].nummer
        status = cycle[(i + nummer) % 6] if nummer <= 3 else "gedaan" if i % 7 == 0 else "later"
        status = "n.v.t." if i in (9, 14, 30) else status
        aantal = {"actueel": 3 + i % 5, "verouderd": 4, "eenmalig": 1, "gedaan": 1}.get(status, 0)
        rows.append(
            {
                "fase": vak.fase,
                "spoor": kompas.spoor_van[vak.aspect],
                "aspect": vak.aspect,
                "aantal": aantal,
                "laatste": pd.Timestamp(2025, 9, 4) + pd.Timedelta(days=i) if aantal else pd.NaT,
                "status": status,
                "vereist": nummer <= 3 and status != "n.v.t.",
                "reden": "Er zijn hier geen zakelijke eigenaren." if status == "n.v.t." else "",
            }
        )
    return pd.DataFrame(rows)


def build_aanrakingen(kompas: Kompas) -> pd.DataFrame:
    """Three and a half years that lean from sociaal to techniek, with some months in which nothing happened."""
    random = Random(3)
    rows, number = [], 0
    for month in range(42):
        if month in (5, 11, 12, 20, 22):
            continue
        for _ in range(random.randint(1, 11)):
            number += 1
            weights = [2.5 - month / 20] * 3 + [0.6 + month / 14] * 3
            chosen = {random.choices(range(6), [max(w, 0.1) for w in weights])[0] for _ in range(random.randint(1, 3))}
            datum = pd.Timestamp(2022, 3, 1) + pd.DateOffset(months=month, days=random.randint(0, 27))
            for i in sorted(chosen):
                rows.append((number, datum, "samen-starten", kompas.aspecten[i].slug, len(chosen)))
    return pd.DataFrame(rows, columns=["contactmoment", "datum", "fase", "aspect", "k"])


def build_balans(kompas: Kompas, per: Per = "maand") -> pd.DataFrame:
    """A real balans frame, from March 2022 to August 2025, with gaps."""
    return analysis.balans(build_aanrakingen(kompas), kompas, van=VAN, tot=TOT, per=per)


def build_per_aspect(kompas: Kompas, per: Per = "maand") -> pd.DataFrame:
    """A real frame per aspect over the same months."""
    return analysis.per_aspect(build_aanrakingen(kompas), kompas, van=VAN, tot=TOT, per=per)


def build_perioden() -> pd.DataFrame:
    """Spells of fasen of which two overlap and the last is open."""
    spells = [
        ("samen-starten", "2022-01-10", "2022-09-15"),
        ("karakteriseren", "2022-09-15", "2024-02-01"),
        ("strategieen-identificeren", "2023-06-01", "2024-11-01"),
        ("keuzes-maken", "2024-11-01", None),
    ]
    frame = pd.DataFrame(spells, columns=["fase", "begonnen_op", "afgesloten_op"])
    return frame.assign(
        begonnen_op=pd.to_datetime(frame["begonnen_op"]), afgesloten_op=pd.to_datetime(frame["afgesloten_op"])
    )


def build_mijlpalen() -> pd.DataFrame:
    """Mijlpalen of which two lie close together, one is near the edge and one lies outside the period."""
    rows = [
        ("samen-starten", "2022-09-15", False, "go", "Ambitie vastgesteld"),
        ("karakteriseren", "2024-02-01", False, "go met voorwaarden", "Wijkbeeld vastgesteld"),
        ("karakteriseren", "2024-04-15", False, None, "Herijking van het wijkbeeld met alle partners"),
        ("keuzes-maken", "2025-08-20", True, None, "Keuze van de strategie"),
        ("uitvoering", "2027-01-01", True, None, "Start van de uitvoering"),
    ]
    frame = pd.DataFrame(rows, columns=["fase", "datum", "gepland", "uitkomst", "naam"])
    return frame.assign(datum=pd.to_datetime(frame["datum"]))


@pytest.fixture(scope="session")
def kompas() -> Kompas:
    return build_kompas()


@pytest.fixture
def vakken(kompas: Kompas) -> pd.DataFrame:
    return build_vakken(kompas)


@pytest.fixture
def perioden() -> pd.DataFrame:
    return build_perioden()


@pytest.fixture
def mijlpalen() -> pd.DataFrame:
    return build_mijlpalen()


@pytest.fixture
def balans(kompas: Kompas) -> pd.DataFrame:
    return build_balans(kompas)


@pytest.fixture
def per_aspect(kompas: Kompas) -> pd.DataFrame:
    return build_per_aspect(kompas)
