"""Afspraken in the browser: a teamlid adds, finishes and takes back; a lezer looks."""

import re

from playwright.sync_api import expect

WAT = "De sleutel van het buurthuis ophalen <b>bij de balie</b>."


def test_a_teamlid_adds_an_afspraak_finishes_it_and_takes_both_back(page, demo_server, demo_wachtwoord, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/afspraken")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Nieuwe afspraak").click()
    page.get_by_label("Wat is er afgesproken?").fill(WAT)
    page.get_by_role("spinbutton", name="dag").last.click()  # the first is that of the peildatum
    page.keyboard.type("03022001")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Afspraak opslaan").click()
    bar = page.locator(".st-key-wk-gedaan")
    expect(bar).to_contain_text("staat in de lijst")

    rows = page.locator(".wk-afspraak")
    expect(rows.first).to_contain_text(WAT)  # nothing is longer overdue
    expect(rows.first).to_contain_text(re.compile(r"▲ [\d.]+ dagen te laat"))
    button = page.get_by_role("button", name="Klaar", exact=True).first
    box = button.bounding_box()
    assert box is not None and box["height"] >= 44 and box["x"] + box["width"] <= 390
    button.click()
    expect(bar).to_contain_text("is klaar")
    expect(rows.filter(has_text=WAT)).to_have_count(0)
    bar.get_by_role("button", name="Ongedaan maken").click()
    expect(rows.first).to_contain_text(WAT)

    page.get_by_role("link", name=WAT).click()
    page.get_by_role("button", name="Verwijderen").click()
    expect(bar).to_contain_text("is verwijderd")
    expect(rows.filter(has_text=WAT)).to_have_count(0)


def test_a_lezer_sees_the_afspraken_of_its_wijk_and_nothing_to_change_them(page, demo_server, demo_wachtwoord, log_in):
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/afspraken")
    rows = page.locator(".wk-afspraak")
    expect(rows.first).to_be_visible()
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Afspraak", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="In het logboek")).to_have_attribute(
        "href", re.compile(r"/logboek\?wijk=vlietzicht&item=afspraak-\d+")
    )
    expect(page.get_by_role("button", name="Sluiten")).to_be_visible()
    for name in ("Nieuwe afspraak", "Klaar", "Vervallen", "Wijzigen", "Verwijderen"):
        expect(page.locator(".stButton").get_by_role("button", name=name, exact=True)).to_have_count(0)
