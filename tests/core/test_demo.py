"""The demo gemeente: always the same, loaded only where it may be, and with the stories that it promises."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import func, select, text

from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.analysis.betrouwbaarheid import betrouwbaarheid
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.demo.load import DemoResultaat, load_demo
from wijkkompas_core.demo.read import DemoFout, read_verhaal
from wijkkompas_core.demo.rows import make_rows
from wijkkompas_core.domain.kompas import Kompas, VakStatus
from wijkkompas_core.domain.tijd import as_date, now, today
from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.queries.contactmomenten import aanrakingen, invoergegevens, per_vak
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.wijken import mijlpalen, nvt_vakken, perioden, wijken
from wijkkompas_core.services.toegang.wachtwoorden import password_matches
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    InstallatieRow,
    KnooppuntstatusRow,
    LogboekRow,
    MijlpaalRow,
    SchaalwaardeRow,
    WijkRow,
)

ACTOR = system_actor("test")
SOCIAAL, TECHNIEK = "sociaal-maatschappelijk", "technisch-economisch"
SOME_DAYS = (date(2024, 2, 29), date(2025, 12, 31), date(2026, 8, 1))


class Story:
    """The numbers of one wijk of the demo, from the functions behind the screens."""

    def __init__(self, database: Database, slug: str) -> None:
        with database.reading() as session:
            self.kompas: Kompas = methode(session).kompas
            self.wijk = next(wijk for wijk in wijken(session, ACTOR) if wijk.slug == slug)
            self.touched = aanrakingen(session, ACTOR, self.wijk.id)
            self.spells = perioden(session, ACTOR, self.wijk.id)
            self.mijlpalen = mijlpalen(session, ACTOR, self.wijk.id)
            self.invoer = betrouwbaarheid(invoergegevens(session, ACTOR, self.wijk.id))
            counts, nvt = per_vak(session, ACTOR, self.wijk.id), nvt_vakken(session, ACTOR, self.wijk.id)
        self.vakken = vakstatus(counts, self.spells, nvt, self.kompas, peildatum=today())

    def open_until(self) -> list[date | None]:
        return [None if pd.isna(day) else day.date() for day in self.spells["afgesloten_op"]]

    def balans(self, van: date | None = None, tot: date | None = None) -> pd.DataFrame:
        return balans(self.touched, self.kompas, van=van or self.wijk.start, tot=tot or today(), per="kwartaal")

    def share_sociaal(self, van: date | None = None, tot: date | None = None) -> float:
        sums = self.balans(van, tot)[[f"som_{SOCIAAL}", f"som_{TECHNIEK}"]].sum()
        return float(sums.iloc[0] / sums.sum())


def load(database: Database, **options: object) -> DemoResultaat:
    with database.writing(ACTOR, Actie.DEMO_LADEN) as session:
        return load_demo(session, **options)  # type: ignore[arg-type]


def test_the_demo_has_the_promised_size(demo_database: Database) -> None:
    with demo_database.reading() as session:
        sizes = [
            session.scalar(select(func.count()).select_from(t)) or 0
            for t in (WijkRow, ContactmomentRow, BelanghebbendeRow)
        ]
        first = session.scalar(select(func.min(ContactmomentRow.datum)))
        vakken = session.execute(
            select(ContactmomentRow.fase, ContactmomentAspectRow.aspect).join(ContactmomentAspectRow).distinct()
        ).all()
    assert sizes[0] >= 8 and 1300 <= sizes[1] <= 1800 and sizes[2] >= 60
    assert first is not None
    assert 3.8 <= (today() - first).days / 365.25 <= 4.1
    assert len(vakken) == 36


@pytest.mark.parametrize("tot", SOME_DAYS)
def test_the_demo_depends_on_its_last_day_only(database: Database, tot: date) -> None:
    with database.reading() as session:
        method = methode(session)
    verhaal = read_verhaal()
    rows = make_rows(verhaal, method, tot, "hash")
    assert rows == make_rows(read_verhaal(), method, tot, "hash")
    contacts = rows["contactmoment"]
    assert 1300 <= len(contacts) <= 1800
    assert max(c["datum"] for c in contacts) < tot
    assert all(c["datum"] <= as_date(c["ingevoerd_op"]) < tot for c in contacts)
    assert all(c["ingevoerd_op"] <= c["gewijzigd_op"] for c in contacts)
    starts = {w["id"]: w["start"] for w in rows["wijk"]}
    assert all(c["datum"] >= starts[c["wijk_id"]] for c in contacts)
    spells: dict[tuple[int, str], list[tuple[date, date]]] = {}
    for spell in rows["wijkfase"]:
        spells.setdefault((spell["wijk_id"], spell["fase"]), []).append(
            (spell["begonnen_op"], spell["afgesloten_op"] or tot)
        )
    for c in contacts:
        assert any(begin <= c["datum"] <= end for begin, end in spells[(c["wijk_id"], c["fase"])])
    assert all(m["besloten_op"] is None or m["besloten_op"] <= tot for m in rows["mijlpaal"])
    assert any(m["besloten_op"] is None and m["gepland_op"] > tot for m in rows["mijlpaal"])


def test_one_wijk_is_nearly_all_technique(demo_database: Database) -> None:
    story = Story(demo_database, "molenkwartier")
    assert story.share_sociaal() < 0.15
    quarters = story.balans()
    assert quarters.loc[quarters["n"] >= 5, "hoog"].tail(4).max() < 0


def test_one_wijk_has_been_silent_for_over_seven_months_in_an_open_fase(demo_database: Database) -> None:
    story = Story(demo_database, "de-rietlanden")
    assert (pd.Timestamp(today()) - story.touched["datum"].max()).days > 210
    assert None in story.open_until()
    assert list(story.balans()["n"].tail(2)) == [0, 0]
    assert list(story.vakken["status"]).count(VakStatus.VEROUDERD.value) >= 2


def test_one_wijk_went_back_a_fase_after_a_no_go(demo_database: Database) -> None:
    story = Story(demo_database, "oude-werf")
    fasen = list(story.spells["fase"])
    assert fasen.count("strategieen-identificeren") == 2
    assert fasen.index("keuzes-maken") < len(fasen) - 1
    assert "no-go" in set(story.mijlpalen["uitkomst"])
    turn = story.spells["begonnen_op"].max().date()
    assert story.share_sociaal(van=turn) > 0.55 > 0.45 > story.share_sociaal(turn - timedelta(days=240), turn)


def test_one_wijk_is_in_balance_and_shows_every_status_but_the_one_of_a_beginning(demo_database: Database) -> None:
    story = Story(demo_database, "lindenhof")
    assert 0.42 < story.share_sociaal() < 0.58
    once = VakStatus.EENMALIG.value
    assert set(story.vakken["status"]) == {status.value for status in VakStatus} - {once}
    assert once in set(Story(demo_database, "zuiderpoort-oost").vakken["status"])


def test_one_wijk_has_just_started(demo_database: Database) -> None:
    story = Story(demo_database, "zuiderpoort-oost")
    assert list(story.spells["fase"]) == ["samen-starten"]
    assert (today() - story.wijk.start).days < 100
    assert len(set(story.touched["contactmoment"])) < 40


def test_one_wijk_turned_from_all_social_to_technique(demo_database: Database) -> None:
    story = Story(demo_database, "kastanjebuurt")
    half = today() - timedelta(days=600)
    assert story.share_sociaal(tot=half - timedelta(days=200)) > 0.8
    assert story.share_sociaal(van=half) < 0.25


def test_one_wijk_is_in_the_last_fase(demo_database: Database) -> None:
    story = Story(demo_database, "vlietzicht")
    assert set(story.spells["fase"]) == set(story.kompas.fase)
    still_open = [f for f, end in zip(story.spells["fase"], story.open_until(), strict=True) if end is None]
    assert still_open == ["uitvoering"]


def test_one_wijk_has_gaps_and_is_entered_late(demo_database: Database) -> None:
    bad, good = Story(demo_database, "kouwenhoek"), Story(demo_database, "lindenhof")
    assert list(bad.balans()["n"]).count(0) >= 2
    assert bad.invoer.aandeel_tijdig is not None and bad.invoer.aandeel_tijdig < 0.6
    assert bad.invoer.aandeel_zonder_niveau is not None and bad.invoer.aandeel_zonder_niveau > 0.2
    assert good.invoer.aandeel_tijdig is not None and good.invoer.aandeel_tijdig > 0.85


def test_texts_are_many_and_have_no_gaps_left_in_them(demo_database: Database) -> None:
    with demo_database.reading() as session:
        texts = [t for t in session.scalars(select(ContactmomentRow.opbrengst)) if t]
    assert len(set(texts)) > 600
    assert not [t for t in texts if "{" in t or "}" in t or "  " in t]
    assert max(Counter(texts).values()) < 40
    assert len({zin.tekst for zinnen in read_verhaal().zinnen.values() for zin in zinnen}) >= 150


def test_every_word_of_the_demo_is_known_to_the_method(demo_database: Database) -> None:
    with demo_database.reading() as session:
        scales = {(s.schaal, s.slug) for s in session.scalars(select(SchaalwaardeRow))}
        contacts = session.scalars(select(ContactmomentRow)).all()
        statuses = set(session.scalars(select(KnooppuntstatusRow.status)))
        silent = session.scalars(
            select(KnooppuntstatusRow.knooppunt).where(
                KnooppuntstatusRow.status == "nvt", KnooppuntstatusRow.reden == ""
            )
        ).all()
    assert {("vorm", c.vorm) for c in contacts} <= scales
    assert len({c.vorm for c in contacts}) == 12
    assert {("participatieniveau", c.participatieniveau) for c in contacts if c.participatieniveau} <= scales
    assert {("knooppuntstatus", status) for status in statuses} <= scales
    assert {"gestart", "gepauzeerd", "afgerond", "herzien", "nvt"} <= statuses
    assert not silent


def test_there_is_one_account_for_each_role_and_it_is_named_after_it(
    demo_database: Database, demo_wachtwoord: str
) -> None:
    with demo_database.reading() as session:
        accounts = session.scalars(select(GebruikerRow)).all()
        roles = {a.gebruikersnaam: {t.rol for t in a.toekenningen} for a in accounts}
        places = {a.gebruikersnaam: [t.wijk_id for t in a.toekenningen] for a in accounts}
    assert roles == {rol.value: {rol.value} for rol in Rol}
    assert places["beheerder"] == places["programmamanager"] == [None]
    assert (len(places["projectleider"]), len(places["teamlid"]), len(places["lezer"])) == (2, 1, 1)
    assert password_matches(demo_wachtwoord, accounts[0].wachtwoord_hash)


def test_who_entered_a_contactmoment_may_record_in_that_wijk(demo_database: Database) -> None:
    with demo_database.reading() as session:
        rows = session.execute(
            text(
                "SELECT count(*) FROM contactmoment c WHERE NOT EXISTS (SELECT 1 FROM toekenning t WHERE "
                "t.gebruiker_id = c.ingevoerd_door AND t.rol IN ('programmamanager', 'projectleider', 'teamlid') "
                "AND (t.wijk_id IS NULL OR t.wijk_id = c.wijk_id))"
            )
        )
        assert rows.scalar() == 0


def test_the_audit_of_the_demo_ends_with_its_loading_which_raises_the_data_version(any_database: Database) -> None:
    version = any_database.data_version()
    load(any_database, wachtwoord="geheim", tot=date(2026, 1, 15))
    with any_database.reading() as session:
        lines = session.scalars(select(LogboekRow).order_by(LogboekRow.id)).all()
        assert [line.actie == "demo laden" for line in lines] == [False] * (len(lines) - 1) + [True]
        assert [line.tijdstip for line in lines] == sorted(line.tijdstip for line in lines)
        assert session.scalars(select(InstallatieRow)).one().demo
    assert any_database.data_version() > version


def test_a_demo_that_is_there_is_kept_and_gets_a_new_password(demo_database: Database) -> None:
    with demo_database.writing(ACTOR, Actie.CONTACTMOMENT_VASTLEGGEN) as session:
        session.get_one(WijkRow, 1).naam = "Aangepast"
    result = load(demo_database)
    assert not result.nieuw
    with demo_database.reading() as session:
        assert session.get_one(WijkRow, 1).naam == "Aangepast"
        assert password_matches(result.wachtwoord, session.scalars(select(GebruikerRow.wachtwoord_hash)).first() or "")


def test_a_demo_can_be_replaced_by_a_fresh_one(demo_database: Database) -> None:
    with demo_database.writing(ACTOR, Actie.CONTACTMOMENT_VASTLEGGEN) as session:
        session.get_one(WijkRow, 1).naam = "Aangepast"
    assert load(demo_database, wachtwoord="geheim", opnieuw=True).nieuw
    with demo_database.reading() as session:
        assert session.get_one(WijkRow, 1).naam == "Molenkwartier"


@pytest.mark.parametrize("opnieuw", [False, True])
def test_the_demo_never_goes_into_a_database_in_use(database: Database, opnieuw: bool) -> None:
    with database.writing(ACTOR, Actie.WIJKEN_LADEN) as session:
        session.add(WijkRow(slug="echt", naam="Echt", start=date(2024, 1, 1)))
    with pytest.raises(DemoFout, match="in gebruik"):
        load(database, opnieuw=opnieuw)
    with database.reading() as session:
        assert session.scalars(select(WijkRow.slug)).all() == ["echt"]


def test_a_method_without_the_words_of_the_demo_is_refused(database: Database) -> None:
    with database.writing(ACTOR, Actie.REFERENTIE_LADEN) as session:
        session.execute(text("UPDATE fase SET actief = false WHERE slug = 'uitvoering'"))
    with pytest.raises(DemoFout, match="uitvoering"):
        load(database)


def test_a_file_of_the_demo_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DemoFout, match=r"wijken\.csv"):
        read_verhaal(tmp_path)


@pytest.mark.parametrize("wachtwoord", ["x" * 73, "a\0b"])
def test_a_password_that_cannot_be_checked_is_refused(database: Database, wachtwoord: str) -> None:
    with pytest.raises(DemoFout, match="wachtwoord"):
        load(database, wachtwoord=wachtwoord)


def test_no_contactmoment_of_the_demo_lies_in_the_future(demo_database: Database) -> None:
    with demo_database.reading() as session:
        assert (session.scalar(select(func.max(ContactmomentRow.ingevoerd_op))) or now()) < now()


def test_looking_back_in_the_demo_is_another_story_than_filtering_by_date(demo_database: Database) -> None:
    day = today() - timedelta(days=200)
    with demo_database.reading() as session:
        happened = [row.id for row in session.scalars(select(ContactmomentRow).where(ContactmomentRow.datum <= day))]
    late = gone = 0
    for wijk in (1, 2, 3):
        with demo_database.as_known(wijk, day).reading() as session:
            known = session.scalars(select(ContactmomentRow)).all()
            assert {row.id for row in known} < set(happened) | {row.id for row in known}
            late += sum(1 for row in known if row.verwijderd_op is None)
            gone += sum(1 for row in known if row.verwijderd_op is not None)
    with demo_database.reading() as session:
        living = select(func.count(ContactmomentRow.id)).where(
            ContactmomentRow.wijk_id.in_((1, 2, 3)),
            ContactmomentRow.datum <= day,
            ContactmomentRow.verwijderd_op.is_(None),
        )
        assert late < (session.scalar(living) or 0), "nothing was entered late"


@pytest.mark.parametrize("back", [30, 200, 700])
def test_whatever_day_is_looked_back_to_in_the_demo_everything_refers_to_what_was_known(
    demo_database: Database, back: int
) -> None:
    with demo_database.reading() as session:
        wijken = session.scalars(select(WijkRow.id)).all()
    for wijk in wijken:
        with demo_database.as_known(wijk, today() - timedelta(days=back)).reading() as session:
            broken = session.execute(text("PRAGMA foreign_key_check")).all()
            assert not [row for row in broken if row[0] != "toekenning"], wijk  # roles stay as they are now


def test_nothing_of_the_demo_was_there_before_it_began(demo_database: Database) -> None:
    with demo_database.as_known(1, date(2000, 1, 1)).reading() as session:
        for row in (WijkRow, ContactmomentRow, BelanghebbendeRow, MijlpaalRow, AfspraakRow):
            assert session.scalars(select(row)).all() == []
