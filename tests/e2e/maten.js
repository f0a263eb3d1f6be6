// What a page looks like in pixels, measured in the browser for tests/e2e/maten.py. Each question of `maten` answers
// what is wrong in words: nothing when all is well.
(() => {
  const BIG = 24, BIG_AND_BOLD = 18.66; // pixels: from here on text needs less contrast (WCAG 1.4.3)
  const TEXT = 4.5, LARGE = 3, MARK = 3;
  const ROUNDING = 0.02;

  // How far things jumped without anyone having touched the page.
  const shifts = [];
  const name = (node) => {
    const one = node?.nodeType === 1 ? node : node?.parentElement;
    const key = one?.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)?.[0] ?? "";
    const own = (one?.getAttribute("class") ?? "").split(" ").filter((word) => !word.startsWith("st-emotion")).join(".");
    const words = (one?.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${key} ${one?.nodeName.toLowerCase() ?? "?"}.${own} "${words}"`;
  };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) shifts.push([value, sources.map(({ node }) => name(node)).join("; ")]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  const jumped = () => {
    const total = shifts.reduce((sum, [value]) => sum + value, 0);
    return total < 0.1 ? [] : [`${total.toFixed(3)}: ${shifts.filter(([value]) => value > 0.01).map((one) => one.join(" ")).join(" | ")}`];
  };

  const sideways = () => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .filter((one) => one && one.scrollWidth > one.clientWidth)
    .map((one) => `${name(one)} is ${one.scrollWidth - one.clientWidth} pixels too wide`);

  // Charts: no wider than their place, and none of their texts outside it.
  const CHARTS = ".js-plotly-plot";
  const charts = () => [...document.querySelectorAll(CHARTS)].filter((one) => one.checkVisibility());
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const textsOf = (chart) => [...chart.querySelectorAll("text")]
    .filter((text) => text.textContent.trim() && seen(text) && !text.closest(".hoverlayer"));
  const tooWide = () => charts().flatMap((chart) => {
    const place = chart.closest('[data-testid="stElementContainer"]').getBoundingClientRect();
    const frame = chart.querySelector(".main-svg").getBoundingClientRect();
    const wrong = frame.right > place.right + 1 || frame.left < place.left - 1 ? [`${name(chart)} is wider than its place`] : [];
    for (const text of textsOf(chart)) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)) {
        wrong.push(`"${text.textContent}" sticks out of its chart`);
      }
    }
    return wrong;
  });

  // Text over text. A box is four corners, so that turned text is measured as it stands.
  const turned = (text) => {
    const matrix = text.getScreenCTM(), { x, y, width, height } = text.getBBox();
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
      .map(([a, b]) => new DOMPoint(a, b).matrixTransform(matrix)).map((point) => [point.x, point.y]);
  };
  const straight = ({ left, top, right, bottom }) => [[left, top], [right, top], [right, bottom], [left, bottom]];
  const nodesIn = (element) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
    while (walk.nextNode()) if (walk.currentNode.data.trim()) found.push(walk.currentNode);
    return found;
  };
  const rectsOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  };
  const drawn = (text) => {
    const { b, c } = text.getScreenCTM();
    if (Math.abs(b) > 0.01 || Math.abs(c) > 0.01) return [turned(text)];
    return nodesIn(text).flatMap(rectsOf).map(straight);
  };
  const SIDE = 2, LINE = 4; // so many pixels may boxes overlap: letters do not fill theirs
  // How deep two boxes lie in each other along an edge of either; letters leave more room above than beside them.
  const apart = (one, other) => [one, other].some((box) => [[0, 1, SIDE], [1, 2, LINE]].some(([from, to, room]) => {
    const [dx, dy] = [box[to][0] - box[from][0], box[to][1] - box[from][1]], length = Math.hypot(dx, dy) || 1;
    const along = (corners) => corners.map(([x, y]) => (x * dx + y * dy) / length);
    const [a, b] = [along(one), along(other)];
    return Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b)) <= room;
  }));
  const overlapping = (texts) => texts.flatMap(([words, boxes], i) => texts.slice(i + 1)
    .filter(([, others]) => boxes.some((box) => others.some((other) => !apart(box, other))))
    .map(([other]) => `"${words}" over "${other}"`));
  const over = () => charts().flatMap((chart) => overlapping(textsOf(chart).map((text) => [text.textContent, drawn(text)])));

  // Contrast. The ground of a text is what is painted under it, from the top of the stack down until nothing shines through.
  const parsed = (colour) => {
    const parts = colour.match(/^rgba?\(([^)]+)\)$/)?.[1].split(/[,\s/]+/).filter(Boolean).map(Number);
    if (parts) return [parts[0], parts[1], parts[2], parts[3] ?? 1];
    const mixed = colour.match(/^color\(srgb ([^)]+)\)$/)?.[1].split(/[\s/]+/).map(Number);
    return mixed ? [...mixed.slice(0, 3).map((part) => part * 255), mixed[3] ?? 1] : [0, 0, 0, 0];
  };
  const laid = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  // What was computed of an element, kept for as long as one measurement takes.
  let kept = new Map();
  const once = (what, make) => (element) => {
    const known = kept.get(element) ?? kept.set(element, {}).get(element);
    return (known[what] ??= make(element));
  };
  const opacity = once("opacity", (element) =>
    Number(getComputedStyle(element).opacity) * (element.parentElement ? opacity(element.parentElement) : 1));
  const faded = ([r, g, b, a], share) => [r, g, b, a * share];
  // What one element paints at a point: a list of colours, since a hatching has two.
  const backgrounds = once("backgrounds", (element) => {
    const style = getComputedStyle(element), share = opacity(element);
    const layers = [...style.backgroundImage.matchAll(/(?:rgba?|color)\([^)]+\)/g)].map(([colour]) => parsed(colour));
    return (layers.length ? layers : [parsed(style.backgroundColor)]).map((colour) => faded(colour, share));
  });
  const paints = (element, x, y) => {
    if (!element.ownerSVGElement) return backgrounds(element);
    const style = getComputedStyle(element), share = opacity(element);
    if (element.nodeName === "text" || element.nodeName === "tspan" || !element.isPointInFill) return [];
    const point = new DOMPoint(x, y).matrixTransform(element.getScreenCTM().inverse());
    const inside = style.fill !== "none" && element.isPointInFill(point);
    const [colour, see] = inside ? [style.fill, style.fillOpacity] : [style.stroke, style.strokeOpacity];
    return [faded(parsed(colour), Number(see) * share)];
  };
  const stackAt = (x, y) => document.elementsFromPoint(x, y);
  const groundOf = (stack, x, y) => {
    let under = [];
    for (const element of stack) {
      const painted = paints(element, x, y).filter(([, , , a]) => a > 0);
      if (!painted.length) continue;
      under.push(painted);
      if (painted.every(([, , , a]) => a > 0.99)) break;
    }
    return under.reverse().reduce((grounds, painted) => painted.flatMap((colour) => grounds.map((ground) => laid(colour, ground))), [[255, 255, 255, 1]]);
  };
  const worst = (colour, grounds) => Math.min(...grounds.map((ground) => contrast(laid(colour, ground), ground)));
  const points = ({ left, top, width, height }) => [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => [left + width * part, top + height * 0.5]);
  const onScreen = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;

  const least = (style) => {
    const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    return size >= BIG || (bold && size >= BIG_AND_BOLD) ? LARGE : TEXT;
  };
  const MOST_LINES = 3; // of a text of many lines the rest stands on the same ground
  // The second worst place: a thin line that runs behind a word is no ground.
  const faint = (element, rects, colour, style) => {
    for (const rect of rects.slice(0, MOST_LINES)) {
      const ratios = points(rect).filter(([x, y]) => onScreen(x, y)).flatMap(([x, y]) => {
        const stack = stackAt(x, y), place = stack.findIndex((one) => one === element || element.contains(one));
        if (place < 0) return []; // cut off, or folded away
        return [worst(faded(colour, opacity(element)), groundOf(stack.slice(place), x, y))];
      }).sort((a, b) => a - b);
      const ratio = ratios[1] ?? ratios[0] ?? Infinity;
      if (ratio < least(style) - ROUNDING) return ratio;
    }
    return null;
  };
  const off = (element) => element.closest("[disabled], [aria-disabled='true'], [inert]") !== null;
  // What lets clicks through is painted all the same.
  const everything = new CSSStyleSheet();
  everything.replaceSync("*, *::before, *::after { pointer-events: auto !important; }");
  const touchable = (measure) => () => {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, everything];
    kept = new Map();
    try {
      return measure();
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== everything);
    }
  };
  const texts = touchable(() => {
    const wrong = [];
    for (const node of nodesIn(document.body)) {
      const element = node.parentElement;
      if (!seen(element) || off(element) || element.closest(".hoverlayer, script, style, noscript")) continue;
      const style = getComputedStyle(element), inSvg = Boolean(element.ownerSVGElement);
      const ratio = faint(element, rectsOf(node), faded(parsed(inSvg ? style.fill : style.color), inSvg ? Number(style.fillOpacity) : 1), style);
      if (ratio !== null) wrong.push(`${ratio.toFixed(2)}: text ${name(element)}`);
    }
    for (const field of document.querySelectorAll("input, textarea")) {
      if (!seen(field) || off(field) || !(field.value || field.placeholder)) continue;
      const style = getComputedStyle(field, field.value ? null : "::placeholder");
      const ratio = faint(field, [field.getBoundingClientRect()], faded(parsed(style.color), Number(field.value ? 1 : style.opacity)), getComputedStyle(field));
      if (ratio !== null) wrong.push(`${ratio.toFixed(2)}: field ${name(field)} ${field.value || field.placeholder}`);
    }
    return wrong;
  });

  // Marks: what carries data in a chart or in HTML. Fill or outline stands out from the ground that the mark lies on.
  const SHAPES = ".scatterlayer .point, .scatterlayer .js-line, .barlayer .point path, .sunburstlayer .surface, .pielayer .surface";
  const HTML_MARKS = ".wk-puls b, .wk-cel, .wk-vak, .wk-stilblok";
  const GRID = [0.5, 0.3, 0.7, 0.1, 0.9];
  const INSIDE = 3; // at so many places in a mark its ground is looked at: a line of the grid may run under one
  const inside = (shape) => {
    const { left, top, width, height } = shape.getBoundingClientRect();
    if (!shape.ownerSVGElement) return [[left + width / 2, top + height / 2]];
    const matrix = shape.getScreenCTM(), back = matrix.inverse();
    const grid = GRID.flatMap((down, i) => GRID.map((along, j) => [left + width * GRID[(j + i) % GRID.length], top + height * down]));
    const filled = getComputedStyle(shape).fill !== "none";
    const found = filled ? grid.filter(([x, y]) => shape.isPointInFill(new DOMPoint(x, y).matrixTransform(back))) : [];
    if (found.length) return found.slice(0, INSIDE);
    const { x, y } = shape.getPointAtLength(shape.getTotalLength() / 2).matrixTransform(matrix);
    return [[x, y]];
  };
  const htmlColours = (mark) => {
    const style = getComputedStyle(mark);
    const edge = parseFloat(style.borderTopWidth) ? [parsed(style.borderTopColor)] : [];
    const inner = style.boxShadow.includes("inset") ? [parsed(style.boxShadow.match(/(?:rgba?|color)\([^)]+\)/)[0])] : [];
    return [...paints(mark, ...inside(mark)[0]), ...[...edge, ...inner].map((colour) => faded(colour, opacity(mark)))];
  };
  const svgColours = (mark) => {
    const style = getComputedStyle(mark), share = opacity(mark);
    return [[style.fill, style.fillOpacity], parseFloat(style.strokeWidth) ? [style.stroke, style.strokeOpacity] : ["none"]]
      .filter(([colour]) => colour !== "none").map(([colour, see]) => faded(parsed(colour), Number(see) * share));
  };
  // What belongs to a mark is no ground for it: a point to its line, the area under a line to that line.
  const GROUP = ".trace, .slice";
  const own = (mark, other) => other === mark || mark.contains(other) || other.matches(".js-fill")
    || (mark.ownerSVGElement && mark.closest(GROUP) !== null && mark.closest(GROUP) === other.closest(GROUP) && !mark.matches(".bars *"));
  const saysIt = (mark) => [...(mark.closest(".slice")?.querySelectorAll("text") ?? [mark])]
    .some((one) => /[\p{L}\p{N}✓]/u.test(one.textContent) && seen(one));
  const EDGE = 16, REACH = [0, 1, -1, 2, -2, 3, -3], MOST = 0.6;
  // Whether a line that belongs to another drawing stands around it, so far as it is in sight.
  const outlined = (mark, grounds) => {
    if (!mark.ownerSVGElement) return false;
    const length = mark.getTotalLength(), matrix = mark.getScreenCTM();
    const around = Array.from({ length: EDGE }, (_, i) => mark.getPointAtLength((length * (i + 0.5)) / EDGE).matrixTransform(matrix));
    const stands = ({ x, y }) => REACH.flatMap((step) => [[x + step, y], [x, y + step]]).some(([left, top]) =>
      onScreen(left, top) && worst(groundOf(stackAt(left, top), left, top)[0], grounds) >= MARK - ROUNDING);
    return around.filter(stands).length >= MOST * EDGE;
  };
  const marks = touchable(() => [...charts().flatMap((chart) => [...chart.querySelectorAll(SHAPES)]), ...document.querySelectorAll(HTML_MARKS)]
    .flatMap((mark) => {
      const box = mark.getBoundingClientRect();
      const colours = (mark.ownerSVGElement ? svgColours : htmlColours)(mark).filter(([, , , a]) => a > 0);
      const flat = mark.ownerSVGElement && getComputedStyle(mark).fill !== "none" ? Math.min : Math.max;
      if (!seen(mark) || flat(box.width, box.height) < 0.5 || !colours.length) return [];
      if (saysIt(mark)) return []; // and that it can be read, `texts` sees to
      const looks = inside(mark).flatMap(([x, y]) => {
        const stack = onScreen(x, y) ? stackAt(x, y) : [], place = stack.findIndex((one) => one === mark || mark.contains(one));
        if (place < 0 || stack.slice(0, place).some((one) => paints(one, x, y).some(([, , , a]) => a > 0.99))) return []; // out of sight
        const grounds = groundOf(stack.slice(place).filter((one) => !own(mark, one)), x, y);
        return [[Math.max(...colours.map((colour) => worst(colour, grounds))), grounds]];
      }).sort(([a], [b]) => a - b);
      if (!looks.length) return [];
      const [ratio, grounds] = looks[Math.floor(looks.length / 2)];
      if (ratio < 1.001 && mark.closest(".slice")) return []; // the middle of a ring is the paper itself
      if (ratio >= MARK - ROUNDING || outlined(mark, grounds)) return [];
      const told = (list) => list.map((colour) => colour.map((part) => Math.round(part * 100) / 100).join(" ")).join(", ");
      return [`${ratio.toFixed(2)}: mark ${name(mark)} ${told(colours)} on ${told(grounds)}`];
    }));
  return void (window.maten = { jumped, sideways, tooWide, over, texts, marks, shifts });
})();
