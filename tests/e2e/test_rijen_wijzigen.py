"""Many contactmomenten in one table: type in the grid, save row by row, meet somebody else's change, undo it all."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sideways, stands_still

WIDTHS = (112, 108, 140, 148, 116, 148, 104)
"""Of the columns before the last, in pixels; the grid is a picture, so that a cell is found by its place."""
ROW_HEIGHT = 35
DEELNEMERS = 6


def grid(page: Page):
    """The grid, in sight."""
    expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    stands_still(page)
    return page.locator("[data-testid=stDataFrame] canvas").first


def shown(page: Page, row: int, column: int):
    """What stands in a cell, as the grid reads it aloud."""
    return page.locator(f"#glide-cell-{column}-{row}")


def type_number(page: Page, row: int, column: int, number: int) -> None:
    """Type a number in a cell and leave it with Enter."""
    # By way of the cell before it: a click on the cell where one already is would open it at once.
    where = {"x": sum(WIDTHS[: column - 1]) + WIDTHS[column - 1] / 2, "y": ROW_HEIGHT * (row + 1.5)}
    grid(page).click(position=where, force=True)  # a layer that scrolls lies over the picture
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    field = page.locator("#portal input")
    expect(field).to_be_visible()
    field.fill(str(number))
    field.press("Enter")
    expect(shown(page, row, column)).to_have_text(str(number))


def open_table(page: Page, log_in, server, password: str, who: str) -> None:
    log_in(page, server.url, who, password, "/logboek?wijk=molenkwartier")
    page.get_by_role("button", name="Veel rijen wijzigen").click()
    expect(page).to_have_url(re.compile(r"/uitwisseling\?.*deel=wijzigen"))


def test_rows_are_changed_in_the_grid_saved_one_by_one_and_undone_together(
    demo_server, demo_wachtwoord, new_context, log_in
):
    mine = new_context(viewport={"width": 1440, "height": 1000}).new_page()
    theirs = new_context(viewport={"width": 1440, "height": 1000}).new_page()
    open_table(mine, log_in, demo_server, demo_wachtwoord, "projectleider")
    grid(mine)
    before = [shown(mine, row, DEELNEMERS).inner_text() for row in (0, 1)]
    type_number(mine, 0, DEELNEMERS, 4321)
    expect(mine.get_by_text("1 rij gewijzigd")).to_be_visible()
    type_number(mine, 1, DEELNEMERS, 1234)
    expect(mine.get_by_text("2 rijen gewijzigd")).to_be_visible()
    expect(mine.get_by_text("Andere rijen kiezen kan als je")).to_be_visible()

    mine.reload()  # what was typed is kept
    expect(mine.get_by_text("2 rijen gewijzigd")).to_be_visible()
    expect(shown(mine, 1, DEELNEMERS)).to_have_text("1234")

    open_table(theirs, log_in, demo_server, demo_wachtwoord, "beheerder")
    type_number(theirs, 1, DEELNEMERS, 77)
    theirs.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(theirs.get_by_text("1 rij opgeslagen")).to_be_visible()

    mine.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(mine.get_by_text("1 rij opgeslagen")).to_be_visible()
    expect(mine.get_by_text("is intussen door iemand anders gewijzigd")).to_be_visible()
    both = mine.get_by_role("region", name=re.compile("Twee versies van"))
    expect(both).to_contain_text("77")
    expect(both).to_contain_text("1234")
    mine.get_by_role("button", name="Mijn cellen houden").click()
    mine.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(mine.get_by_text("is intussen door iemand anders gewijzigd")).to_be_hidden()
    expect(mine.get_by_text("1 rij opgeslagen")).to_be_visible()
    stands_still(mine)  # the bar of the save before says the same
    mine.get_by_role("button", name="Ongedaan maken").click()
    expect(mine.get_by_text("1 rij teruggezet.")).to_be_visible()
    expect(shown(mine, 1, DEELNEMERS)).to_have_text("77")
    expect(shown(mine, 0, DEELNEMERS)).to_have_text("4321")
    assert "4321" not in before and "77" not in before


@pytest.fixture
def own_table(serve, demo_file, tmp_path, demo_wachtwoord, page, log_in) -> Path:
    """The table with one number changed, in a database of this test alone; answers its file."""
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    open_table(page, log_in, serve(f"sqlite:///{copy}"), demo_wachtwoord, "projectleider")
    type_number(page, 0, DEELNEMERS, 4321)
    expect(page.get_by_text("1 rij gewijzigd")).to_be_visible()
    return copy


def test_a_click_on_saving_is_done_also_when_something_else_is_pressed_in_the_same_moment(page, own_table):
    stands_still(page)
    page.evaluate(
        """() => {
            const [save] = document.querySelectorAll(".st-key-rijen_opslaan button");
            const other = [...document.querySelectorAll("[data-testid=stButtonGroup] button")]
                .find(one => one.textContent.includes("Exporteren"));
            save.click();
            other.click();
        }"""
    )
    expect(page).to_have_url(re.compile("deel=exporteren"))
    page.get_by_text("Veel rijen wijzigen").click()
    expect(page.get_by_text("1 rij opgeslagen")).to_be_visible()


def test_who_goes_elsewhere_while_rows_are_saved_has_saved_them_all(page, own_table):
    type_number(page, 1, DEELNEMERS, 1234)
    expect(page.get_by_text("2 rijen gewijzigd")).to_be_visible()
    stands_still(page)
    with closing(sqlite3.connect(own_table, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")  # someone else is writing: saving waits for that
        page.get_by_role("button", name="Wijzigingen opslaan").click()
        expect(page.get_by_text("Rijen opslaan")).to_be_visible()
        page.get_by_role("link", name="Mijn account").click()
        database.execute("COMMIT")
        expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
        saved = "SELECT count(*) FROM contactmoment WHERE aantal_deelnemers IN (4321, 1234)"
        assert database.execute(saved).fetchone() == (2,)
    page.get_by_role("link", name="Uitwisselen").click()
    page.get_by_text("Veel rijen wijzigen").click()
    expect(page.get_by_text("2 rijen opgeslagen")).to_be_visible()


def test_the_table_fits_on_a_phone_and_its_own_words_are_dutch(demo_server, demo_wachtwoord, new_context, log_in):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/account")
    page.goto(f"{demo_server.url}/uitwisseling?deel=wijzigen&wijk=lindenhof")
    grid(page)
    assert sideways(page) == 0
    labels = page.locator("[data-testid=stElementToolbar] button").evaluate_all("all => all.map(b => b.ariaLabel)")
    assert len(labels) >= 3 and not [one for one in labels if re.search("Search|Download as|Fullscreen|columns", one)]
