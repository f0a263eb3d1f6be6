// What was typed reaches the server before the page is left.
// Streamlit sends a field's value a moment after the field is left, and a step in the menu at once. A click in the menu
// straight from a field would overtake what was typed there: the text is lost and the old page comes back.
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
    if (!link || again || modified || performance.now() - leftAt > ENOUGH * 5) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => {
      again = true;
      link.click();
      again = false;
    }, ENOUGH);
  }, true);
})();
