// How wide a chart over the whole page will be, told to the server before it draws one, since texts in a chart do not
// wrap. It is the least width, so that what the server lays out apart stays apart; a chart fills what is more.
(() => {
  "use strict";
  const SIDEBAR_OVER = 768; // pixels: from here on the menu stands beside the page
  const ROOMY_OVER = 1000; // and from here on the page has wide edges
  const note = () => {
    const beside = innerWidth <= SIDEBAR_OVER ? 32 : innerWidth <= ROOMY_OVER ? 348 : 460;
    document.cookie = `wijkkompas-breedte=${Math.max(innerWidth - beside, 0)}; path=/; SameSite=Strict`;
  };
  note();
  addEventListener("resize", note);
})();
