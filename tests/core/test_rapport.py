"""What stands in a report, who may make which, and how a gemeente chooses its look."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from tests.core.wijken import SYSTEM, add_person, add_wijk, record, right_input
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.rapport import (
    DEFAULT_COLOUR,
    MOST_WIJKEN,
    ONDERDELEN,
    Onderdeel,
    Rapportopdracht,
    Rapportsoort,
    check_opdracht,
    default_since,
)
from wijkkompas_core.domain.tijd import months_back, now, today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput
from wijkkompas_core.queries import rapport as reads
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.programma import wijkregels
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.rapport import change_huisstijl, record_rapport
from wijkkompas_core.storage.tables import BesluitRow, LogboekRow

TODAY = today()


def opdracht(*wijken: int, **changes) -> Rapportopdracht:
    soort = changes.get("soort", Rapportsoort.WIJKRAPPORT)
    plain = Rapportopdracht(soort, wijken, TODAY, TODAY - timedelta(days=90), ONDERDELEN[soort])
    return replace(plain, **changes)


def make(database, actor, what: Rapportopdracht) -> int:
    with database.writing(actor, Actie.RAPPORT_MAKEN) as session:
        return record_rapport(session, what)


def made(database, actor) -> list[Rapportopdracht]:
    with database.reading() as session:
        return [one.opdracht for one in reads.rapporten(session, actor)]


def sheet(database, wijk: int, sinds=None, peildatum=TODAY):
    with database.reading() as session:
        one = next(w for w in wijken(session, SYSTEM) if w.id == wijk)
        return reads.wijkblad(session, SYSTEM, one, methode(session), peildatum, sinds or TODAY - timedelta(days=90))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wijken": ()}, "wijken"),
        ({"wijken": (1, 2)}, "wijken"),
        ({"soort": Rapportsoort.PROGRAMMARAPPORT, "wijken": tuple(range(MOST_WIJKEN + 1))}, "wijken"),
        ({"peildatum": TODAY + timedelta(days=1)}, "peildatum"),
        ({"sinds": TODAY + timedelta(days=1)}, "sinds"),
        ({"onderdelen": ()}, "onderdelen"),
        ({"soort": Rapportsoort.RAADSBIJLAGE, "onderdelen": (Onderdeel.AFSPRAKEN,)}, "onderdelen"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_with_a_sentence_at_its_field(wrong, field) -> None:
    assert list(check_opdracht(opdracht(1, **wrong), today=TODAY)) == [field]


def test_since_the_last_report_is_its_peildatum_or_else_three_months_back() -> None:
    assert default_since(TODAY, TODAY - timedelta(days=40)) == TODAY - timedelta(days=40)
    assert default_since(TODAY, None) == months_back(TODAY, 3)
    assert default_since(TODAY, TODAY) == months_back(TODAY, 3)


def test_a_report_is_remembered_with_all_that_is_needed_to_make_it_again(any_database) -> None:
    wijk = add_wijk(any_database)
    lezer = add_person(any_database, "lezer", Rol.LEZER, wijk)
    before = any_database.data_version()
    what = opdracht(wijk, onderdelen=(Onderdeel.KOMPAS, Onderdeel.AFSPRAKEN))
    make(any_database, lezer, what)
    with any_database.reading() as session:
        (one,) = reads.rapporten(session, lezer)
        (line,) = session.scalars(select(LogboekRow).where(LogboekRow.object == "rapport"))
        assert (line.actie, line.actor, line.wijk_id) == ("rapport maken", lezer.logboeknaam, wijk)
    assert (one.opdracht, one.door) == (what, "Lezer")
    assert any_database.data_version() == before  # making a report changes no data, so nothing cached grows old


def test_nobody_makes_or_sees_a_report_about_a_wijk_that_is_not_theirs(any_database) -> None:
    own, other = add_wijk(any_database, "eigen"), add_wijk(any_database, "ander")
    lezer = add_person(any_database, "lezer", Rol.LEZER, own)
    manager = add_person(any_database, "manager", Rol.PROGRAMMAMANAGER, None)
    both = opdracht(own, other, soort=Rapportsoort.PROGRAMMARAPPORT)
    for what in (opdracht(other), both):
        with pytest.raises(Forbidden):
            make(any_database, lezer, what)
        make(any_database, manager, what)
    make(any_database, manager, opdracht(own))
    assert made(any_database, lezer) == [opdracht(own)]
    assert made(any_database, manager) == [opdracht(own), both, opdracht(other)]
    with any_database.reading() as session:
        one = next(w for w in wijken(session, SYSTEM) if w.id == other)
        with pytest.raises(Forbidden):
            reads.wijkblad(session, lezer, one, methode(session), TODAY, TODAY)


def test_the_last_report_is_the_newest_of_that_kind_about_all_of_those_wijken(database) -> None:
    one, two = add_wijk(database, "een"), add_wijk(database, "twee")
    manager = add_person(database, "manager", Rol.PROGRAMMAMANAGER, None)
    programme = Rapportsoort.PROGRAMMARAPPORT
    for days, *about in ((60, one, two), (30, one)):
        day = TODAY - timedelta(days=days)
        make(database, manager, opdracht(*about, soort=programme, peildatum=day, sinds=day - timedelta(days=1)))

    def last(*about: int, soort=programme, before=TODAY):
        with database.reading() as session:
            return reads.last_peildatum(session, manager, soort, about, before)

    assert last(one) == TODAY - timedelta(days=30)
    assert last(one, two) == TODAY - timedelta(days=60)
    assert last(one, before=TODAY - timedelta(days=30)) == TODAY - timedelta(days=60)
    assert last(one, soort=Rapportsoort.WIJKRAPPORT) is None


def test_the_figures_of_a_report_are_those_of_the_programme_and_of_the_whole_wijk(demo_database) -> None:
    with demo_database.reading() as session:
        method = methode(session)
        for wijk in wijken(session, SYSTEM):
            one = reads.wijkblad(session, SYSTEM, wijk, method, TODAY, TODAY - timedelta(days=90))
            (line,) = wijkregels(session, SYSTEM, [wijk], method, TODAY, STANDAARD)
            # frames and NaN do not compare; words of the same values do
            assert repr(one.regel) == repr(line)
            assert one.balans["n"].sum() == one.betrouwbaarheid.n
            assert sum(one.vormen.values()) == one.contacten_sinds <= one.contacten


def test_what_came_after_the_peildatum_is_not_in_the_counts(database) -> None:
    wijk = add_wijk(database)
    teamlid = add_person(database, "teamlid", Rol.TEAMLID, wijk)
    for days in (1, 50, 200):
        record(database, teamlid, right_input(wijk, datum=TODAY - timedelta(days=days)))
    found = sheet(database, wijk, sinds=TODAY - timedelta(days=100), peildatum=TODAY - timedelta(days=20))
    assert (found.contacten, found.contacten_sinds, found.vormen) == (2, 1, {"bewonersavond": 1})


def test_a_besluit_that_was_entered_late_still_comes_into_the_next_report(database) -> None:
    wijk = add_wijk(database)
    rows = {"voor": (100, 95), "laat": (100, 10), "nieuw": (20, 20)}
    with database.writing(SYSTEM, Actie.DEMO_LADEN) as session:
        for wat, (happened, entered) in rows.items():
            moment = now() - timedelta(days=entered)
            session.add(BesluitRow(wijk_id=wijk, datum=TODAY - timedelta(days=happened), fase="karakteriseren",
                                   wat=wat, door="college", grond="", ingevoerd_op=moment,
                                   gewijzigd_op=moment))  # fmt: skip
    assert [b.wat for b in sheet(database, wijk, sinds=TODAY - timedelta(days=50)).besluiten] == ["nieuw", "laat"]


def logo(kind: str = "PNG", wide: int = 200) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (wide, 80), "#7F2A12").save(file, kind)
    return file.getvalue()


def choose(database, actor, kleur: str = "#7F2A12", picture: bytes | None = None, versie: int = 0):
    with database.writing(actor, Actie.HUISSTIJL_WIJZIGEN) as session:
        return change_huisstijl(session, kleur, picture, versie)


def test_a_beheerder_chooses_colour_and_logo_and_only_the_picture_is_kept(any_database) -> None:
    beheerder = add_person(any_database, "beheerder", Rol.BEHEERDER, None)
    with any_database.reading() as session:
        assert reads.huisstijl(session, SYSTEM).kleur == DEFAULT_COLOUR
    hidden = logo("JPEG", 3000) + b"<script>"
    choose(any_database, beheerder, "#7f2a12", hidden)
    with any_database.reading() as session:
        found = reads.huisstijl(session, SYSTEM)
        lines = session.scalars(select(LogboekRow).where(LogboekRow.object == "huisstijl")).all()
    assert found.kleur == "#7F2A12"
    with Image.open(io.BytesIO(found.logo)) as image:
        assert (image.format, image.width) == ("PNG", 1200)
    assert b"<script>" not in found.logo
    assert all("logo" not in (line.nieuw or {}) for line in lines)  # a file, not a fact
    choose(any_database, beheerder, "#083D54", None, found.versie)
    with any_database.reading() as session:
        assert reads.huisstijl(session, SYSTEM).logo == found.logo
    choose(any_database, beheerder, "#083D54", b"", found.versie + 1)
    with any_database.reading() as session:
        assert reads.huisstijl(session, SYSTEM).logo == b""


@pytest.mark.parametrize(
    ("kleur", "picture", "field"),
    [
        ("#EBAA68", None, "kleur"),  # 2 : 1 on white
        ("blauw", None, "kleur"),
        ("#12345", None, "kleur"),
        ("#083D54", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo"),
        ("#083D54", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "logo"),
        ("#083D54", b"x" * 400_000, "logo"),
    ],
)
def test_a_colour_that_cannot_be_read_or_a_file_that_is_no_picture_is_refused_in_words(
    database, kleur, picture, field
) -> None:
    beheerder = add_person(database, "beheerder", Rol.BEHEERDER, None)
    with pytest.raises(InvalidInput) as refused:
        choose(database, beheerder, kleur, picture)
    assert list(refused.value.fields) == [field]
    with database.reading() as session:
        assert reads.huisstijl(session, SYSTEM).versie == 0


def test_two_people_who_choose_at_once_do_not_lose_each_others_choice(any_database) -> None:
    beheerder = add_person(any_database, "beheerder", Rol.BEHEERDER, None)
    manager = add_person(any_database, "manager", Rol.PROGRAMMAMANAGER, None)
    with pytest.raises(Forbidden):
        choose(any_database, manager)
    choose(any_database, beheerder)
    with pytest.raises(Conflict):
        choose(any_database, beheerder, "#083D54", versie=0)
