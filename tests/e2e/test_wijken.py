"""Managing wijken in the browser."""

import shutil

from playwright.sync_api import expect


def test_a_programmamanager_begins_a_wijk_with_the_set_up_of_another_and_archives_it(
    serve, demo_file, tmp_path, demo_wachtwoord, page, log_in
):
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    server = serve(f"sqlite:///{copy}")
    log_in(page, server.url, "programmamanager", demo_wachtwoord, "/wijken?beheer=nieuw")
    page.get_by_label("Naam", exact=True).fill("Nieuwland")
    page.keyboard.press("Tab")
    example = page.get_by_role("combobox", name="Neem de opzet over van")
    example.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    example.click()
    page.get_by_role("option", name="Lindenhof").click()
    page.get_by_text("Neem ook de belanghebbenden over").click()
    page.get_by_role("button", name="Wijk beginnen").click()
    expect(page.get_by_text("Nieuwland is begonnen")).to_be_visible()
    expect(page.locator(".wk-programma tbody tr")).to_have_count(10)
    page.goto(f"{server.url}/belanghebbenden?wijk=nieuwland")
    expect(page.get_by_text("Energiecoöperatie").first).to_be_visible()
    page.goto(f"{server.url}/wijken?beheer=nieuwland")
    page.get_by_role("button", name="Archiveren").click()
    expect(page.get_by_text("Nieuwland is gearchiveerd")).to_be_visible()
    page.goto(f"{server.url}/programma")
    expect(page.locator(".wk-groepen tbody tr:not(.wk-groeprij)")).to_have_count(9)
