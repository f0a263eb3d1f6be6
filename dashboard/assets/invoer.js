// Two things about leaving a view. What was typed reaches the server first; and the menu leads to the page itself.
//
// Streamlit sends a field's value a moment after the field is left, and a step in the menu at once. A click in the menu
// straight from a field would overtake what was typed there: the text is lost and the old page comes back.
// And a click on the page where you are already keeps the address, so that from one item there would be no way back.
(() => {
  "use strict";
  const FIELDS = "textarea, input:not([type=checkbox]):not([type=radio])";
  const LINKS = '[data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]';
  const ENOUGH = 100; // milliseconds: the value goes out after 0, and the server takes it up before the next message
  let leftAt = 0;
  let again = false;

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.(FIELDS)) leftAt = performance.now();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!link || modified) return;
    if (link.pathname === location.pathname && location.search) {
      history.pushState(null, "", link.pathname);
      dispatchEvent(new PopStateEvent("popstate"));  // as if this step were one back: then Streamlit looks again
    }
    if (again || performance.now() - leftAt > ENOUGH * 5) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => {
      again = true;
      link.click();
      again = false;
    }, ENOUGH);
  }, true);
})();
