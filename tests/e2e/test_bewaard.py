"""A browser that stays open for the next test knows nothing any more when that begins."""

from playwright.sync_api import expect

KEEP = """async () => {
    localStorage.setItem("wie", "teamlid");
    sessionStorage.setItem("wie", "teamlid");
    document.cookie = "wie=teamlid; max-age=1000";
    await caches.open("wie");
    await new Promise((done) => { indexedDB.open("wie").onsuccess = done; });
}"""
KEPT = """async () => [
    localStorage.length, sessionStorage.length, document.cookie.includes("wie"), (await caches.keys()).length,
    (await indexedDB.databases()).length,
]"""
MAY_READ = "async () => (await navigator.permissions.query({name: 'clipboard-read'})).state"
BLANK = "/gezond"  # an answer of ours without any script


def test_nothing_of_a_test_is_left_for_the_next(demo_server, demo_wachtwoord, browsers, new_context, log_in) -> None:
    context = new_context()
    page = context.new_page()
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/account")
    context.grant_permissions(["clipboard-read"], origin=demo_server.url)
    page.evaluate(KEEP)
    page.goto(demo_server.url + BLANK)
    assert page.evaluate(KEPT)[2:] == [True, 1, 1]
    browsers.give_back()
    assert new_context() is context, "the same browser again"
    assert context.cookies() == []
    after = context.new_page()
    after.goto(demo_server.url + BLANK)
    assert after.evaluate(KEPT) == [0, 0, False, 0, 0]
    assert after.evaluate(MAY_READ) != "granted"
    after.goto(f"{demo_server.url}/account")
    expect(after.get_by_label("Gebruikersnaam")).to_be_visible()


def test_two_browsers_at_a_time_are_never_the_same_and_one_that_was_closed_is_not_used_again(browsers, new_context):
    first, second = new_context(), new_context()
    assert first is not second
    first.close()
    browsers.give_back()
    assert first not in (new_context(), new_context())
