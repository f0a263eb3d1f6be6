"""The parts of the doorkeeper: whose file it is, how fast somebody may go, and how many at once."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.web import grenzen
from dashboard.web.bestanden import Getoond, Shown
from dashboard.web.bezoeker import Bezoeker, Soort, nobody
from dashboard.web.grenzen import Plaatsen, Tempo
from dashboard.web.verzoeken import is_our_origin
from wijkkompas_core.settings import Settings

ADA, BOB = Bezoeker(Soort.ACCOUNT, "1", "11"), Bezoeker(Soort.ACCOUNT, "2", "22")


@pytest.mark.parametrize(
    ("secure", "origin", "expected"),
    [
        (True, "https://wijk.example.nl", True),
        (True, "https://WIJK.example.nl", True),
        (True, "http://wijk.example.nl", False),
        (False, "http://wijk.example.nl", True),
        (False, "https://wijk.example.nl", False),
        (False, "http://wijk.example.nl:8080", False),
        (True, "", False),
        (True, "null", False),
    ],
)
def test_a_page_is_ours_only_with_the_scheme_at_which_it_is_served(secure: bool, origin: str, expected: bool) -> None:
    headers = {"host": "wijk.example.nl", "origin": origin}
    assert is_our_origin(headers, Settings(cookie_secure=secure)) is expected


def shown(name: str, **more: object) -> bytes:
    message = ForwardMsg()
    button = message.delta.new_element.download_button
    button.url = f"/media/{name}"
    for field, value in more.items():
        setattr(button, field, value)
    return message.SerializeToString()


@pytest.mark.parametrize("more", [{}, {"type": "primary"}, {"disabled": True, "icon": "aaaa"}, {"help": "0"}])
@pytest.mark.parametrize("name", ["a" * 32 + ".pdf", "0" * 32, "b1" * 16 + ".xlsx"])
def test_a_file_is_for_who_sees_it_whatever_else_stands_in_the_message(name: str, more: dict[str, object]) -> None:
    files, screen = Getoond(), set[Shown]()
    files.note(shown(name, **more), ADA, screen)
    assert files.may_fetch(name, ADA) and not files.may_fetch(name, BOB)
    assert not files.may_fetch(name, Bezoeker(Soort.NIEMAND)) and not files.may_fetch("x", ADA)


def test_two_visitors_without_a_cookie_are_never_the_same() -> None:
    files, screen = Getoond(), set[Shown]()
    files.note(shown("a.txt"), nobody({}), screen)
    assert not files.may_fetch("a.txt", nobody({}))
    assert not nobody({}).is_same_as(nobody({}))


def test_an_account_is_the_same_in_a_later_login_and_a_link_with_its_number_is_not() -> None:
    assert ADA.is_same_as(Bezoeker(Soort.ACCOUNT, "1", "99"))
    assert not ADA.is_same_as(Bezoeker(Soort.LINK, "1", "11")) and not ADA.is_same_as(None)


def test_who_goes_too_fast_waits_its_turn_and_another_does_not() -> None:
    moment = 0.0
    pace = Tempo(per_second=10, at_once=20, longest_wait=5, clock=lambda: moment)
    assert [pace.ask("a") for _ in range(21)] == pytest.approx([0.0] * 21)
    waits = [pace.ask("a") for _ in range(60)]
    assert waits[0] == pytest.approx(0.1) and waits[49] == pytest.approx(5.0)
    assert waits[50:] == [None] * 10, "a queue that is too long grows no longer"
    assert pace.ask("b") == 0.0
    moment = 8.0
    assert pace.ask("a") == 0.0


def test_addresses_without_end_take_no_memory_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grenzen, "MOST_ADDRESSES", 10)
    pace = Tempo(per_second=1, at_once=5, longest_wait=5, clock=lambda: 0.0)
    for number in range(1_000):
        pace.ask(number)
    assert len(pace._done_at) <= 10


def test_a_place_that_is_given_back_can_be_taken_again() -> None:
    places = Plaatsen(2)
    assert [places.take("a") for _ in range(3)] == [True, True, False]
    assert places.take("b") and places.take("a", most=3)
    places.leave("a")
    assert not places.take("a"), "two are taken still"
    places.leave("a")
    assert places.take("a")
