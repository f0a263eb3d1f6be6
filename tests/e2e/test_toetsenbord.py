"""With the keyboard alone: record, find it back, change it, undo that."""

from playwright.sync_api import Page, expect

TEXT = "Toetsenbordoverleg over de kabelgoot"
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here) return "";
  const labels = [...(here.labels || [])].map((label) => label.innerText);
  const inside = (here.querySelector("p") || here).innerText;
  return [here.getAttribute("aria-label"), ...labels, inside, here.title].filter(Boolean).join(" ");
}"""


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what has the focus is called so; fails when that never happens."""
    passed = []
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.evaluate(FOCUSED).strip()
        if focused.startswith(name):
            return
        passed.append(focused[:40])
    raise AssertionError(f"{name!r} cannot be reached with Tab; passed {passed}")


def test_record_find_edit_and_undo_without_a_mouse(demo_server, demo_wachtwoord, page):
    page.goto(f"{demo_server.url}/vastleggen?wijk=lindenhof")
    expect(page.get_by_label("Gebruikersnaam")).to_be_visible()
    tab_to(page, "Gebruikersnaam")
    page.keyboard.type("teamlid")
    tab_to(page, "Wachtwoord")
    page.keyboard.type(demo_wachtwoord)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Vastleggen")).to_be_visible()
    tab_to(page, "Vorm")
    page.keyboard.type("Werkgroep")
    page.keyboard.press("Enter")
    tab_to(page, "Bewoners doen mee")
    page.keyboard.press("Space")
    tab_to(page, "Wat leverde het op?")
    page.keyboard.type(TEXT)
    tab_to(page, "Vastleggen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vastgelegd:")).to_be_visible()

    page.goto(f"{demo_server.url}/logboek?wijk=lindenhof")
    expect(page.get_by_role("heading", name="Logboek", exact=True)).to_be_visible()
    tab_to(page, "Zoeken")
    page.keyboard.type("kabelgoot")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    tab_to(page, "Werkgroep")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Geschiedenis")).to_be_visible()

    tab_to(page, "Contactmoment wijzigen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Contactmoment wijzigen")).to_be_visible()
    tab_to(page, "Wat leverde het op?")
    page.keyboard.press("End")
    page.keyboard.type(", en over de stoep")
    tab_to(page, "Wijziging opslaan")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gewijzigd:")).to_be_visible()

    tab_to(page, "Ongedaan maken")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gewijzigd:")).to_have_count(0)
    page.goto(f"{demo_server.url}/logboek?wijk=lindenhof&zoek=kabelgoot")
    expect(page.get_by_text(TEXT, exact=True)).to_be_visible()


def test_of_every_field_that_has_the_focus_a_whole_ring_is_to_be_seen(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/belanghebbenden?wijk=lindenhof")
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_label("Sorteer op")).to_be_visible()
    fields = page.locator("[data-testid='stPopoverBody'], [data-testid='stMain']").locator("input:not([type='date'])")
    expect(page.get_by_label("Zoek op naam")).to_be_visible()
    assert fields.count() >= 6
    for field in fields.all():
        field.focus()
        # The ring lies outside what it is around: it is cut off when what holds that hides what sticks out.
        assert field.evaluate(
            """field => {
                const around = [field, field.parentElement].find(one => getComputedStyle(one).outlineStyle === "solid");
                return around && getComputedStyle(around.parentElement).overflow !== "hidden";
            }"""
        ), field.get_attribute("aria-label")
