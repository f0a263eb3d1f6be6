// Steps to another view: by the menu, by a link in our own HTML, and by a choice in a grid of them; and the arrow keys in
// such a grid.
//
// To Streamlit a link of ours would be one to another site: the session, the way back of what was just done and
// everything typed would be gone. As a step of the browser's history it becomes a step in the menu. A link that is opened
// in a new tab, or before this script is there, works as any link does.
// Streamlit sends a field's value a moment after the field is left, and a step at once. A click straight from a field
// would overtake what was typed there: the text is lost and the old page comes back. So such a step waits.
// And a click in the menu on the page where you are already keeps the address, so that from one item there would be no
// way back.
(() => {
  "use strict";
  const MENU = '[data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]';
  const OURS = '.stApp a:is([href^="/"], [href^="?"]):not([download]):not([target="_blank"])';
  const FIELDS = "textarea, input:not([type=checkbox]):not([type=radio])";
  const ENOUGH = 100; // milliseconds: the value goes out after 0, and the server takes it up before the next message
  const GRID = "[data-raster]";
  let leftAt = 0;
  let again = false;

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.(FIELDS)) leftAt = performance.now();
  }, true);
  const fieldJustLeft = () => performance.now() - leftAt <= ENOUGH * 5;
  const modified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button;
  // What was clicked goes away with its page, and the focus with it: it goes on at the title of the page that comes, as
  // after any link. Who is somewhere by then, in the menu or in a field, stays there; so does who has gone on since.
  const title = () => document.querySelector('[data-testid="stMain"] h1');
  let coming = null;
  const toTitle = () => {
    if (!coming) return;
    if (performance.now() > coming.until) return void (coming = null);
    const now = title();
    if (!now || document.activeElement !== document.body) return;
    if (now === coming.title && now.textContent === coming.text) return; // still the old page
    now.tabIndex = -1;
    now.focus({ preventScroll: true });
  };
  new MutationObserver(toTitle).observe(document.body, { childList: true, subtree: true, characterData: true });
  for (const act of ["keydown", "pointerdown"]) document.addEventListener(act, () => { coming = null; }, true);
  const stepTo = (address) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate")); // as if this step were one back: then Streamlit looks again
  };
  const lead = (url) => {
    const elsewhere = url.pathname !== location.pathname;
    if (elsewhere) coming = { title: title(), text: title()?.textContent, until: performance.now() + 8000 };
    stepTo(url.pathname + url.search);
    if (elsewhere) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(MENU);
    if (!link || modified(event)) return;
    if (link.pathname === location.pathname && location.search) stepTo(link.pathname);
    if (again || !fieldJustLeft()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => {
      again = true;
      link.click();
      again = false;
    }, ENOUGH);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(OURS);
    if (!link || modified(event) || event.defaultPrevented) return;
    const url = new URL(link.href);
    if (url.hash) return;
    event.preventDefault();
    link.closest("details.wk-delen")?.removeAttribute("open");
    setTimeout(lead, fieldJustLeft() ? ENOUGH : 0, url);
  });

  // What is chosen in a grid shows at once, and stands in the address: once more takes it out again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(`${GRID} button[data-kies]`);
    if (!button) return;
    const grid = button.closest(GRID);
    const [name, value] = button.dataset.kies.split(":");
    const off = button.getAttribute("aria-pressed") === "true";
    grid.dataset.raster = off ? "" : name;
    const all = [...grid.querySelectorAll("[data-kies]")];
    for (const one of all) one.setAttribute("aria-pressed", String(!off && one.dataset.kies === button.dataset.kies));
    const url = new URL(location.href);
    for (const other of new Set(all.map((one) => one.dataset.kies.split(":")[0]))) url.searchParams.delete(other);
    if (!off) url.searchParams.set(name, value);
    lead(url);
  });
  // The page that comes is drawn anew: who chose with the keyboard stays where they were.
  let back = null;
  const same = (kies) => document.querySelectorAll(`[data-kies="${CSS.escape(kies)}"]`);
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-kies]");
    const kies = chosen?.dataset.kies;
    back = chosen ? { kies, place: [...same(kies)].indexOf(chosen), until: performance.now() + 4000 } : null;
  }, true);
  new MutationObserver(() => {
    if (!back || document.activeElement !== document.body) return;
    if (performance.now() > back.until) return void (back = null);
    same(back.kies)[back.place]?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });

  // Another step of an import begins at its beginning, wherever one was in the step before: also for who goes by the
  // keyboard, whose button is gone, and who hears then which step it is.
  let stap = "";
  new MutationObserver(() => {
    const nu = document.querySelector(".wk-stappen .nu");
    const now = nu?.textContent ?? "";
    if (now === stap) return;
    if (stap && now) {
      document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
      nu.tabIndex = -1;
      nu.focus({ preventScroll: true });
    }
    stap = now;
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  // What was refused there is gone to, also when the same is refused once more.
  let poging = "";
  new MutationObserver(() => {
    const zin = document.querySelector("[data-poging]");
    const now = zin?.dataset.poging ?? "";
    if (now === poging) return;
    poging = now;
    zin?.scrollIntoView({ block: "center" });
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-poging"] });

  const STOPS = `${GRID} :is(a, [data-kies])`; // the link of a row as well: from there one walks on
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = event.target.closest?.(STOPS);
    if (!step || !here) return;
    const middle = (one) => {
      const box = one.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const [x, y] = middle(here);
    let best = null;
    let least = Infinity;
    for (const one of here.closest(GRID).querySelectorAll("a, [data-kies]")) {
      const [dx, dy] = [middle(one)[0] - x, middle(one)[1] - y];
      const along = dx * step[0] + dy * step[1];
      const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
      if (along > 4 && along + aside * 8 < least) [best, least] = [one, along + aside * 8];
    }
    event.preventDefault();
    if (!best) return;
    best.focus();
  });
})();
