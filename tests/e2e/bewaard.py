"""Browsers that stay open between the tests and know nothing of the test before.

What Streamlit's own scripts became in a browser is kept that way, so that a page begins in half the time.
"""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

NOWHERE = "http://127.0.0.1/"
"""Of the same site as our servers, whatever their port; nothing is asked there, as the browser answers itself."""


class Bewaard:
    """A browser. One empty page in it is always open, since with its last page it throws everything away."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._anchor = context.new_page()
        self._anchor.route("**/*", lambda route: route.fulfill(content_type="text/html", body=""))
        self._anchor.goto(NOWHERE)
        self._storage = context.new_cdp_session(self._anchor)

    @property
    def usable(self) -> bool:
        """Whether it was not closed by the test that used it."""
        return not self._anchor.is_closed()

    def forget(self) -> None:
        """Close the pages, and forget whatever they kept and what was allowed."""
        for page in self.context.pages:
            if page is not self._anchor:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self._storage.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})


class Voorraad:
    """The browsers that are not in use, by how they were made."""

    def __init__(self, make: Callable[..., BrowserContext]) -> None:
        self._make = make
        self._idle: dict[str, list[Bewaard]] = {}
        self._taken: list[tuple[str, Bewaard, Callable[[Page], None]]] = []

    def take(self, watch: Callable[[Page], None], **options: object) -> BrowserContext:
        """A browser that knows nothing, made with these options; every page that opens in it is shown to `watch`."""
        kind = repr(sorted(options.items()))
        idle = self._idle.setdefault(kind, [])
        browser = idle.pop() if idle else Bewaard(self._make(**options))
        browser.context.on("page", watch)
        self._taken.append((kind, browser, watch))
        return browser.context

    def give_back(self) -> None:
        """Let all that were taken forget, for who comes next."""
        while self._taken:
            kind, browser, watch = self._taken.pop()
            if browser.usable:
                browser.forget()
                browser.context.remove_listener("page", watch)
                self._idle[kind].append(browser)
