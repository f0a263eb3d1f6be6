// What was typed reaches the server, also when nobody leaves the field.
//
// A long text in a form goes to the server by itself after a short rest, and when the tab goes out of sight: a draft is
// kept there, and a tab that is closed sends nothing any more. Ctrl+Enter is Streamlit's own way to take a text over.
(() => {
  "use strict";
  const TEXTS = ".st-key-wk-formulier textarea";
  const REST = 2000; // milliseconds without a key
  let resting = 0;

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
})();
