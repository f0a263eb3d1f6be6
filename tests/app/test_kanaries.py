"""What is promised on the screen about who sees what, held against every page, file, link and report.

The database is one of canaries (`tests/kanaries.py`): what comes out is recognised by the word itself.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import streamlit as st
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from dashboard.rapport.werk import ODS, PDF, XLSX, make_for
from dashboard.reading.who import link_cookie
from tests import kanaries
from tests.app.conftest import ROOT
from tests.app.wandelen import files, open_all, walk  # noqa: F401  `files` is a fixture
from tests.conftest import copied
from tests.kanaries import Soort
from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.rapport import ONDERDELEN, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.domain.weergaven import DEELBAAR, DeellinkInvoer, read_beeld
from wijkkompas_core.services.deellinks import Geopend, make_deellink, open_deellink
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.stroombronnen import SOORTEN as BRONNEN
from wijkkompas_core.storage.tables import BelanghebbendeRow, GebruikerRow, LogboekRow, WijkRow

VIEWS = {"vergelijken": "wijken=lindenhof,molenkwartier", "programma": "", "programmabalans": ""}


@pytest.fixture(scope="module")
def canary_file(demo_file, tmp_path_factory):
    """The demo as a database of canaries, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("kanaries")
    for database in copied(demo_file, folder):
        kanaries.fill(database)
        path = folder / demo_file.name
    return path


@pytest.fixture
def demo_database(canary_file, tmp_path) -> Iterator[Database]:
    """The database that the pages of this test work on: one of canaries."""
    yield from copied(canary_file, tmp_path)


@pytest.fixture
def kooi(demo_database, use) -> Database:
    """The same, also for what is not run as a page of somebody."""
    use(demo_database)
    return demo_database


def account(database: Database, name: str) -> Actor:
    with database.reading() as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name))
        return load_actor(session, key or 0, None)


def wijken(database: Database, *slugs: str) -> set[int]:
    with database.reading() as session:
        return set(session.scalars(select(WijkRow.id).where(WijkRow.slug.in_(slugs))))


@pytest.fixture
def shared(kooi, monkeypatch):
    """Share a view as the projectleider and look at it by the link."""

    def look(adres: str, **more) -> AppTest:
        invoer = DeellinkInvoer("Kijker", read_beeld(adres), today() + timedelta(days=3), **more)
        with kooi.writing(account(kooi, "projectleider"), Actie.DEELLINK_MAKEN) as session:
            made = make_deellink(session, invoer)
        answer = open_deellink(kooi, made.token, None, Settings())
        assert isinstance(answer, Geopend)
        cookies = {link_cookie(answer.kenmerk, Settings()): answer.cookie}
        monkeypatch.setattr(type(st.context), "cookies", property(lambda _self: cookies))
        test = AppTest.from_file(str(ROOT / "pages" / "gedeeld.py"), default_timeout=60)
        test.query_params["kenmerk"] = answer.kenmerk
        return open_all(test.run())

    return look


@pytest.fixture
def everything(files):  # noqa: F811
    """What a page sent, and every file that can be had from it."""

    def all_of(test: AppTest) -> str:
        assert not test.exception, test.exception
        made = [kanaries.in_file(data() if callable(data) else data) for _, data in files]
        files.clear()
        return kanaries.sent_by(test) + "\n".join(made)

    return all_of


@pytest.mark.parametrize("frozen", [None, 1])
@pytest.mark.parametrize("pagina", DEELBAAR)
def test_a_link_without_texts_lets_no_canary_out(shared, everything, pagina, frozen):
    day = None if frozen is None else today() - timedelta(days=frozen)
    sent = everything(shared(f"/{pagina}?{VIEWS.get(pagina, 'wijk=lindenhof')}", peildatum=day))
    assert kanaries.words(sent, set(Soort)) == set()


@pytest.mark.parametrize("pagina", DEELBAAR)
def test_a_link_with_texts_names_nobody_of_the_gemeente_and_nothing_that_is_gone(shared, everything, kooi, pagina):
    sent = everything(shared(f"/{pagina}?{VIEWS.get(pagina, 'wijk=lindenhof')}", vrije_tekst=True))
    assert kanaries.words(sent, {Soort.MENS, Soort.NOTITIE, Soort.OUD, Soort.WEG}) == set()
    seen = wijken(kooi, "lindenhof", "molenkwartier") | {0}
    assert {one for one in kanaries.canaries(sent) if one[1] not in seen} == set()


def test_the_canaries_sing(shared, everything):
    """Else a promise that is kept would be one that nobody looked at."""
    sent = everything(shared("/wijk?wijk=lindenhof", vrije_tekst=True))
    sent += everything(shared("/kompas?wijk=lindenhof", vrije_tekst=True))
    assert {soort for soort, _ in kanaries.canaries(sent)} == {Soort.TEKST, Soort.PARTIJ}


@pytest.mark.parametrize("form", [PDF, XLSX, ODS])
@pytest.mark.parametrize("soort", list(Rapportsoort))
def test_no_report_holds_what_is_gone_and_the_annex_for_the_council_names_nobody(kooi, soort, form):
    maker = account(kooi, "projectleider")
    chosen = sorted(wijken(kooi, "lindenhof") if soort is Rapportsoort.WIJKRAPPORT else maker.wijken() or ())
    since = today() - timedelta(days=700)
    opdracht = Rapportopdracht(soort, tuple(chosen), today(), since, ONDERDELEN[soort])
    (contents,) = make_for(kooi, maker, opdracht, form, "https://voorbeeld.nl", lambda *_: None).values()
    sent = kanaries.in_file(contents)
    assert kanaries.words(sent, {Soort.OUD, Soort.WEG, Soort.NOTITIE}) == set()
    assert Soort.TEKST in {found for found, _ in kanaries.canaries(sent)}
    people = kanaries.words(sent, {Soort.MENS})
    assert people == set() if soort is Rapportsoort.RAADSBIJLAGE else people


GONE_FOR_A_LEZER = {Soort.NOTITIE, Soort.OUD, Soort.WEG}
ADDRESSES = {
    "contactmoment": ("vastleggen", "contactmoment"),
    "besluit": ("logboek", "besluit"),
    "afspraak": ("afspraken", "afspraak"),
}


def items(database: Database, wijk: int) -> list[str]:
    """The names of everything in the stream of a wijk that was corrected or deleted."""
    with database.reading() as session:
        lines = session.execute(
            select(LogboekRow.object, LogboekRow.object_id).where(
                LogboekRow.wijk_id == wijk, LogboekRow.oorsprong == "test"
            )
        ).all()
    kinds = {row_class.__tablename__: soort for soort, row_class in BRONNEN.items()}
    return sorted({f"{kinds[name]}-{key}" for name, key in lines if name in kinds})


def looked_at(kooi, run_page, name: str, slug: str, **more) -> Iterator[tuple[str, AppTest]]:
    """Every page as somebody, and every address of what was corrected or deleted."""
    yield from walk(run_page, name, slug, database=kooi, **more)
    (wijk,) = wijken(kooi, slug)
    for item in items(kooi, wijk):
        soort, _, key = item.partition("-")
        yield item, run_page("logboek.py", name, database=kooi, wijk=slug, item=item, **more)
        if soort in ADDRESSES:
            page, field = ADDRESSES[soort]
            yield item, run_page(f"{page}.py", name, database=kooi, wijk=slug, **{field: key}, **more)
    with kooi.reading() as session:
        party = session.scalars(select(BelanghebbendeRow.id).where(BelanghebbendeRow.wijk_id == wijk)).first()
    yield (
        "belanghebbende",
        run_page("belanghebbenden.py", name, database=kooi, wijk=slug, belanghebbende=str(party), **more),
    )


@pytest.mark.parametrize("back", [0, 1])
def test_a_lezer_reads_no_notitie_nothing_that_was_corrected_or_deleted_and_nothing_of_elsewhere(
    kooi, run_page, everything, back
):
    more = {"peildatum": f"{today() - timedelta(days=back):%Y-%m-%d}"} if back else {}
    own, seen = wijken(kooi, "vlietzicht") | {0}, set()
    for place, test in looked_at(kooi, run_page, "lezer", "vlietzicht", **more):
        sent = everything(test)
        assert kanaries.words(sent, GONE_FOR_A_LEZER) == set(), place
        assert {one for one in kanaries.canaries(sent) if one[1] not in own} == set(), place
        seen |= {soort for soort, _ in kanaries.canaries(sent)}
    assert seen == {Soort.MENS, Soort.TEKST, Soort.PARTIJ}


def test_who_records_in_a_wijk_reads_its_history_and_its_notities_and_nothing_of_elsewhere(kooi, run_page, everything):
    own, seen = wijken(kooi, "lindenhof") | {0}, set()
    for place, test in looked_at(kooi, run_page, "teamlid", "lindenhof"):
        sent = everything(test)
        assert {one for one in kanaries.canaries(sent) if one[1] not in own} == set(), place
        seen |= {soort for soort, _ in kanaries.canaries(sent)}
    assert seen == set(Soort)


def test_a_visitor_without_an_account_hears_no_canary(kooi, run_page, everything):
    for page in (one for one in PAGINAS if one.recht is None):
        assert kanaries.words(everything(open_all(run_page(page.bestand, None, database=kooi))), set(Soort)) == set()
