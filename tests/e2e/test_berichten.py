"""Messages that no page of ours would send, or that come too late: nothing is shown or changed that should not be."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Server
from tests.torture.gesprek import Antwoord, Gesprek, Widget
from tests.torture.sessies import cookie
from tests.torture.vervalsen import Gezien, forge
from wijkkompas_core.storage.database import Database

PER_PAGE = 3


@pytest.fixture(scope="module")
def eigen_server(
    serve: Callable[..., Server], demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Database]]:
    """A server whose demo may be spoiled."""
    copy = tmp_path_factory.mktemp("berichten") / "demo.db"
    shutil.copyfile(demo_file, copy)
    database = Database(f"sqlite:///{copy}")
    yield serve(database.url), database
    database.close()


def find(answer: Antwoord, soort: str, naam: str = "") -> Widget:
    return next(widget for widget in answer.widgets if widget.soort == soort and widget.naam.endswith(naam))


@pytest.mark.parametrize("naam", ["lezer", "teamlid", "projectleider"])
def test_forged_messages_show_and_change_nothing_beyond_the_rights_of_the_account(eigen_server, naam: str) -> None:
    server, database = eigen_server
    seen = Gezien()
    forge(server.url, database, naam, PER_PAGE, seed=len(naam), seen=seen)
    assert seen.fouten == []
    assert seen.gedrukt > 10, "the messages press buttons"


def test_a_click_on_the_circle_of_the_wijk_before_is_no_error(eigen_server) -> None:
    server, database = eigen_server
    with Gesprek(server.url, cookie(database, "projectleider", https=False)) as gesprek:
        circle = find(gesprek.run("wijk=lindenhof", page="kompas"), "plotly_chart")
        after = gesprek.run("wijk=molenkwartier", page="kompas")
        assert find(after, "plotly_chart").id != circle.id
        late = gesprek.run("wijk=molenkwartier", circle.state("samen-starten"), page="kompas")
    assert "Er ging iets mis" not in late.text and late.exceptions == []
    assert "Kompas" in late.text and "Molenkwartier" in late.text


def test_a_second_click_on_weghalen_takes_nothing_else_away(eigen_server) -> None:
    server, database = eigen_server
    with Gesprek(server.url, cookie(database, "teamlid", https=False)) as gesprek:
        form = gesprek.run("wijk=lindenhof", page="vastleggen")
        for label in ("Afspraak toevoegen", "Nog een afspraak"):
            form = gesprek.run("wijk=lindenhof", find(form, "button", label).state(1), page="vastleggen")
        rows = [widget for widget in form.widgets if widget.naam == "Weghalen"]
        assert len(rows) == 2
        gesprek.run("wijk=lindenhof", rows[0].state(1), page="vastleggen")
        again = gesprek.run("wijk=lindenhof", rows[0].state(1), page="vastleggen")
    assert "Er ging iets mis" not in again.text
    assert [widget.naam for widget in again.widgets].count("Weghalen") == 1
