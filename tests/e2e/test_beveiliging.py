"""What the browser itself guards: no page may ask for anything that the policy of the server forbids.

A violation is an error in the console, in every test in a browser; `test_maten.py` opens every page.
"""

SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def test_the_browser_refuses_what_the_policy_forbids_and_the_tests_notice(demo_server, page, console_errors):
    page.goto(demo_server.url)
    page.locator(SETTLED).wait_for()
    with page.expect_console_message(lambda message: "CSP" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://elders.example/x.png\">')")
    assert any("img-src" in error for error in console_errors)
    console_errors.clear()
