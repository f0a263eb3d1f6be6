// A page builds itself up without jumping. Streamlit fetches the code of each kind of element when it first needs it, and
// shows a grey bar of another height until then; what would be pushed down by that is shown once it is known where it
// stands. And the menu gets its place before it is there.
(() => {
  "use strict";
  const MENU = "sidebarWidth"; // where Streamlit keeps how wide the reader made the menu
  const USUAL = 216; // pixels
  const LONGEST = 10_000; // milliseconds; what has not come by then may push
  const STEP = 50;
  const { documentElement: root } = document;

  try {
    if (!localStorage.getItem(MENU)) localStorage.setItem(MENU, USUAL);
    root.style.setProperty("--wk-menu", `${parseInt(localStorage.getItem(MENU), 10) || USUAL}px`);
  } catch {
    // A browser that keeps nothing has a menu as wide as Streamlit makes it.
  }
  // A shared page has no menu.
  if (!location.pathname.endsWith("/gedeeld")) root.classList.add("wk-menu");

  let clock = 0;
  const build = () => {
    clearInterval(clock);
    root.classList.add("wk-opbouw");
    const begun = performance.now();
    let still = 0; // for how many steps nothing was on its way
    clock = setInterval(() => {
      const ready = document.querySelector('[data-test-script-state="notRunning"] h1');
      still = ready && !document.querySelector('[data-testid="stMain"] [data-testid="stSkeleton"]') ? still + 1 : 0;
      if (still < 2 && performance.now() - begun < LONGEST) return;
      clearInterval(clock);
      root.classList.remove("wk-opbouw");
    }, STEP);
  };
  build();
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[data-testid="stSidebarNavLink"]')) build();
  });
})();
