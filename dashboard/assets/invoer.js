// Three things about leaving a view. What was typed reaches the server first, also when nobody leaves the field; and the
// menu leads to the page itself.
//
// Streamlit sends a field's value a moment after the field is left, and a step in the menu at once. A click in the menu
// straight from a field would overtake what was typed there: the text is lost and the old page comes back.
// A long text in a form goes to the server by itself after a short rest, and when the tab goes out of sight: a draft is
// kept there, and a tab that is closed sends nothing any more. Ctrl+Enter is Streamlit's own way to take a text over.
// And a click on the page where you are already keeps the address, so that from one item there would be no way back.
(() => {
  "use strict";
  const FIELDS = "textarea, input:not([type=checkbox]):not([type=radio])";
  const LINKS = '[data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]';
  const ENOUGH = 100; // milliseconds: the value goes out after 0, and the server takes it up before the next message
  const TEXTS = ".st-key-wk-formulier textarea";
  const REST = 2000; // milliseconds without a key
  let leftAt = 0;
  let resting = 0;
  let again = false;

  const takeOver = (field) => {
    const key = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true };
    if (field.isConnected) field.dispatchEvent(new KeyboardEvent("keydown", key));
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(TEXTS)) return;
    clearTimeout(resting);
    resting = setTimeout(takeOver, REST, event.target);
  }, true);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && document.activeElement?.matches(TEXTS)) takeOver(document.activeElement);
  });

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
