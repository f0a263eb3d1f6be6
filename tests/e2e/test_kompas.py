"""The kompas in a real browser: by arrow keys, and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def heard(page: Page) -> str:
    """What somebody who walks by keyboard hears of where they are."""
    return page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")


def test_arrow_keys_walk_from_fase_to_spoor_to_aspect_and_enter_chooses_as_a_click_does(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    tree = page.get_by_role("tree", name=re.compile("Het kompas als boom"))
    expect(page.locator("g.slice").first).to_be_visible()
    assert tree.locator('[tabindex="0"]').count() == 1
    tree.locator('[tabindex="0"]').focus()
    assert heard(page).startswith("Fase 1 Samen starten: ")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert heard(page).startswith("Fase 4 Keuzes maken, loopt nu: ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert heard(page).startswith("Fase 4 Keuzes maken, loopt nu, Sociaal-maatschappelijk: ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    sentence = heard(page)
    assert re.fullmatch(r"Fase 4 Keuzes maken, Zakelijke vastgoedeigenaren doen mee: \d+ dagen stil, .*", sentence)
    expect(tree.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("selectie=keuzes-maken%2Fsociaal-maatschappelijk%2Fzakelijke"))
    expect(page.get_by_role("heading", name="Zakelijke vastgoedeigenaren doen mee")).to_be_visible()
    expect(tree.locator('[aria-selected="true"]')).to_be_focused()
    assert heard(page) == sentence and tree.locator('[tabindex="0"]').count() == 1
    page.keyboard.press("ArrowLeft")
    assert heard(page).startswith("Fase 4 Keuzes maken, loopt nu, Sociaal-maatschappelijk: ")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_finding_and_the_circle_stand_in_the_first_screen(
    demo_server, demo_wachtwoord, browser, log_in, theme
):
    context = browser.new_context(**PHONE, user_agent=AGENT, color_scheme=theme, locale="nl-NL")
    page = context.new_page()
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    expect(page.locator("g.slice").first).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("vakken hebben contact; in fase 4"))).to_be_in_viewport()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None and box["y"] > 0 and box["y"] + box["height"] <= 844
    words = page.locator("g.slice text").all_text_contents()
    assert any(re.fullmatch(r"\d+ d", word) for word in words)
    context.close()
