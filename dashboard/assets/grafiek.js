// A chart as a file: what stands on the screen, as SVG or PNG, with its title, what it is about and the date in it.
//
// Plotly draws a chart as a few SVG layers on top of each other. They are copied into one drawing, with a head above
// and a foot below. So the file is exactly what the reader looked at, and the server has nothing to draw.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const NAME = "Source Sans";
  const FONT = `'${NAME}', 'Liberation Sans', Arial, sans-serif`;
  const LETTERS = { 400: "/letters/WijkkompasSans-Regular.woff2", 700: "/letters/WijkkompasSans-Bold.woff2" };
  const EDGE = 12;
  const WIDEST = 2000; // pixels that a PNG is at least wide, up to four times its size on the screen
  const NOT_SEEN = ".hoverlayer, .draglayer, .zoomlayer";

  const wrapped = (text, size, weight, width) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${weight} ${size}px ${FONT}`;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };
  const ink = (background) => {
    const [r, g, b] = (background.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
    return r * 0.299 + g * 0.587 + b * 0.114 > 128 ? ["#1B2430", "#4A5563"] : ["#E8EAED", "#AEB6C1"];
  };

  // A file is read where our font is not, and a picture is painted where the page's fonts cannot be: so both bring it.
  const encoded = (blob) => new Promise((done, fail) => {
    const reader = new FileReader();
    [reader.onload, reader.onerror] = [() => done(reader.result), fail];
    reader.readAsDataURL(blob);
  });
  const face = async ([weight, address]) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    const source = await encoded(await answer.blob());
    return `@font-face{font-family:"${NAME}";font-weight:${weight};src:url("${source}") format("woff2")}`;
  };
  let faces;
  const letters = () => {
    faces ??= Promise.all(Object.entries(LETTERS).map(face)).catch((why) => { faces = undefined; throw why; });
    return faces;
  };

  // What stands on the screen as HTML brings its drawing along.
  const brought = (text) => {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const size = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
    return [[svg], size, getComputedStyle(document.querySelector(".stApp")).backgroundColor];
  };
  const plotted = (plot) => {
    const layers = [...plot.querySelectorAll(".main-svg")].filter((one) => !one.parentElement.closest(".main-svg"));
    const size = ["width", "height"].map((name) => Math.round(layers[0].getBoundingClientRect()[name]));
    return [layers, size, getComputedStyle(layers[0]).backgroundColor];
  };
  const drawing = ([layers, [width, height], background], words, faces) => {
    const [dark, quiet] = ink(background);
    const whole = document.createElementNS(SVG, "svg");
    let y = EDGE;
    const write = (text, size, weight, colour) => {
      if (!text) return;
      for (const line of wrapped(text, size, weight, width - 2 * EDGE)) {
        y += size * 1.35;
        const element = document.createElementNS(SVG, "text");
        const look = { x: EDGE, y: y - size * 0.35, fill: colour, "font-size": size, "font-weight": weight, "font-family": FONT };
        for (const [name, value] of Object.entries(look)) element.setAttribute(name, value);
        element.textContent = line;
        whole.append(element);
      }
    };
    write(words.titel, 20, 700, dark);
    write(words.onder, 14, 400, quiet);
    y += 8;
    for (const layer of layers) {
      const copy = layer.cloneNode(true);
      copy.querySelectorAll(NOT_SEEN).forEach((one) => one.remove());
      copy.removeAttribute("style");
      for (const [name, value] of Object.entries({ x: 0, y, width, height })) copy.setAttribute(name, value);
      whole.append(copy);
    }
    y += height;
    write(words.voet, 12, 400, quiet);
    const total = Math.ceil(y + EDGE / 2);
    const paper = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ width, height: total, fill: background })) paper.setAttribute(name, value);
    whole.prepend(paper);
    const size = { xmlns: SVG, width, height: total, viewBox: `0 0 ${width} ${total}`, role: "img" };
    for (const [name, value] of Object.entries(size)) whole.setAttribute(name, value);
    const title = document.createElementNS(SVG, "title");
    title.textContent = words.titel;
    const style = document.createElementNS(SVG, "style");
    style.textContent = faces.join("");
    whole.prepend(title, style);
    return { text: new XMLSerializer().serializeToString(whole), width, height: total };
  };

  const painted = async ({ text, width, height }) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const scale = Math.min(4, Math.max(2, WIDEST / width));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.('[data-wk="png"], [data-wk="svg"]');
    if (!button) return;
    const words = button.closest("[data-grafiek]").dataset;
    const say = button.closest("[data-grafiek]").querySelector('[role="status"]');
    const kind = button.dataset.wk;
    try {
      const plot = () => plotted(document.querySelector(`.st-key-${words.grafiek} .js-plotly-plot`));
      const made = drawing(words.tekening ? brought(words.tekening) : plot(), words, await letters());
      const blob = kind === "png" ? await painted(made) : new Blob([made.text], { type: "image/svg+xml" });
      save(blob, `${words.bestand}.${kind}`);
      say.textContent = `De afbeelding ${words.bestand}.${kind} is gemaakt.`;
    } catch {
      say.textContent = "De afbeelding kon niet worden gemaakt. Staat de grafiek in beeld?";
    }
  }, true);
})();
