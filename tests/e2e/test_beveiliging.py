"""What the browser itself guards: no page asks for anything that the policy of the server forbids."""

from playwright.sync_api import expect

from wijkkompas_core.domain.paginas import PAGINAS

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def test_no_page_loads_anything_that_the_policy_forbids(demo_server, demo_wachtwoord, page, log_in, console_errors):
    """A violation comes into `console_errors` by itself, in every test in a browser; here every page is seen once."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    for info in PAGINAS:
        page.goto(f"{demo_server.url}/{info.adres}?wijk=lindenhof")
        page.locator(SETTLED).wait_for()
        assert console_errors == [], info.adres
        expect(page.get_by_role("button", name="Uitloggen").first, f"the way out of {info.adres}").to_be_visible()
    elsewhere = [url for url in asked if not url.startswith((demo_server.url, "data:", "blob:"))]
    assert elsewhere == [], "nothing comes from outside"


def test_the_browser_refuses_what_the_policy_forbids_and_the_tests_notice(demo_server, page, console_errors):
    page.goto(demo_server.url)
    page.locator(SETTLED).wait_for()
    with page.expect_console_message(lambda message: "CSP" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://elders.example/x.png\">')")
    assert any("img-src" in error for error in console_errors)
    console_errors.clear()
