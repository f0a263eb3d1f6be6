// The menu "Delen": copies the address of exactly this view, hands it to the page that keeps or shares it, and prints.
// It listens on the document, because Streamlit draws the menu again whenever it likes.
(() => {
  "use strict";
  const MENU = "details.wk-delen";

  const say = (element, text) => {
    const place = element.closest("details, .wk-nieuwe-link")?.querySelector('[role="status"]');
    if (place) place.textContent = text;
  };
  // Without HTTPS a browser offers no clipboard: then the text is selected in a field, and copied the old way.
  const selected = (element, text) => {
    const field = document.createElement("input");
    field.readOnly = true;
    field.value = text;
    field.setAttribute("aria-label", "Link");
    element.after(field);
    field.select();
    if (document.execCommand("copy")) {
      field.remove();
      element.focus();
      return true;
    }
    return false; // the field stays, selected: Ctrl+C does the rest
  };
  const copy = async (element, text) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = selected(element, text);
    }
    say(element, done ? "De link is gekopieerd." : "Kopiëren lukte niet. De link is geselecteerd: kopieer hem met Ctrl+C.");
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-wk]");
    for (const open of document.querySelectorAll(`${MENU}[open]`)) {
      if (!open.contains(event.target)) open.open = false;
    }
    if (!target) return;
    const what = target.dataset.wk;
    if (what === "kopieer") copy(target, location.href);
    if (what === "kopieer-veld") copy(target, document.getElementById(target.dataset.veld)?.textContent || "");
    if (what === "print") {
      target.closest("details").open = false;
      window.print();
    }
    if (what === "adres") {
      const url = new URL(target.href);
      url.searchParams.set("adres", location.pathname + location.search);
      target.href = url.href;
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.(`${MENU}[open]`);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
