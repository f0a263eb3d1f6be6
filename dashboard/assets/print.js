// On paper every chart gets a copy as wide as the sheet, and each sheet a foot: the address, the peildatum and the day.
//
// A chart is drawn for the width of the screen and does not draw itself anew for paper. So just before printing its
// layers are copied into one drawing that scales, and afterwards that goes away again.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const MARK = "wk-op-papier";
  const dutch = (day) => [day.getDate(), day.getMonth() + 1, day.getFullYear()].map((n) => String(n).padStart(2, "0")).join("-");

  const copyOf = (plot) => {
    const layers = [...plot.querySelectorAll(".main-svg")].filter((one) => !one.parentElement.closest(".main-svg"));
    const [width, height] = ["width", "height"].map((name) => Number(layers[0]?.getAttribute(name)));
    if (!width || !height) return;
    const whole = document.createElementNS(SVG, "svg");
    whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
    whole.setAttribute("class", MARK);
    whole.setAttribute("aria-hidden", "true");
    whole.style.maxWidth = `${width}px`; // smaller when the sheet asks it, never larger
    for (const layer of layers) {
      const copy = layer.cloneNode(true);
      copy.removeAttribute("style");
      copy.querySelectorAll(".hoverlayer, .draglayer, .zoomlayer").forEach((one) => one.remove());
      whole.append(copy);
    }
    plot.classList.add("wk-grafiek-scherm");
    plot.before(whole);
  };
  const foot = () => {
    const asked = new URLSearchParams(location.search).get("peildatum");
    const day = asked && !Number.isNaN(Date.parse(asked)) ? `peildatum ${dutch(new Date(asked))} · ` : "";
    const left = `${day}afgedrukt op ${dutch(new Date())}`;
    const address = location.origin + location.pathname + decodeURIComponent(location.search);
    const sheet = document.createElement("style");
    sheet.className = MARK;
    const text = (words) => JSON.stringify(words).replaceAll("<", "\\3c ");
    const foot = `${address} · ${left}`;
    sheet.textContent = `@page {
      @bottom-left { content: ${text(foot)}; width: 84%; font: 8pt sans-serif; color: #4A5563; overflow-wrap: anywhere; }
      @bottom-right { content: counter(page) " van " counter(pages); width: 16%; text-align: right; font: 8pt sans-serif; color: #4A5563; }
    }`;
    document.head.append(sheet);
    if ("CSSMarginRule" in window) return;
    const line = document.createElement("p"); // this browser knows no foot of a page: then once, under the title
    line.className = `wk-papier ${MARK}-regel`;
    line.textContent = foot;
    document.querySelector('[data-testid="stMain"] h1')?.after(line);
  };
  const after = () => {
    document.querySelectorAll(`.${MARK}, .${MARK}-regel`).forEach((one) => one.remove());
    document.querySelectorAll(".wk-grafiek-scherm").forEach((one) => one.classList.remove("wk-grafiek-scherm"));
  };
  const before = () => {
    after();
    document.querySelectorAll(".js-plotly-plot").forEach(copyOf);
    foot();
  };
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
})();
