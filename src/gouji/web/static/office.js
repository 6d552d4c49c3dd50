// The findings board: a box that ticks all boxes of one name, and keys that go from finding to finding. Without it the page works.
"use strict";
(() => {
  function wire() {
    for (const all of document.querySelectorAll("input[data-check-all]")) {
      if (!all.hidden) continue;
      all.hidden = false;
      all.closest("label").classList.add("shown");
      all.addEventListener("change", () => {
        for (const box of all.form.elements) if (box.name === all.dataset.checkAll) box.checked = all.checked;
      });
    }
    for (const told of document.querySelectorAll("[data-keys]")) told.hidden = false;
  }
  wire();
  document.addEventListener("htmx:load", wire);

  const items = () => [...document.querySelectorAll("ol.findings > li")];
  const open = (item) => item.querySelector(".where a");
  function go(step) {
    const all = items(), at = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    if (!next) return;
    (next.querySelector("input[name=pick]") || open(next)).focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: (item) => item?.querySelector("input[name=pick]")?.click(),
    e: (item) => { const why = item?.querySelector("details"); if (why) why.open = !why.open; },
    o: (item) => item && open(item).click(),
    r: () => document.getElementById("reason")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    event.preventDefault();
    keys[event.key](items().find((item) => item.contains(document.activeElement)));
  });
})();
