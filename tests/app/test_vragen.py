"""Asking: the right first, then the kept answer, which never goes to who may not have it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy.orm import Session

from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Actor, Recht, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.queries.belanghebbenden import register
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.queries.wijken import perioden, wijken

SYSTEM = system_actor("test")
asked: list[tuple] = []
HERE, ELSEWHERE = 1, 2
READER = Actor(7, "lezer", "Lies Lezer", (Toekenning(Rol.LEZER, HERE),))
LEADER = Actor(8, "leider", "Loek Leider", (Toekenning(Rol.PROJECTLEIDER, HERE),))
OTHER = Actor(9, "ander", "An Ander", (Toekenning(Rol.LEZER, ELSEWHERE),))
BY_LINK = replace(LEADER, gebruiker=None, naam="", deellink=3)


def who(session: Session, actor: Actor, wijk: int, extra: str = "") -> tuple:
    asked.append((actor, wijk, extra))
    return actor.gebruiker, actor.naam, actor.wijken(), [r for r in Recht if actor.may(r, wijk)], extra


@vraag(persoonlijk=True)
def mine(session: Session, actor: Actor, wijk: int) -> int | None:
    return actor.gebruiker


@vraag(recht=Recht.WIJK_STUREN)
def for_leaders(session: Session, actor: Actor, wijk: int) -> str:
    return "voor wie stuurt"


def visible(session: Session, actor: Actor) -> object:
    return actor.gebruiker, actor.wijken(), actor.wijken(Recht.WIJK_STUREN)


def of_several(session: Session, actor: Actor, wijken: tuple[int, ...]) -> dict[int, list]:
    asked.append((actor, wijken))
    return {wijk: [wijk] for wijk in wijken if actor.may(Recht.WIJK_ZIEN, wijk)}


@vraag(wijk_alleen=True)
def of_this_wijk_only(session: Session, actor: Actor, wijk: int) -> list:
    return [wijk]


@pytest.fixture(autouse=True)
def the_demo(demo_database, use):
    use(demo_database)
    asked.clear()


def test_an_answer_is_read_once_and_shared_by_who_holds_the_same_roles():
    same = replace(READER, gebruiker=70, naam="Nog Iemand", sessie=5)
    first, second = (Lezer(one).ask(who, HERE, "eens") for one in (READER, same))
    assert first is second and len(asked) == 1


def test_what_the_key_does_not_tell_apart_the_query_cannot_know():
    gebruiker, naam, where, rights, _ = Lezer(READER).ask(who, HERE, "naamloos")
    assert (gebruiker, naam, where) == (0, "", frozenset({HERE}))
    assert rights == [Recht.EIGEN_ACCOUNT, Recht.WIJK_ZIEN]


def test_who_may_less_never_gets_the_answer_of_who_may_more():
    rights = [Lezer(one).ask(who, HERE, "rechten")[3] for one in (LEADER, READER, BY_LINK, LEADER)]
    assert Recht.WIJK_STUREN in rights[0] and rights[0] == rights[3]
    assert Recht.WIJK_STUREN not in rights[1] and rights[2] == [Recht.WIJK_ZIEN]


def test_the_right_is_checked_before_a_kept_answer_is_looked_at():
    Lezer(READER).ask(who, HERE)
    with pytest.raises(Forbidden):
        Lezer(OTHER).ask(who, HERE)
    assert Lezer(LEADER).ask(for_leaders, HERE)
    with pytest.raises(Forbidden):
        Lezer(READER).ask(for_leaders, HERE)
    with pytest.raises(Forbidden):
        Lezer(BY_LINK).ask(for_leaders, HERE)
    with pytest.raises(Forbidden):
        Lezer(READER).ask_each(of_several, (HERE, ELSEWHERE))


def test_what_is_personal_is_kept_per_person():
    assert [Lezer(one).ask(mine, HERE) for one in (READER, LEADER, READER)] == [7, 8, 7]


def test_what_is_filtered_by_rights_is_kept_per_set_of_rights():
    answers = [Lezer(one).ask_all(visible) for one in (READER, OTHER, LEADER, BY_LINK, SYSTEM)]
    assert answers[0] == (0, frozenset({HERE}), frozenset())
    assert answers[1] == (0, frozenset({ELSEWHERE}), frozenset())
    assert answers[2] == (0, frozenset({HERE}), frozenset({HERE}))
    assert answers[3] == (0, frozenset({HERE}), frozenset())
    assert answers[4] == (None, None, None)
    assert [w.id for w in Lezer(READER).ask_all(wijken)] == [HERE]
    assert [w.id for w in Lezer(OTHER).ask_all(wijken)] == [ELSEWHERE]


def test_every_argument_tells_an_answer_apart():
    lezer = Lezer(READER)
    answers = [lezer.ask(who, HERE, "een"), lezer.ask(who, HERE, "twee"), lezer.ask(who, HERE, extra="drie")]
    assert [answer[-1] for answer in answers] == ["een", "twee", "drie"]
    with pytest.raises(TypeError, match="cannot be in a key"):
        lezer.ask(who, HERE, ["lijst"])  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="by its own name"):
        lezer.ask(lambda session, actor, wijk: 1, HERE)


def test_looking_back_reads_how_it_was_known_then_and_now_reads_today():
    then = Lezer(LEADER, date(today().year - 5, 1, 1))
    assert then.ask(perioden, HERE).empty and not then.now.ask(perioden, HERE).empty
    assert then.ask_each(of_several, (HERE,)) == {HERE: [HERE]}
    assert Lezer(LEADER).now.ask_each(of_several, (HERE,)) == {HERE: [HERE]}
    assert not then.ask(who, HERE, "toen")[3].count(Recht.WIJK_STUREN)


def test_of_several_wijken_only_those_are_asked_that_were_not_there_whoever_asks():
    all_rights = replace(LEADER, toekenningen=(Toekenning(Rol.PROGRAMMAMANAGER, None),))
    first = Lezer(READER).ask_each(of_several, (HERE,))
    both = Lezer(all_rights).ask_each(of_several, (HERE, ELSEWHERE))
    assert [wijken for _, wijken in asked] == [(HERE,), (ELSEWHERE,)]
    assert both[HERE] is first[HERE] and both[ELSEWHERE] == [ELSEWHERE]
    assert {actor.toekenningen for actor, _ in asked} == {
        (Toekenning(Rol.LEZER, HERE),),
        (Toekenning(Rol.LEZER, ELSEWHERE),),
    }


def test_an_answer_about_a_wijk_alone_stays_while_another_wijk_changes(demo_database):
    def answers() -> list:
        lezer = Lezer(LEADER)
        return [lezer.ask(of_this_wijk_only, HERE), lezer.ask(who, HERE)]

    def change(wijk: int) -> None:
        with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN) as session:
            session.dirty_wijken.add(wijk)

    alone, other = answers()
    change(ELSEWHERE)
    still, anew = answers()
    assert still is alone and anew is not other
    change(HERE)
    assert answers()[0] is not alone


def test_what_is_read_afresh_is_not_kept():
    lezer = Lezer(READER)
    assert lezer.afresh.ask(who, HERE, "vers") is not lezer.afresh.ask(who, HERE, "vers")
    assert len(asked) == 2


def draw(frame: pd.DataFrame, dark: bool) -> list:
    return [len(frame), dark]


def test_what_is_made_of_an_answer_is_made_once():
    lezer = Lezer(READER)
    frame = lezer.ask(register, HERE)
    assert lezer.made(draw, frame, True) is Lezer(READER).made(draw, lezer.ask(register, HERE), True)
    assert lezer.made(draw, frame, False) == [len(frame), False]
    assert lezer.made(draw, frame.copy(), True) is not lezer.made(draw, frame, True)
