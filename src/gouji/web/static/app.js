// Small behaviours that every page shares. Pages work without it.
"use strict";

// A file that is dropped on the form is as good as one that was chosen. What is too large is told before it is sent, and while
// it is sent the bar says how much has gone.
document.querySelectorAll("form.drop").forEach((form) => {
  const input = form.querySelector("input[type=file]"), told = form.querySelector("[data-chosen]");
  const problem = form.querySelector(".problem-line"), sending = form.querySelector(".sending");
  const over = (on) => (event) => { event.preventDefault(); form.classList.toggle("over", on); };
  function wrong() {
    const files = [...input.files], most = Number(problem.dataset.most) * 2 ** 20;
    const large = files.filter((f) => f.size > most).map((f) => f.name);
    problem.textContent = files.length > 20 ? problem.dataset.many : large.length ? problem.dataset.too + large.join("、") : "";
    problem.hidden = !problem.textContent;
    told.textContent = files.length ? told.dataset.chosen.replace("%d", files.length) + files.map((f) => f.name).join("、").slice(0, 200) : "";
    return !problem.hidden;
  }
  input.addEventListener("change", wrong);
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    if (!wrong()) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (wrong()) return;
    const request = new XMLHttpRequest(), bar = sending.querySelector("progress"), button = form.querySelector("button");
    sending.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (p) => { if (p.lengthComputable) bar.value = p.loaded / p.total; });
    request.addEventListener("load", () => {
      if (request.responseURL && new URL(request.responseURL).pathname !== "/upload") { location.assign(request.responseURL); return; }
      if (request.status < 400) { location.assign("/upload"); return; }
      fail(new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[role=alert]")?.textContent);
    });
    request.addEventListener("error", () => fail());
    function fail(words) {
      sending.hidden = true;
      button.disabled = false;
      problem.textContent = words || problem.dataset.failed;
      problem.hidden = false;
    }
    request.open("POST", form.action);
    request.send(new FormData(form));
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
