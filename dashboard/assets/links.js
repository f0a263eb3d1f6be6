// Links in our own HTML lead on without loading the whole page again, and arrow keys walk through a grid of them.
//
// To Streamlit such a link would be one to another site: the session, the way back of what was just done and everything
// typed would be gone. As a step of the browser's history it becomes a step in the menu. A link that is opened in a new
// tab, or before this script is there, works as any link does.
(() => {
  "use strict";
  const OURS = '.stApp a:is([href^="/"], [href^="?"]):not([download]):not([target="_blank"])';
  const ENOUGH = 100; // milliseconds in which what was typed in a field reaches the server first; see invoer.js
  const GRID = "[data-raster]";
  let leftAt = 0;

  const lead = (url) => {
    const elsewhere = url.pathname !== location.pathname;
    history.pushState(null, "", url.pathname + url.search);
    dispatchEvent(new PopStateEvent("popstate"));
    if (elsewhere) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("textarea, input:not([type=checkbox]):not([type=radio])")) leftAt = performance.now();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(OURS);
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button;
    if (!link || modified || event.defaultPrevented) return;
    const url = new URL(link.href);
    if (url.hash) return;
    event.preventDefault();
    link.closest("details.wk-delen")?.removeAttribute("open");
    setTimeout(lead, performance.now() - leftAt > ENOUGH * 5 ? 0 : ENOUGH, url);
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
    back = { what: button.dataset.kies, place: all.indexOf(button), until: performance.now() + 4000 };
    const url = new URL(location.href);
    for (const other of new Set(all.map((one) => one.dataset.kies.split(":")[0]))) url.searchParams.delete(other);
    if (!off) url.searchParams.set(name, value);
    lead(url);
  });
  // The page that comes is drawn anew: who chose with the keyboard stays where they were.
  let back = null;
  new MutationObserver(() => {
    if (!back || document.activeElement !== document.body) return;
    if (performance.now() > back.until) return void (back = null);
    const same = document.querySelectorAll(`${GRID} [data-kies]`)[back.place];
    if (same?.dataset.kies === back.what) same.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });

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
