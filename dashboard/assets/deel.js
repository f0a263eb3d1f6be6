// On the page /deel: trades what stands behind the # for a cookie, asks a password where the link wants one, and goes on
// to the shared view. The secret leaves the address bar and the history at once.
(() => {
  "use strict";
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  const message = document.getElementById("melding");
  const form = document.getElementById("vraag");
  const field = document.getElementById("wachtwoord");
  const wrong = document.getElementById("fout");

  const open = async (wachtwoord) => {
    let answer;
    try {
      const response = await fetch("/deel/open", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Wijkkompas": "1" },
        body: JSON.stringify({ token, wachtwoord, ingebed: window.top !== window }),
      });
      answer = await response.json();
    } catch {
      answer = { fout: "Er kwam geen antwoord. Kijk of je verbinding hebt en probeer het opnieuw." };
    }
    if (answer.adres) return location.replace(answer.adres);
    if (answer.wachtwoord) {
      message.textContent = "Voor dit beeld is een wachtwoord nodig. Je krijgt het van wie je de link stuurde.";
      form.hidden = false;
      wrong.hidden = !answer.fout;
      wrong.textContent = answer.fout || "";
      field.value = "";
      return field.focus();
    }
    form.hidden = true;
    message.setAttribute("role", "alert");
    message.textContent = answer.fout;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(field.value);
  });
  open(undefined);
})();
