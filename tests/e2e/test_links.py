"""Links in our own HTML, in the browser: they lead on without loading the page again; with Ctrl they open a tab."""

import re

from playwright.sync_api import Route, expect

from tests.e2e.conftest import stands_still


def test_a_link_leads_to_another_page_and_back_without_loading_everything_again(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/wijk?wijk=lindenhof")
    page.evaluate("() => { window.seen = true }")
    page.get_by_role("link", name="Naar het kompas").click()
    expect(page).to_have_url(re.compile(r"/kompas\?wijk=lindenhof"))
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text="Kompas")).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page).to_have_url(re.compile("/wijk"))
    expect(page.get_by_role("link", name="Naar het kompas")).to_be_visible()
    assert page.evaluate("() => window.seen")


def test_after_a_link_the_focus_is_on_the_title_of_the_new_page(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/wijk?wijk=lindenhof")
    old = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Naar het kompas").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/kompas\?wijk=lindenhof"))
    title = page.get_by_role("heading", level=1)
    expect(title).not_to_have_text(old)
    expect(title).to_be_focused()
    page.keyboard.press("Tab")
    expect(title).not_to_be_focused()
    page.wait_for_timeout(1500)
    expect(title).not_to_be_focused()  # who walks on is not called back


def test_a_link_with_ctrl_opens_in_a_tab_of_its_own(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/wijk?wijk=lindenhof")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Naar het kompas").click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile(r"/kompas\?wijk=lindenhof"))
    assert "/wijk" in page.url


def test_a_reason_that_was_begun_for_one_signal_does_not_come_to_stand_with_the_next(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/wijk?wijk=lindenhof&alle=1")
    aside = page.get_by_role("link", name=re.compile("^Wegleggen"))
    aside.first.click()
    page.get_by_role("textbox", name="Reden").fill("Alleen over het eerste.")
    aside.nth(1).click()
    stands_still(page)
    expect(page.get_by_role("textbox", name="Reden")).to_have_value("")


def test_a_script_that_comes_later_than_the_menu_still_makes_groups_of_it(demo_server, demo_wachtwoord, page, log_in):
    held: list[Route] = []
    page.route("**/nederlands.js", lambda route: held.append(route))
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    page.goto(f"{demo_server.url}/afspraken", wait_until="commit")
    menu = page.locator('[data-testid="stSidebarNavItems"]').first
    expect(menu.locator("li").first).to_be_attached()
    expect(menu).not_to_have_attribute("role", "none")
    held[0].continue_()
    expect(menu).to_have_attribute("role", "none")
    expect(menu.locator("> div").first).to_have_attribute("role", "group")
