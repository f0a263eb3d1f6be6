"""One sentence, wherever it is read: on screen, by a share link, on paper and on the command line."""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest

from dashboard.rapport.samenstellen import document
from dashboard.rapport.werk import read_rapport
from tests.app.conftest import html_of
from tests.app.test_gedeeld import shared  # noqa: F401 (a fixture)
from wijkkompas_core.__main__ import main
from wijkkompas_core.analysis.rode_draad import week
from wijkkompas_core.analysis.triage import Groep
from wijkkompas_core.domain.rapport import ONDERDELEN, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import system_actor
from wijkkompas_core.queries.wijken import wijken

SYSTEM = system_actor("test")
DAYS = (0, 200)
"""Looked at from so many days ago."""


@pytest.fixture
def command(demo_database, monkeypatch, capsys):
    """What a figure of the command line says on a day."""

    def run(*arguments: str, day: date):
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
        capsys.readouterr()
        back = ["--peildatum", day.isoformat()] if day < today() else []
        assert main(["cijfers", *arguments, *back]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def paper(database, soort: Rapportsoort, slugs: list[str], day: date) -> dict:
    """A report as it is laid out, of these wijken or of all."""
    with database.reading() as session:
        ids = [wijk.id for wijk in wijken(session, SYSTEM) if not slugs or wijk.slug in slugs]
    what = Rapportopdracht(soort, tuple(ids), day, day - timedelta(days=90), ONDERDELEN[soort])
    return document(read_rapport(database, SYSTEM, what, "", lambda share, words: None))


def texts(block: object) -> list[str]:
    """Every text in a block of a report, in order."""
    if isinstance(block, dict):
        return [found for key, value in block.items() if key not in ("svg", "soort") for found in texts(value)]
    if isinstance(block, list):
        return [found for one in block for found in texts(one)]
    return [block] if isinstance(block, str) and block else []


def title(html: str) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
    assert len(found) == 1
    return unescape(found[0])


def query(day: date) -> dict[str, str]:
    return {"peildatum": day.isoformat()} if day < today() else {}


@pytest.mark.parametrize("ago", DAYS)
@pytest.mark.parametrize("slug", ["de-rietlanden", "kastanjebuurt", "lindenhof"])
def test_the_headline_of_a_wijk_is_the_same_sentence_everywhere(
    demo_database,
    run_page,
    shared,  # noqa: F811
    command,
    slug: str,
    ago: int,
) -> None:
    day = today() - timedelta(days=ago)
    said = command("kop", "--wijk", slug, day=day)["kop"] + "."
    assert title(html_of(run_page("wijk.py", "programmamanager", wijk=slug, **query(day)))) == said
    assert paper(demo_database, Rapportsoort.WIJKRAPPORT, [slug], day)["kopzin"] == said
    link = shared(f"wijk?wijk={slug}", "programmamanager", vrije_tekst=True, peildatum=day if ago else None)
    assert title(html_of(link)) == said


@pytest.mark.parametrize("ago", DAYS)
def test_the_programme_has_one_headline_and_one_order_of_wijken_with_one_set_of_reasons(
    demo_database,
    run_page,
    shared,  # noqa: F811
    command,
    ago: int,
) -> None:
    day = today() - timedelta(days=ago)
    said, rows = command("kop", day=day)["kop"] + ".", command("triage", day=day)
    report = paper(demo_database, Rapportsoort.PROGRAMMARAPPORT, [], day)
    screen = html_of(run_page("programma.py", "programmamanager", **query(day)))
    link = html_of(shared("programma", "programmamanager", peildatum=day if ago else None))
    assert title(screen) == title(link) == report["kopzin"] == said
    with demo_database.reading() as session:
        names = {wijk.slug: wijk.label for wijk in wijken(session, SYSTEM)}
    (table,) = (block for block in report["blokken"] if "Waarom" in block.get("koppen", ()))
    on_paper = [(row[0]["tekst"], row[-1]) for row in table["rijen"] if len(row) > 1]
    assert on_paper == [(names[row["wijk"]], " ".join(row["redenen"])) for row in rows]
    heads = [row[0]["tekst"] for row in table["rijen"] if len(row) == 1]
    counts = {groep: sum(row["groep"] == groep.value for row in rows) for groep in Groep}
    assert heads == [f"{groep.capitalize()} · {n}" for groep, n in counts.items() if n]
    for html in (screen, link):
        found = re.findall(r'<tr><th scope="row">(?:<a[^>]*>)?(.*?)<.*?<p title="[^"]*">(.*?)</p>', html)
        assert [(unescape(name), unescape(why)) for name, why in found] == on_paper


@pytest.mark.parametrize("ago", DAYS)
def test_the_first_story_of_a_wijk_is_the_same_on_paper_and_on_screen(demo_database, run_page, ago: int) -> None:
    day = today() - timedelta(days=ago)
    shown = unescape(html_of(run_page("wijk.py", "programmamanager", wijk="lindenhof", **query(day))))
    report = texts(paper(demo_database, Rapportsoort.WIJKRAPPORT, ["lindenhof"], day)["blokken"])
    first = re.search(r'<section class="wk-verhaal"><h2[^>]*>(.*?)</h2>', shown)
    assert first and first[1] in report
    also = re.findall(r'<li><span class="wk-hoelang[^"]*">(.*?)</span><span dir="auto">(.*?)</span>', shown)
    assert len(also) > 1
    start = report.index("Ook deze week") + 1
    on_paper = report[start : start + 2 * len(also)]
    assert [when.lower() for when in on_paper[::2]] == [f"{when}." for when, _ in also]
    assert [words.removesuffix(".") for words in on_paper[1::2]] == [words.removesuffix(".") for _, words in also]


@pytest.mark.parametrize("ago", DAYS)
def test_the_progress_and_the_programme_count_the_same_mijlpaal_that_is_late(run_page, command, ago: int) -> None:
    """Also where it is one of a deelproject: then the progress says of which."""
    day, late = today() - timedelta(days=ago), re.compile(r"[Mm]ijlpaal (?:(.*) is )?(\d+ dag(?:en)?) over de datum")
    told = {
        row["wijk"]: found[2]
        for row in command("triage", day=day)
        for reason in row["redenen"]
        if (found := late.search(reason))
    }
    assert told or ago  # 200 days ago none was late
    for slug in ("lindenhof", "kastanjebuurt", "de-rietlanden"):
        said = late.search(title(html_of(run_page("voortgang.py", "programmamanager", wijk=slug, **query(day)))))
        assert (said and said[2]) == told.get(slug), slug
        if slug == "lindenhof" and not ago:
            assert said and said[1] == "Nieuwe strategie voor de winkels (Schorsweg en winkels)"


def test_a_wijk_of_which_all_stories_are_weak_has_no_first_one() -> None:
    assert week(()).eerst is None and week(()).ook == ()
