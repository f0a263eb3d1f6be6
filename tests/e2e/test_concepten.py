"""A half-filled contactmoment survives a closed tab and a restart of the server, and is offered again."""

import shutil
import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import fill_in_contactmoment, sideways

TEXT = "Half getypt op de bewonersavond, שלום 🏘️"
CLICK_UNSEEN = """([save, another]) => {  // the server has saved long before the browser sees it
    const until = performance.now() + 2000;
    save.click();
    while (performance.now() < until);
    another.click();
}"""


def wait_until_kept(file, text, seconds=15):
    """Wait until this text is in a draft: the screen does not tell when the server has it."""
    until = time.monotonic() + seconds
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        while time.monotonic() < until:
            if any(text in inhoud for (inhoud,) in database.execute("SELECT inhoud FROM concept")):
                return
            time.sleep(0.05)
    pytest.fail(f"No draft with '{text}' was kept.", pytrace=False)


def leave_half(page, demo_wachtwoord, url, log_in):
    log_in(page, url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    page.get_by_role("textbox", name="Wat leverde het op?").fill(TEXT)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Afspraak toevoegen").click()
    page.get_by_label("Wat is er afgesproken?").fill("De zaal bellen")
    page.keyboard.press("Tab")


def test_a_draft_survives_a_closed_tab_and_a_restart_and_can_be_saved_or_thrown_away(
    serve, demo_file, tmp_path, demo_wachtwoord, new_context, log_in
):
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    server = serve(f"sqlite:///{copy}")
    first = new_context()
    leave_half(first.new_page(), demo_wachtwoord, server.url, log_in)
    wait_until_kept(copy, "De zaal bellen")
    first.close()
    server.stop()
    server.start()

    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    log_in(page, server.url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=molenkwartier")
    offer = page.locator(".st-key-wk-concept")
    expect(offer).to_contain_text("Je had nog een half ingevuld contactmoment van")
    expect(offer).to_contain_text("(Lindenhof)")
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("")
    offer.get_by_role("button", name="Verder invullen").click()
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value(TEXT)
    expect(page.get_by_label("Wat is er afgesproken?")).to_have_value("De zaal bellen")
    expect(page.get_by_role("combobox", name="Wijk", exact=True)).to_have_value("Lindenhof")
    expect(offer).to_have_count(0)
    assert sideways(page) == 0
    save = page.get_by_role("button", name="Vastleggen", exact=True).bounding_box()
    assert save is not None and save["height"] >= 44 and save["y"] + save["height"] <= 844

    page.reload()
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Weggooien").click()
    expect(offer).to_have_count(0)
    page.reload()
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("")
    expect(offer).to_have_count(0)


def test_a_text_is_kept_also_when_nobody_leaves_the_field_and_typing_goes_on_undisturbed(
    serve, demo_file, tmp_path, demo_wachtwoord, new_context, log_in
):
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    server = serve(f"sqlite:///{copy}")
    first = new_context()
    page, sockets = first.new_page(), []
    page.on("websocket", lambda socket: sockets.append(socket))
    log_in(page, server.url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    field = page.get_by_role("textbox", name="Wat leverde het op?")
    field.press_sequentially("Eerste zin.")
    with sockets[-1].expect_event("framesent", timeout=15_000):
        pass
    field.press_sequentially(" Tweede zin.")
    wait_until_kept(copy, "Eerste zin. Tweede zin.")
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("Eerste zin. Tweede zin.")
    first.close()

    again = new_context().new_page()
    log_in(again, server.url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    again.get_by_role("button", name="Verder invullen").click()
    expect(again.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("Eerste zin. Tweede zin.")


def fill_in(page, file, text):
    fill_in_contactmoment(page, text)
    wait_until_kept(file, text)


def expect_saved_once(page, database, text):
    expect(page.get_by_text("Vastgelegd:")).to_be_visible()
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("")
    expect(page.get_by_role("combobox", name="Vorm", exact=True)).to_have_value("")
    assert database.execute("SELECT count(*) FROM contactmoment WHERE opbrengst = ?", (text,)).fetchone() == (1,)


def test_what_is_clicked_while_saving_neither_stops_it_nor_brings_back_what_was_saved(
    serve, demo_file, tmp_path, demo_wachtwoord, page, log_in
):
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    log_in(page, serve(f"sqlite:///{copy}").url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    save = page.get_by_role("button", name="Vastleggen", exact=True)
    another = page.get_by_role("button", name="Overstap is betaalbaar en financierbaar")
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        fill_in(page, copy, "Gezegd op de bewonersavond")
        database.execute("BEGIN IMMEDIATE")  # someone else is writing: saving waits for that
        save.click()
        with sockets[-1].expect_event("framesent"):
            another.click()
        database.execute("COMMIT")
        expect_saved_once(page, database, "Gezegd op de bewonersavond")

        page.get_by_test_id("stMain").get_by_role("button", name="Sluiten").click()
        expect(page.get_by_text("Vastgelegd:")).to_have_count(0)
        fill_in(page, copy, "Gezegd na afloop")
        page.evaluate(CLICK_UNSEEN, [save.element_handle(), another.element_handle()])
        expect_saved_once(page, database, "Gezegd na afloop")
