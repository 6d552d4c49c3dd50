// Small behaviours that every page shares. Pages work without it.
"use strict";

// A file that is dropped on the form is as good as one that was chosen.
document.querySelectorAll("form.drop").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); form.classList.toggle("over", on); };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
});

// In a list of hits the arrow keys go up and down, from and back to the box.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  if (!box || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const links = [...document.querySelectorAll("#hits .plain a")];
  const at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== box) return;
  const next = event.key === "ArrowDown" ? links[at + 1] : at > 0 ? links[at - 1] : at === 0 ? box : null;
  if (next) { event.preventDefault(); next.focus(); }
});
