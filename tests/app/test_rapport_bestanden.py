"""What reports hold, read back by other programs: pdftotext, pikepdf, openpyxl. Made as the pages have them made."""

import io
import re
import subprocess
from collections import Counter
from datetime import date, timedelta
from functools import partial

import openpyxl
import pikepdf
import pytest
from sqlalchemy import select

from dashboard.rapport.starten import have_made
from dashboard.rapport.werk import ODS, PDF, VOORBEELD, XLSX, Taak, make_for, read_rapport, read_taak
from tests.core.wijken import add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.annotaties import AnnotatieInvoer
from wijkkompas_core.domain.rapport import ONDERDELEN, Onderdeel, Rapportopdracht, Rapportsoort
from wijkkompas_core.domain.tijd import at, end_of, months_back, now, today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.errors import Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.annotaties import annotaties
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkregels
from wijkkompas_core.queries.wijken import wijken as read_wijken
from wijkkompas_core.services.annotaties import record_annotatie
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.storage.database import Database, load_actor
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BesluitRow,
    GebruikerRow,
    MijlpaalRow,
    OordeelRow,
    WijkRow,
)
from wijkkompas_core.werkproces import Stopped

SYSTEM = system_actor("test")
NASTY = "<script>alert(1)</script> #strong[x] $a$ @b `c` \\ 🏘️ עברית العربية 漢字"
LINK = "https://wijkkompas.voorbeeld.nl"


def silent(share: float, what: str) -> None:
    """Nobody looks at how far it is."""


def ids(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {wijk.slug: wijk.id for wijk in read_wijken(session, SYSTEM)}


def opdracht(soort: Rapportsoort, wijken, **changes) -> Rapportopdracht:
    parts = changes.pop("onderdelen", ONDERDELEN[soort])
    return Rapportopdracht(soort, tuple(wijken), today(), today() - timedelta(days=180), parts)


def make(database: Database, soort: Rapportsoort, wijken, form: str = PDF, actor=SYSTEM, **changes) -> bytes:
    (contents,) = make_for(database, actor, opdracht(soort, wijken, **changes), form, LINK, silent).values()
    return contents


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def flat(text: str) -> str:
    """Without the places where lines were broken."""
    return " ".join(text.replace("\u200b", "").split())


def tags(pdf: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of the structure in reading order: its kind and its attributes."""
    found = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node["/S"]), {str(key): str(node[key]) for key in node if key in ("/Alt", "/T")}))
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot["/K"])
    return found


def sheets(contents: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(contents))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def everything(contents: bytes, form: str) -> str:
    if form == PDF:
        return flat(text_of(contents)) + " ".join(alt.get("/Alt", "") for _, alt in tags(contents))
    return " ".join(str(cell) for rows in sheets(contents).values() for row in rows for cell in row)


def test_a_wijkrapport_is_tagged_in_dutch_with_headings_tables_and_described_figures(demo_database) -> None:
    pdf = make(demo_database, Rapportsoort.WIJKRAPPORT, [ids(demo_database)["lindenhof"]])
    found = tags(pdf)
    kinds = Counter(kind for kind, _ in found)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert 2 <= len(document.pages) <= 5
        assert str(document.Root.Lang) == "nl" and bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as meta:
            assert meta["dc:title"] == "Wijkrapport Lindenhof"
            assert meta["pdfuaid:part"] == "1"
        with document.open_outline() as outline:
            marks = [str(item.title) for item in outline.root[0].children]
    assert {"Kompas", "Balans tussen de sporen", "Belanghebbenden", "Blinde vlekken"} <= set(marks)
    assert kinds["/H1"] == 1 and kinds["/H2"] == len(marks)
    assert kinds["/Table"] == kinds["/THead"] >= 5 and kinds["/TH"] >= 25
    assert kinds["/Figure"] == 4 and all(about.get("/Alt") for kind, about in found if kind == "/Figure")
    assert kinds["/TOC"] and kinds["/TOCI"] == len(marks)


@pytest.mark.parametrize("soort", list(Rapportsoort))
def test_a_report_and_its_charts_have_no_letters_but_our_own(demo_database, soort) -> None:
    pdf = make(demo_database, soort, [ids(demo_database)["lindenhof"]])
    told = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    names = {line.split()[0].partition("+")[2] for line in told.splitlines()[2:]}
    assert names == {"WijkkompasSans-Regular", "WijkkompasSans-Bold"}


def test_a_report_says_what_it_is_based_on_and_where_to_find_it_on_screen(demo_database) -> None:
    wijk = ids(demo_database)["lindenhof"]
    rapport = read_rapport(demo_database, SYSTEM, opdracht(Rapportsoort.WIJKRAPPORT, [wijk]), LINK, silent)
    pdf = make(demo_database, Rapportsoort.WIJKRAPPORT, [wijk])
    text = flat(text_of(pdf, "-layout"))
    assert f"Peildatum: {today():%d-%m-%Y}" in text and "Gemaakt door: Systeem" in text
    assert f"Aantal contactmomenten: {rapport.bladen[0].contacten} contactmomenten" in text
    assert "binnen 14 dagen vastgelegd" in text and "Onderdelen: kompas, balans" in text
    assert re.search(r"Bladzijde 1 van [2345]", text) and re.search(r"Bladzijde 2 van [2345]", text)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        targets = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", []) if "/A" in note and
                   "/URI" in note.A]  # fmt: skip
    assert f"{LINK}/wijk?wijk=lindenhof&peildatum={today()}" in targets


def test_the_numbers_in_a_programmarapport_are_those_of_the_programme_on_screen(demo_database) -> None:
    known = ids(demo_database)
    text = flat(text_of(make(demo_database, Rapportsoort.PROGRAMMARAPPORT, known.values()), "-layout"))
    with demo_database.reading() as session:
        all_wijken, method = read_wijken(session, SYSTEM), methode(session)
        lines = wijkregels(session, SYSTEM, all_wijken, method, today(), STANDAARD)
    for line in lines:
        fasen = ", ".join(str(method.kompas.fase[slug].nummer) for slug in line.fasen)
        row = f"{line.wijk.naam} {fasen} {line.dekking.gedekt} van {line.dekking.vereist}"
        assert row in text
        tail = text[text.index(row) :][:160]
        assert f" {sum(line.aantallen)} {line.laatste:%d-%m-%Y} {line.te_laat} " in tail


def test_a_wijkrapport_has_the_noten_of_its_chart_and_a_raadsbijlage_has_none(demo_database) -> None:
    wijk, other = ids(demo_database)["lindenhof"], ids(demo_database)["oude-werf"]
    for where, days, tekst in (
        (wijk, 20, "De *subsidie* loopt door"),
        (None, 40, "Nieuw college"),
        (other, 30, "Elders"),
    ):
        noot = AnnotatieInvoer(where, today() - timedelta(days=days), tekst)
        with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN, where) as session:
            record_annotatie(session, noot)
    with demo_database.reading() as session:
        expected = [noot for noot in annotaties(session, SYSTEM, [wijk]) if noot.datum > months_back(today(), 24)]
    shown = flat(text_of(make(demo_database, Rapportsoort.WIJKRAPPORT, [wijk])))
    assert len(expected) > 2
    for number, noot in enumerate(expected, start=1):
        assert f"{number}. {noot.datum:%d-%m-%Y}: {noot.tekst} ({noot.door})" in shown
    assert "Elders" not in shown
    council = flat(text_of(make(demo_database, Rapportsoort.RAADSBIJLAGE, [wijk])))
    assert not [noot.tekst for noot in expected if noot.tekst in council]


def test_a_programmarapport_has_a_page_for_each_wijk_and_says_on_which(demo_database) -> None:
    known = ids(demo_database)
    pdf = make(demo_database, Rapportsoort.PROGRAMMARAPPORT, known.values())
    with demo_database.reading() as session:
        names = [wijk.naam for wijk in read_wijken(session, SYSTEM)]
    contents = text_of(pdf, "-f", "1", "-l", "2", "-layout")
    for number, naam in enumerate(names, start=3):
        page = text_of(pdf, "-f", str(number), "-l", str(number), "-layout")
        assert naam in page and not [other for other in names if other != naam and re.search(rf"^\s*{other}$", page)]
        assert re.search(rf"{naam}[ .\u2060]+{number}\s", contents)


def test_a_raadsbijlage_is_one_page_per_wijk_however_much_there_is_to_tell(demo_database) -> None:
    fill_up(demo_database)
    known = ids(demo_database)
    with pikepdf.open(io.BytesIO(make(demo_database, Rapportsoort.RAADSBIJLAGE, [known["lindenhof"]]))) as document:
        assert len(document.pages) == 1
    pdf = make(demo_database, Rapportsoort.RAADSBIJLAGE, known.values())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1 + len(known)


def fill_up(database: Database) -> None:
    """More and longer texts in every wijk than anyone would write."""
    with database.writing(SYSTEM, Actie.DEMO_LADEN) as session:
        for wijk in session.scalars(select(WijkRow)):
            for i in range(12):
                session.add(BesluitRow(wijk_id=wijk.id, datum=today() - timedelta(days=i), fase="samen-starten",
                                       wat="Een heel lang besluit over de warmte in de straat. " * 60,
                                       door="College van burgemeester en wethouders " * 4, grond="x" * 10_000,
                                       ingevoerd_op=now(), gewijzigd_op=now()))  # fmt: skip
        for oordeel in session.scalars(select(OordeelRow)):
            oordeel.zin = "Het gaat de goede kant op, maar er moet nog veel gebeuren. " * 30


def test_a_raadsbijlage_names_no_employees(demo_database) -> None:
    with demo_database.reading() as session:
        staff = [row.naam for row in session.scalars(select(GebruikerRow))]
    for form in (PDF, XLSX):
        contents = make(demo_database, Rapportsoort.RAADSBIJLAGE, ids(demo_database).values(), form)
        assert not [naam for naam in staff if naam in everything(contents, form)]


def test_long_tables_go_on_over_pages_with_their_heading_repeated(demo_database) -> None:
    fill_up(demo_database)
    pdf = make(demo_database, Rapportsoort.WIJKRAPPORT, [ids(demo_database)["vlietzicht"]],
               onderdelen=(Onderdeel.BESLUITEN,))  # fmt: skip
    with pikepdf.open(io.BytesIO(pdf)) as document:
        count = len(document.pages)
    with_rows = [
        page for number in range(1, count + 1)
        if "Een heel lang besluit" in (page := text_of(pdf, "-f", str(number), "-l", str(number), "-layout"))
    ]  # fmt: skip
    assert len(with_rows) > 1
    assert all(re.search(r"Datum\s+Besluit\s+Door\s+Op grond van", page) for page in with_rows)
    assert [kind for kind, _ in tags(pdf)].count("/Table") == 1


@pytest.mark.parametrize("soort", list(Rapportsoort))
def test_whatever_is_typed_stands_there_as_it_was_typed_and_is_never_markup(demo_database, soort) -> None:
    wijk = ids(demo_database)["lindenhof"]
    with demo_database.writing(SYSTEM, Actie.DEMO_LADEN) as session:
        row = session.get(WijkRow, wijk)
        assert row is not None
        row.naam = NASTY
        for kind, field in ((BelanghebbendeRow, "naam"), (BesluitRow, "wat"), (AfspraakRow, "wat"),
                            (MijlpaalRow, "naam"), (OordeelRow, "zin")):  # fmt: skip
            for one in session.scalars(select(kind).where(kind.wijk_id == wijk)):
                setattr(one, field, NASTY + "\x07" + "w" * 150)
    text = flat(text_of(make(demo_database, soort, [wijk])))
    shown = text.replace(" ", "")
    assert "<script>alert(1)</script>#strong[x]$a$@b`c`\\" in shown
    assert "🏘" not in text and "□" in text  # no font has it, and that is no reason to give no report


def test_a_wijk_in_which_nothing_was_recorded_gives_a_whole_report(database) -> None:
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        session.add(WijkRow(slug="leeg", naam="Leegveld", start=date(2026, 1, 1)))
    known = ids(database).values()
    text = flat(text_of(make(database, Rapportsoort.WIJKRAPPORT, known)))
    for sentence in ("geen fase open", "Nog geen contact vastgelegd", "Er staat nog niemand in het register",
                     "Er is nog geen oordeel vastgelegd", "nog nooit", "Er zijn geen open afspraken"):  # fmt: skip
        assert sentence in text
    assert "nan" not in text.lower().replace("financi", "")
    for soort in (Rapportsoort.PROGRAMMARAPPORT, Rapportsoort.RAADSBIJLAGE):
        assert "Leegveld" in text_of(make(database, soort, known))
    assert sheets(make(database, Rapportsoort.WIJKRAPPORT, known, XLSX))["Wijken"][1][0] == "Leegveld"


def mark(database: Database) -> dict[int, str]:
    """Put a word of its own in everything that belongs to a wijk; answers the words."""
    words = {}
    with database.writing(SYSTEM, Actie.DEMO_LADEN) as session:
        for wijk in session.scalars(select(WijkRow)):
            words[wijk.id] = f"merk{wijk.id}q"
            wijk.naam = f"Wijk {words[wijk.id]}"
            for kind, field in ((BelanghebbendeRow, "naam"), (BesluitRow, "wat"), (AfspraakRow, "wat"),
                                (MijlpaalRow, "naam"), (OordeelRow, "zin")):  # fmt: skip
                for one in session.scalars(select(kind).where(kind.wijk_id == wijk.id)):
                    setattr(one, field, f"{words[wijk.id]} {one.id}")
    return words


@pytest.mark.parametrize("name", ["lezer", "projectleider"])
def test_nobody_gets_a_trace_of_a_wijk_that_is_not_theirs(demo_database, name) -> None:
    words = mark(demo_database)
    with demo_database.reading() as session:
        account = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == name))
        assert account is not None
        actor = load_actor(session, account, None)
        own = {wijk.id for wijk in read_wijken(session, actor)}
    for soort in Rapportsoort:
        about = sorted(own)[:1] if soort is Rapportsoort.WIJKRAPPORT else sorted(own)
        for form in (PDF, XLSX):
            found = everything(make(demo_database, soort, about, form, actor), form)
            assert {key for key, word in words.items() if re.search(rf"{word}\b", found)} == set(about)
        for stranger in set(words) - own:
            with pytest.raises(Forbidden):
                make(demo_database, soort, [stranger], actor=actor)


def test_a_workbook_has_the_figures_what_they_mean_and_where_they_come_from(demo_database) -> None:
    known = ids(demo_database)
    contents = make(demo_database, Rapportsoort.PROGRAMMARAPPORT, known.values(), XLSX)
    found = sheets(contents)
    assert {"Wijken", "Vakken", "Balans per kwartaal", "Oordelen", "Blinde vlekken", "Besluiten", "Afspraken",
            "Uitleg", "Over dit bestand"} <= set(found)  # fmt: skip
    head, *rows = found["Wijken"]
    with demo_database.reading() as session:
        all_wijken = read_wijken(session, SYSTEM)
        lines = wijkregels(session, SYSTEM, all_wijken, methode(session), today(), STANDAARD)
    for row, line in zip(rows, lines, strict=True):
        cells = dict(zip(head, row, strict=True))
        assert (cells["Wijk"], cells["Vakken gedekt"], cells["Afspraken te laat"]) == (
            line.wijk.naam, line.dekking.gedekt, line.te_laat)  # fmt: skip
        assert cells["Balans, 12 maanden"] == pytest.approx(line.balans.waarde, abs=1e-4)
        assert cells["Contactmomenten, 12 maanden"] == sum(line.aantallen)
    explained = {(row[0], row[1]): row[4] for row in found["Uitleg"][1:]}
    for name, (titles, *_) in found.items():
        if name not in ("Uitleg", "Over dit bestand"):
            assert all(explained[name, title] for title in titles)
    about = " ".join(str(cell) for row in found["Over dit bestand"] for cell in row)
    assert f"{today():%d-%m-%Y}" in about and LINK in about and "binnen 14 dagen" in about
    assert make(demo_database, Rapportsoort.PROGRAMMARAPPORT, known.values(), ODS)[:2] == b"PK"


def test_the_work_is_done_in_another_process_that_tells_how_far_it_is(demo_database, monkeypatch) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
    with demo_database.reading() as session:
        account = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "lezer"))
    known, told = ids(demo_database), []
    task = partial(Taak, gebruiker=account or 0, sessie=None, adres=LINK)
    what = task(opdracht(Rapportsoort.WIJKRAPPORT, [known["vlietzicht"]]), VOORBEELD)
    assert read_taak(what.as_json()) == what
    pages = have_made(what, lambda share, words: told.append(share))
    assert next(iter(pages)) == "001.png" and all(page[:8] == b"\x89PNG\r\n\x1a\n" for page in pages.values())
    assert told == sorted(told) and told[0] == 0
    with pytest.raises(Forbidden, match="rechten"):
        have_made(task(opdracht(Rapportsoort.WIJKRAPPORT, [known["lindenhof"]]), PDF), silent)
    monkeypatch.setenv("WIJKKOMPAS_RAPPORT_MEGABYTES", "1")
    with pytest.raises(Stopped, match=r"Het rapport vroeg meer geheugen .* Kies minder wijken"):
        have_made(what, silent)


def test_who_stops_waiting_stops_the_work(demo_database, monkeypatch) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
    started = []
    real = subprocess.Popen

    def remembered(*arguments, **options):
        started.append(real(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)

    def leave(share: float, words: str) -> None:
        raise KeyboardInterrupt  # as Streamlit does when something else is pressed: not an Exception

    with demo_database.reading() as session:
        account = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "programmamanager"))
    what = opdracht(Rapportsoort.PROGRAMMARAPPORT, ids(demo_database).values())
    with pytest.raises(KeyboardInterrupt):
        have_made(Taak(what, PDF, account or 0, None), leave)
    assert started[0].poll() not in (None, 0)


def test_a_report_of_an_earlier_peildatum_knows_only_what_was_known_then(database) -> None:
    then = today() - timedelta(days=50)
    with at(end_of(then) - timedelta(hours=10)):
        wijk = add_wijk(database)
    teamlid = add_person(database, "teamlid", Rol.TEAMLID, wijk)
    with at(end_of(then) - timedelta(hours=9)):
        early = record(database, teamlid, right_input(wijk, datum=then - timedelta(days=10)))
    record(database, teamlid, right_input(wijk, datum=then - timedelta(days=5)))  # happened before, entered today
    with database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, early, 1)

    def counted(peildatum: date) -> tuple[int, int]:
        what = Rapportopdracht(Rapportsoort.WIJKRAPPORT, (wijk,), peildatum, then - timedelta(days=8), tuple(Onderdeel))
        (blad,) = read_rapport(database, SYSTEM, what, LINK, silent).bladen
        return blad.contacten, blad.contacten_sinds

    assert counted(then) == (1, 0)
    assert counted(today()) == (1, 1)
    with pytest.raises(NotFound, match="was deze wijk er nog niet"):
        counted(then - timedelta(days=1))


def test_an_impossible_report_is_refused_in_words(demo_database) -> None:
    with pytest.raises(InvalidInput, match="één wijk"):
        make(demo_database, Rapportsoort.WIJKRAPPORT, ids(demo_database).values())
