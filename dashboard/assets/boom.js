// The kompas as a tree: arrows walk from fase to spoor to aspect and back, Enter or the space bar chooses.
//
// Every part is a link, so what choosing does stands in its address, and links.js brings the focus back after it. A part
// that is closed has aria-expanded="false"; what lies in it is passed over. One part at a time can be reached by the tab
// key.
(() => {
  "use strict";
  const ITEM = '.wk-boom [role="treeitem"]';

  const group = (item) => item.parentElement.querySelector(':scope > [role="group"]');
  const parent = (item) => item.parentElement.parentElement.closest("li")?.querySelector(':scope > [role="treeitem"]');
  const shown = (tree) =>
    [...tree.querySelectorAll('[role="treeitem"]')].filter((item) => {
      for (let up = parent(item); up; up = parent(up)) if (up.getAttribute("aria-expanded") !== "true") return false;
      return true;
    });
  const go = (from, to) => {
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest?.(ITEM);
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = shown(item.closest(".wk-boom"));
    const place = items.indexOf(item);
    const open = item.getAttribute("aria-expanded");
    const does = {
      ArrowDown: () => go(item, items[place + 1]),
      ArrowUp: () => go(item, items[place - 1]),
      Home: () => go(item, items[0]),
      End: () => go(item, items.at(-1)),
      ArrowRight: () => {
        if (open === "false") item.setAttribute("aria-expanded", "true");
        else if (open) go(item, group(item)?.querySelector('[role="treeitem"]'));
      },
      ArrowLeft: () => {
        if (open === "true") item.setAttribute("aria-expanded", "false");
        else go(item, parent(item));
      },
      Enter: () => item.click(),
      " ": () => item.click(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
})();
