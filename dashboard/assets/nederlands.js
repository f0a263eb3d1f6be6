// Streamlit's own words are English and cannot be set. This puts the Dutch ones in their place as they appear, and
// mends what a reader aloud would stumble over in its menu.
(() => {
  "use strict";
  const MONTHS = {
    January: "januari", February: "februari", March: "maart", April: "april", May: "mei", June: "juni", July: "juli",
    August: "augustus", September: "september", October: "oktober", November: "november", December: "december",
  };
  const WORDS = {
    "Skip to main content": "Naar de inhoud", "App pages": "Pagina's", "Sidebar": "Menu", "Collapse sidebar": "Menu inklappen",
    "Expand sidebar": "Menu uitklappen", "Main menu": "Weergave", "Theme": "Thema", "Light": "Licht", "Dark": "Donker",
    "System": "Zoals het apparaat", "Auto": "Zoals het apparaat", "Use system setting": "Zoals het apparaat",
    "Print": "Afdrukken", "Rerun": "Vernieuwen", "Settings": "Instellingen", "Record screen": "Scherm opnemen",
    "Close": "Sluiten", "Open": "Openen", "Stop": "Stoppen", "Running...": "Bezig…", "Running": "Bezig",
    "Connecting": "Verbinden", "Copy version to clipboard": "Kopieer het versienummer",
    "Press Enter to submit form": "Enter verstuurt het formulier", "Press Enter to apply": "Enter neemt dit over",
    "Press Ctrl+Enter to apply": "Ctrl+Enter neemt dit over", "Press ⌘+Enter to apply": "⌘+Enter neemt dit over",
    "Show password": "Toon wachtwoord", "Hide password": "Verberg wachtwoord",
    "Choose an option": "Kies…", "Choose options": "Kies…", "Clear value": "Leegmaken", "Clear all": "Alles wissen",
    "No results": "Niets gevonden", "Select all": "Alles kiezen", "Decrement": "Eén minder", "Increment": "Eén meer",
    "Choose date": "Kies een datum", "Previous month": "Vorige maand", "Next month": "Volgende maand",
    "Previous": "Vorige", "Next": "Volgende", "month": "maand", "year": "jaar", "day": "dag",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Ga met de pijltjes door de dagen. Enter kiest, Escape sluit.",
    "Fullscreen": "Volledig scherm", "Close fullscreen": "Volledig scherm sluiten", "Download": "Downloaden",
    "Show/hide columns": "Kolommen tonen of verbergen", "Download as CSV": "Downloaden als CSV", "Clear selection": "Selectie wissen",
    "Search": "Zoeken", "Error:": "Niet gelukt: ", "Connection error": "Geen verbinding", "Is Streamlit still running?": "Draait de server nog?",
    "Upload": "Kies een bestand", "Browse files": "Kies een bestand",
    "Drag and drop file here": "Of sleep het hierheen", "Drag and drop here": "Of sleep het hierheen",
    "1 option available.": "1 keuze.", "empty": "leeg", "yyyy": "jjjj",
  };
  const PATTERNS = [
    // The buttons of a table say which table they are of.
    [/^(Show\/hide columns|Download as CSV|Search|Fullscreen|Close fullscreen|Clear selection): (.+)$/s, (_, what, table) => `${WORDS[what]}: ${table}`],
    [/^Made with Streamlit v(.*)$/, "Gemaakt met Streamlit v$1"], [/^Add: (.+)$/s, "Nieuw: $1"], [/^Remove (.+)$/s, "Haal weg: $1"], [/^Help for (.+)$/s, "Uitleg bij $1"], [/^(\d+) options available\.$/, "$1 keuzes."],
    [/^(day|month|year), (.+)$/, (_, part, label) => `${WORDS[part]}, ${label}`],
    [/^(?:Choose date, )(\w+) (\d{4})$/, (_, month, year) => `Kies een datum, ${MONTHS[month] || month} ${year}`],
    [/^Selected Date: (\w+) (\d+), (\d{4})$/, (_, month, day, year) => `Gekozen: ${day} ${MONTHS[month] || month} ${year}`],
  ];
  PATTERNS.push(
    [/^(?:Limit )?(\d+)(?:\.0)?MB per file(?: • (.+))?$/, (_, size, kinds) => `Hooguit ${size} MB${kinds ? " • " + kinds : ""}`],
    [/^File must be (\d+)(?:\.0)?MB or smaller\.$/, "Dit bestand is te groot; $1 MB is het meeste dat kan."],
    [/^(?:Axios)?Error: Request failed with status code 401$/, "Log in om een bestand te sturen."],
    [/^(?:Axios)?Error: Request failed with status code 409$/, "Je hebt al te veel bestanden openstaan. Haal er een weg, of sluit een ander venster, en probeer het opnieuw."],
    [/^(?:Axios)?Error: Request failed with status code 413$/, "Dit bestand is te groot."],
    [/^(?:Axios)?Error: Request failed with status code 507$/, "Er worden nu te veel bestanden tegelijk gestuurd. Probeer het over een paar minuten opnieuw."],
    [/^(?:Axios)?Error: Request failed with status code 5\d\d$/, "De server gaf geen antwoord. Probeer het opnieuw."],
    [/^(\S+) files are not allowed\.$/, "Bestanden van de soort $1 kunnen hier niet."],
  );
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  // Inside these stands what people wrote themselves; a text of theirs is never translated.
  const OURS = '[data-testid="stHtml"], [data-testid="stMarkdown"], textarea, [data-testid="stPlotlyChart"] svg';

  const dutch = (text) => {
    const plain = text.trim();
    if (Object.hasOwn(WORDS, plain)) return WORDS[plain];
    for (const [pattern, answer] of PATTERNS) if (pattern.test(plain)) return plain.replace(pattern, answer);
    return null;
  };
  const attributesOf = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const answer = value && dutch(value);
      if (answer && answer !== value) element.setAttribute(name, answer);
    }
  };
  // Streamlit puts a heading and its pages as a <div> into a list, which is no list any more: make them groups.
  const MENU = '[data-testid="stSidebarNavItems"]';
  const groupMenu = (element) => {
    if (element.matches(`${MENU}, ${MENU} li`)) element.setAttribute("role", "none");
    else if (element.matches(`${MENU} > div`)) {
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", element.querySelector("header p")?.textContent ?? "");
    }
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement || node.parentElement.closest(OURS)) return;
      const answer = dutch(node.data);
      if (answer && answer !== node.data) node.data = answer;
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.closest(OURS)) {
      attributesOf(node);
      groupMenu(node);
      node.childNodes.forEach(visit);
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else if (change.type === "characterData") visit(change.target);
      else if (!change.target.closest(OURS)) attributesOf(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  visit(document.documentElement); // over a slow line part of the page is there before this script
})();
