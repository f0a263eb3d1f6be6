"""Forms in the browser: two people at one record, and one bar that goes along from page to page."""

import re

import pytest
from playwright.sync_api import expect


def ready(page):
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def bar(page):
    return page.locator(".st-key-wk-gedaan")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    ready(page)


def type_in(page, label, text):
    field = page.get_by_label(label, exact=True)
    expect(field).to_be_visible()
    ready(page)
    field.fill(text)
    field.press("Tab")
    ready(page)


def a_noot(page):
    page.get_by_text("noot toevoegen").click()
    type_in(page, "Wat gebeurde er?", "Proef begonnen")
    press(page, "Noot toevoegen")


def choose_noot(page):
    if not page.get_by_label("Wat gebeurde er?").is_visible():
        page.get_by_text("noot toevoegen").click()
    box = page.get_by_role("combobox", name="Wat wil je doen?")
    expect(box).to_be_visible()
    ready(page)
    number = (
        page.locator(".wk-noten li", has_text=re.compile("Proef begonnen|Van de eerste")).locator("strong").inner_text()
    )
    box.focus()
    page.keyboard.type(f"Noot {number} wijzigen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Wijziging opslaan")).to_be_visible()
    ready(page)


def nothing(page):
    """The demo has a mijlpaal that is open, and the form begins with it."""


def name_of_before(page):
    type_in(page, "Naam", "Strategie opnieuw gekozen")
    press(page, "Mijlpaal opslaan")


def delete_noot(page):
    choose_noot(page)
    press(page, "Verwijderen")


MIJLPAAL = (
    "/voortgang?wijk=oude-werf&beeld=fasen&fase=strategieen-identificeren&doen=mijlpaal",
    (nothing, nothing, name_of_before),
    "Naam",
    "Mijlpaal opslaan",
)
NOOT = ("/balans?wijk=oude-werf", (a_noot, choose_noot, delete_noot), "Wat gebeurde er?", "Wijziging opslaan")


@pytest.mark.parametrize(("path", "steps", "label", "save"), [MIJLPAAL, NOOT], ids=["mijlpaal", "noot"])
def test_who_was_second_sees_both_versions_keeps_what_was_typed_and_can_undo(
    demo_server, demo_wachtwoord, new_context, log_in, path, steps, label, save
):
    make, choose, clean_up = steps
    first, second = (new_context(viewport={"width": 1440, "height": 900}).new_page() for _ in range(2))
    log_in(first, demo_server.url, "programmamanager", demo_wachtwoord, path)
    make(first)
    choose(first)
    log_in(second, demo_server.url, "programmamanager", demo_wachtwoord, path)
    choose(second)
    type_in(first, label, "Van de eerste")
    type_in(second, label, "Van de tweede")
    press(first, save)
    expect(bar(first)).to_contain_text("Opgeslagen:")
    press(second, save)
    expect(second.get_by_text("Iemand anders heeft dit intussen gewijzigd.")).to_be_visible()
    expect(second.get_by_role("row", name=re.compile("Van de eerste.*Van de tweede"))).to_be_visible()
    expect(second.get_by_label(label, exact=True)).to_have_value("Van de tweede")
    press(second, save)
    expect(bar(second)).to_contain_text("Opgeslagen:")
    expect(second.get_by_text("Van de tweede").first).to_be_visible()
    press(second, "Ongedaan maken")
    expect(bar(second)).to_have_count(0)
    expect(second.get_by_text("Van de eerste").first).to_be_visible()
    clean_up(second)


def test_the_bar_goes_along_to_another_page_and_undoes_there(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/balans?wijk=lindenhof")
    page.get_by_text("noot toevoegen").click()
    type_in(page, "Wat gebeurde er?", "Proef die zo weer weg is")
    press(page, "Noot toevoegen")
    expect(bar(page)).to_contain_text("staat in de grafieken")
    page.get_by_role("link", name="Kompas", exact=True).first.click()
    expect(page.locator(".wk-balk-naam")).to_have_text("Kompas")
    expect(bar(page)).to_contain_text("staat in de grafieken")
    press(page, "Ongedaan maken")
    expect(bar(page)).to_have_count(0)
    page.get_by_role("link", name="Balans", exact=True).first.click()
    page.get_by_text("noot toevoegen").click()
    expect(page.get_by_label("Wat gebeurde er?")).to_be_visible()
    expect(page.get_by_text("Proef die zo weer weg is")).to_have_count(0)
