// How wide a chart over the whole page will be, told to the server before it draws one, since texts in a chart do not
// wrap. It is the least width, so that what the server lays out apart stays apart; a chart fills what is more.
(() => {
  "use strict";
  // What stands beside a chart, in pixels, up to each width of the window: the edges of the page, and from the third on
  // the menu. The same numbers stand in balk.css and onderdelen.css; a page is never wider than MOST.
  const BESIDE = [[640, 32], [768, 48], [1150, 264], [Infinity, 280]];
  const MOST = 1216;
  const scrollbar = () => {
    const probe = document.createElement("div");
    probe.style.cssText = "position: absolute; visibility: hidden; overflow: scroll; width: 50px";
    document.documentElement.append(probe);
    const wide = probe.offsetWidth - probe.clientWidth;
    probe.remove();
    return wide;
  };
  const note = () => {
    const beside = BESIDE.find(([most]) => innerWidth <= most)[1] + scrollbar();
    const width = Math.min(Math.max(innerWidth - beside, 0), MOST);
    document.cookie = `wijkkompas-breedte=${width}; path=/; SameSite=Strict`;
    return width;
  };
  // A page that is open reads no cookie any more: once the window rests, `kit.screen.follow_width` hears it.
  const REST = 400; // milliseconds
  let resting = 0;
  note();
  addEventListener("resize", () => {
    const width = note();
    clearTimeout(resting);
    if (matchMedia("print").matches) return; // paper has its own way (print.js)
    resting = setTimeout(() => dispatchEvent(new CustomEvent("wijkkompas-breedte", { detail: width })), REST);
  });
})();
