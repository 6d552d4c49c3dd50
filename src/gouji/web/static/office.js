// A box that ticks all boxes of one name in its form. Without this script it is not shown.
"use strict";
function wire() {
  for (const all of document.querySelectorAll("input[data-check-all]")) {
    if (!all.hidden) continue;
    all.hidden = false;
    all.closest("label").classList.add("shown");
    all.addEventListener("change", () => {
      for (const box of all.form.elements) if (box.name === all.dataset.checkAll) box.checked = all.checked;
    });
  }
}
wire();
document.addEventListener("htmx:load", wire);
