// A figure that is clicked lights its place in the original and brings its relations, without leaving the page.
"use strict";
(() => {
  const viewer = () => document.getElementById("viewer");
  const panel = () => document.getElementById("panel");
  let from = null;

  function light() {
    document.querySelectorAll(".f.on,.f.with").forEach((e) => e.classList.remove("on", "with"));
    const told = document.querySelector("#panel .lit-figure");
    if (!told) return;
    told.dataset.with.split(" ").filter(Boolean).forEach((id) => document.getElementById(id)?.classList.add("with"));
    document.getElementById(told.dataset.figure)?.classList.add("on");
  }

  // The lit place is brought into view inside the original's own frame, and a table's inside the table's.
  function reveal() {
    for (const [frame, mark] of [[".sheet", ".box.on, mark.on, li.lit"], [".part .scroll", ".f.on"]]) {
      document.querySelectorAll(frame).forEach((box) => {
        const target = box.querySelector(mark);
        if (!target) return;
        const a = target.getBoundingClientRect(), b = box.getBoundingClientRect();
        if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - b.height / 2;
        if (a.left < b.left || a.right > b.right) box.scrollLeft += a.left - b.left - b.width / 2;
      });
    }
  }

  async function open(id, push) {
    const here = viewer();
    const answer = htmx.ajax("GET", `/document/${here.dataset.document}/figure/${id}?part=${here.dataset.part}`, { target: "#panel", swap: "innerHTML" });
    if (push) history.pushState(null, "", `?figure=${id}`);
    await answer;
    light();
    reveal();
    const on = document.getElementById(id);
    if (on && push) {  // what was clicked stays in sight beside the panel
      const a = on.getBoundingClientRect(), p = panel().getBoundingClientRect();
      if (a.right > p.left && a.left < p.right && a.bottom > p.top) window.scrollBy(0, Math.min(a.bottom - p.top + 40, Math.max(0, a.top - 60)));
    }
    document.getElementById("panel-h")?.focus({ preventScroll: true });
  }

  function close() {
    if (!panel() || !panel().firstElementChild) return;
    panel().replaceChildren();
    light();
    document.querySelectorAll(".box.on,.box.with").forEach((e) => e.classList.remove("on", "with"));
    history.replaceState(null, "", `?part=${viewer().dataset.part}`);
    if (from && from.isConnected) from.focus({ preventScroll: true });
    from = null;
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a");
    if (!link || !viewer()?.contains(link)) return;
    if (link.classList.contains("close")) { event.preventDefault(); close(); return; }
    if (link.classList.contains("step")) {
      event.preventDefault();
      htmx.ajax("GET", link.getAttribute("href"), { target: "#original", swap: "outerHTML" });
      return;
    }
    const told = /^\?figure=(\w+)/.exec(link.getAttribute("href") || "");
    const figure = told && document.getElementById(told[1]);
    if (figure && figure.classList.contains("f")) {  // in this part; others are pages of their own
      event.preventDefault();
      from = figure;
      if (!link.classList.contains("f")) figure.scrollIntoView({ block: "center" });
      open(told[1], true);
    }
    const number = /^#(n\d+)$/.exec(link.getAttribute("href") || "");
    if (number) document.querySelector(`#${number[1]} details`)?.setAttribute("open", "");
  });

  // Inside a table the arrow keys go from figure to figure; the tab key takes the table as one stop.
  function roving() {
    document.querySelectorAll("table.figures").forEach((table) => {
      table.querySelectorAll("a.f").forEach((link, n) => { link.tabIndex = n ? -1 : 0; });
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    const f = event.target.closest?.("table.figures a.f");
    if (!f || !event.key.startsWith("Arrow")) return;
    const cell = f.closest("td"), row = cell.parentElement, at = cell.cellIndex;
    let next = null;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const way = event.key === "ArrowLeft" ? "previousElementSibling" : "nextElementSibling";
      for (let c = cell[way]; c && !next; c = c[way]) next = c.querySelector("a.f");
    } else {
      const way = event.key === "ArrowUp" ? "previousElementSibling" : "nextElementSibling";
      for (let r = row[way]; r && !next; r = r[way]) next = r.cells[at]?.querySelector("a.f") || null;
    }
    if (next) { event.preventDefault(); f.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  });
  window.addEventListener("popstate", () => location.reload());
  document.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "document") { roving(); light(); reveal(); } });
  const begin = () => { roving(); light(); reveal(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
