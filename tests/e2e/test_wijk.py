"""The start page of a wijk in the browser: where a teamlid lands, and one click to act."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sideways, stands_still

CUT_OFF = """async (part) => {  // per frame, for a second: how much of what unfolds is not shown yet, in pixels
    const [summary, content] = part.children, high = (element) => element.getBoundingClientRect().height;
    const found = [], until = performance.now() + 1000;
    summary.click();
    while (performance.now() < until) {
        await new Promise(requestAnimationFrame);
        found.push(Math.round(high(summary) + high(content) - high(part)));
    }
    return found;
}"""


def test_a_teamlid_lands_on_its_wijk_and_one_click_brings_a_prefilled_form(demo_server, demo_wachtwoord, page, log_in):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/inloggen")
    expect(page).to_have_url(re.compile("/wijk"))
    expect(page.locator(".wk-verhaal h2")).to_be_visible()
    assert sideways(page) == 0
    button = page.get_by_role("button", name="Vastleggen", exact=True).bounding_box()
    assert button is not None and button["height"] >= 44 and button["y"] + button["height"] <= 844
    page.get_by_role("link", name=re.compile("^Toon alles wat aandacht vraagt")).click()
    signal = page.locator(".wk-signalen li").filter(has_text="Stilte").first
    signal.get_by_role("link", name=re.compile("^Vastleggen")).click()
    expect(page.get_by_role("heading", name="Vastleggen")).to_be_visible()
    expect(page.get_by_role("combobox", name="Fase van de wijk toen")).to_have_value(re.compile("Keuzes maken"))
    expect(page.locator('button[aria-pressed="true"], [kind="pillsActive"]').first).to_be_visible()


def test_a_signal_is_set_aside_and_taken_back(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/wijk?wijk=lindenhof&alle=1")
    signal = page.locator(".wk-signalen li").first
    sentence = signal.locator("strong").inner_text()
    signal.get_by_role("link", name=re.compile("^Wegleggen")).click()
    page.get_by_label("Reden").fill("Dat loopt via de corporatie.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Wegleggen", exact=True).click()
    expect(page.locator(".wk-signalen").get_by_text(sentence, exact=True)).to_have_count(0)
    page.get_by_text("Weggelegd (1)").click()
    expect(page.get_by_text("Dat loopt via de corporatie.")).to_be_visible()
    page.get_by_role("button", name="Terughalen").click()
    expect(page.locator(".wk-signalen").get_by_text(sentence, exact=True)).to_be_visible()


def test_what_unfolds_or_folds_does_so_at_once_so_that_no_button_slides_away_from_under_the_pointer(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    part = page.get_by_test_id("stExpander").locator("details")
    assert max(part.evaluate(CUT_OFF)) <= 0
    expect(part.get_by_role("table").first).to_be_visible()
    assert part.evaluate(CUT_OFF)[-1] <= 0
    expect(part.get_by_role("table").first).to_be_hidden()


def test_a_lezer_sees_the_blind_spots_and_nothing_to_do_about_them(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/wijk?wijk=vlietzicht")
    expect(page.locator(".wk-verhaal h2")).to_be_visible()
    main = page.locator('[data-testid="stMain"]')
    for name in ("Vastleggen", "Wegleggen", "N.v.t. met reden", "Terughalen"):
        expect(main.get_by_role("link", name=re.compile(f"^{name}"))).to_have_count(0)
        expect(main.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.parametrize("wijk", ["lindenhof", "kouwenhoek", "de-rietlanden"])
def test_the_story_the_rest_of_the_week_the_vakken_and_the_puls_stand_on_the_first_screen(
    demo_server, demo_wachtwoord, page, log_in, wijk
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, f"/wijk?wijk={wijk}")
    stands_still(page)
    for part in (".wk-kopzin", ".wk-verhaal", ".wk-ookweek", ".wk-vakraster", ".wk-puls-groot"):
        box = page.locator(part).first.bounding_box()
        assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 900, (part, box)
