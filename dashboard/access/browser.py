"""What only a script in the browser can do for logging in: the cookie, and what a password manager may fill in.

Apart from `login`, which knows the package of the form.
"""

from typing import Any

from streamlit.components.v2 import component

# Runs in the page itself. `start` trades the ticket for the cookie and loads the same address again, so that path and
# filters survive; `einde` drops the cookie. The rest is what forms cannot be told: what a password manager may fill in,
# and an empty password after a refusal. The code of a link stands behind the # of the address, which a browser sends
# to no server: so it stands in no log of a proxy. It is handed over once and then taken out of the address.
_SCRIPT = """
const headers = {"Content-Type": "application/json", "X-Wijkkompas": "1"};
let begun = null, cleared = null;

async function start(ticket, setTriggerValue) {
  try {
    const answer = await fetch("/sessie/start", {method: "POST", headers, body: JSON.stringify({ticket})});
    if (!answer.ok) throw new Error(answer.status);
    window.location.reload();
  } catch (error) { setTriggerValue("mislukt", true); }
}

async function leave() {
  try { await fetch("/sessie/einde", {method: "POST", headers, body: "{}"}); } catch (error) { /* already ended */ }
  window.location.assign("/");
}

function empty(input) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, "");
  input.dispatchEvent(new Event("input", {bubbles: true}));
  input.focus();
}

function tidy(purposes) {
  for (const [label, purpose] of Object.entries(purposes)) {
    const input = document.querySelector(`input[aria-label="${label}"]`);
    if (!input) continue;
    input.setAttribute("autocomplete", purpose);
    input.setAttribute("autocapitalize", "none");
    input.setAttribute("spellcheck", "false");
    if (purpose === "one-time-code") input.setAttribute("inputmode", "text");
  }
}

function handOver(setTriggerValue) {
  const code = window.location.hash.slice(1);
  if (!code) return;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  setTriggerValue("code", code.slice(0, 100));
}

export default function ({data, setTriggerValue}) {
  if (data.ticket && begun !== data.ticket) { begun = data.ticket; start(data.ticket, setTriggerValue); }
  if (data.einde && begun !== "einde") { begun = "einde"; leave(); }
  if (data.link) handOver(setTriggerValue);
  if (!data.velden) return;
  const observer = new MutationObserver(() => tidy(data.velden));
  observer.observe(document.body, {subtree: true, childList: true});
  tidy(data.velden);
  if (data.leeg && cleared !== data.leeg) {
    cleared = data.leeg;
    const input = document.querySelector('input[type="password"]');
    if (input) empty(input);
  }
  return () => observer.disconnect();
}
"""


def trade(ticket: str) -> bool:
    """Trade a ticket for the cookie and load the same address again; answers whether the browser said it failed."""
    return bool(_script(ticket=ticket).mislukt)


def autofill(purposes: dict[str, str], empty_password: int = 0) -> None:
    """Tell password managers what the fields with these labels are for; each new number empties the first password."""
    _script(velden=purposes, leeg=empty_password)


def leave() -> None:
    """Drop the cookie of this browser and go to the public page; the session itself must have been ended already."""
    _script(einde=True)


def code_of_link(purposes: dict[str, str]) -> str:
    """The code behind the # of the address, in the run after the browser handed it over; as `autofill` besides."""
    return str(_script(link=True, velden=purposes).code or "")


def _script(**data: Any) -> Any:
    script = component("wijkkompas_aanmelding", js=_SCRIPT)
    return script(
        data=data,
        key="aanmelding",
        on_mislukt_change=lambda: None,
        on_code_change=lambda: None,
        height="content",
    )
