(function () {
  "use strict";
  var root = document.documentElement, byId = function (id) { return document.getElementById(id); };
  var data = JSON.parse(byId("data").textContent), panel = byId("panel"), said = byId("said"), from = null;
  var uses = {};
  data.relations.forEach(function (rel, i) {
    [4, 5, 6].forEach(function (side) {
      rel[side].forEach(function (term) { var list = uses[term[1]] = uses[term[1]] || []; if (list[list.length - 1] !== i) list.push(i); });
    });
  });
  function en() { return root.dataset.lang === "en"; }
  function say(zh, english) { return en() ? english : zh; }
  function make(tag, cls, text) { var e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; }

  function name(id, near) {
    var f = data.figures[id], n = near && data.figures[near], parts = [];
    if (!f[0]) parts.push(say("正文", "text"), en() ? f[5] : f[4]);
    else if (!n || n[0] !== f[0]) parts.push(f[0]);
    if (f[1] && (!n || n[0] !== f[0] || n[1] !== f[1])) parts.push(f[1]);
    if (f[2] && (!n || n[0] !== f[0] || n[2] !== f[2])) parts.push(f[2]);
    return parts.filter(Boolean).join(" · ") || f[1] || f[0];
  }
  function jump(id) {
    var target = byId(id);
    if (!target) return;
    for (var d = target.closest("details"); d; d = d.parentElement && d.parentElement.closest("details")) d.open = true;
    var row = target.closest("tr.blank"); if (row) row.classList.remove("blank");
    target.scrollIntoView({ block: "center", inline: "center" });
    target.classList.remove("flash"); void target.offsetWidth; target.classList.add("flash");
    return target;
  }
  function line(term, sign, me) {
    var li = make("li", term[1] === me ? "me" : ""), f = data.figures[term[1]];
    li.appendChild(make("span", "", sign + (Math.abs(term[0]) === 1 ? "" : Math.abs(term[0]) + "×")));
    if (term[1] === me || f[6] !== "1") li.appendChild(make("span", "", term[1] === me ? say("这个数字", "this figure") : name(term[1], me)));
    else { var b = make("button", "", name(term[1], me)); b.type = "button"; b.addEventListener("click", function () { open(term[1], true); }); li.appendChild(b); }
    li.appendChild(make("span", "v", f[3] || say("空白", "blank")));
    return li;
  }
  var SIGN = { "=": "＝", "<=": "≤", ">=": "≥" };
  function relation(rel, me) {
    var box = make("section", "rel " + rel[2]), h = make("h3"), list = make("ul");
    var ended = { b: ["不成立", "broken"], r: ["四舍五入内成立", "holds within rounding"], h: ["成立", "holds"], u: ["未检验", "not tested"] }[rel[2]];
    h.appendChild(make("span", "out", say(ended[0], ended[1]))); h.appendChild(document.createTextNode(rel[1]));
    box.appendChild(h);
    rel[4].forEach(function (t, i) { list.appendChild(line(t, t[0] < 0 ? "－" : i ? "＋" : "", me)); });
    rel[5].forEach(function (t, i) { list.appendChild(line(t, (i ? "" : SIGN[rel[3]] || "") + (t[0] < 0 ? "－" : i ? "＋" : ""), me)); });
    rel[6].forEach(function (t, i) { list.appendChild(line(t, (i ? "" : "÷") + (t[0] < 0 ? "－" : i ? "＋" : ""), me)); });
    box.appendChild(list);
    if (rel[7]) box.appendChild(make("div", "hint", rel[7] === "share" ? say("占比，%", "a share, in %") : say("变动率，%", "a rate of change, in %")));
    if (rel[2] === "b" || rel[2] === "r") box.appendChild(make("div", "", say("按左边 ", "left ") + rel[8] + say("，按右边 ", ", right ") + rel[9] + say("，相差 ", ", difference ") + rel[10]));
    if (rel[13]) box.appendChild(make("div", "hint", rel[13]));
    box.appendChild(make("div", "hint", rel[0] + (rel[12] ? " · " + rel[12] : "") + (rel[11] ? " · " + rel[11] : "")));
    return box;
  }
  function clear() { document.querySelectorAll(".f.on,.f.with").forEach(function (e) { e.classList.remove("on", "with"); }); }
  function open(id, move) {
    var list = uses[id] || [], target = byId(id);
    clear();
    if (move) target = jump(id) || target;
    if (target) target.classList.add("on");
    byId("panel-h").textContent = data.figures[id] ? name(id) + "  " + data.figures[id][3] : say("勾稽关系", "Relations");
    said.textContent = "";
    said.appendChild(make("p", "hint", list.length ? say("参加" + list.length + "条勾稽关系", "takes part in " + list.length + " relation(s)") : say("没有勾稽关系用到这个数字，没有检验。", "No relation uses this figure: it was not tested.")));
    list.forEach(function (i) {
      said.appendChild(relation(data.relations[i], id));
      [4, 5, 6].forEach(function (s) { data.relations[i][s].forEach(function (t) { var e = t[1] !== id && byId(t[1]); if (e) e.classList.add("with"); }); });
    });
    from = target; panel.hidden = false; panel.scrollTop = 0; byId("panel-h").focus({ preventScroll: true });
    var over = panel.getBoundingClientRect(), at = target && target.getBoundingClientRect();
    if (at && at.right > over.left && at.bottom > over.top) window.scrollBy(0, Math.min(at.bottom - over.top + 48, at.top - 72));
  }
  function close() { panel.hidden = true; clear(); if (from) from.focus({ preventScroll: true }); from = null; }
  byId("close").addEventListener("click", close);

  document.addEventListener("click", function (e) {
    var f = e.target.closest("button.f"), a = e.target.closest("a[href^='#']");
    if (f) open(f.id, false);
    else if (a) { var t = byId(a.getAttribute("href").slice(1)); if (t) { if (t.hidden) { t.hidden = false; } if (t.id && t.id[0] === "n") t.hidden = false; if (jump(t.id)) { e.preventDefault(); history.replaceState(null, "", a.getAttribute("href")); t.focus({ preventScroll: true }); } } }
  });
  document.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && !panel.hidden) return close();
    var f = e.target.closest && e.target.closest("td button.f");
    if (!f || e.key.indexOf("Arrow") !== 0) return;
    var td = f.closest("td"), row = td.parentElement, next = null, at = td.cellIndex;
    if (e.key === "ArrowLeft" || e.key === "ArrowRight") { var way = e.key === "ArrowLeft" ? "previousElementSibling" : "nextElementSibling"; for (var c = td[way]; c && !next; c = c[way]) next = c.querySelector("button.f"); }
    else { var step = e.key === "ArrowUp" ? "previousElementSibling" : "nextElementSibling"; for (var r = row[step]; r && !next; r = r[step]) next = r.cells[at] && r.cells[at].querySelector("button.f"); }
    if (next) { e.preventDefault(); f.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  });

  var form = document.querySelector(".filters");
  function filter() {
    var on = {}, n = 0, all = document.querySelectorAll(".finding");
    form.querySelectorAll("input[name=severity]").forEach(function (i) { on[i.value] = i.checked; });
    all.forEach(function (li) {
      var show = on[li.dataset.severity] && (form.form.value === "*" || form.form.value === li.dataset.form) && (form.rule.value === "*" || form.rule.value === li.dataset.rule);
      li.hidden = !show; n += show ? 1 : 0;
    });
    byId("shown").textContent = say("显示" + n + "项，共" + all.length + "项", n + " of " + all.length + " shown");
    byId("none").hidden = n > 0;
  }
  if (form) { form.addEventListener("change", filter); form.addEventListener("submit", function (e) { e.preventDefault(); }); filter(); }

  byId("blanks").addEventListener("change", function () { byId("document").classList.toggle("blanks", this.checked); });
  byId("theme").addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  byId("lang").addEventListener("click", function () {
    root.dataset.lang = en() ? "zh" : "en"; root.lang = en() ? "en" : "zh-CN"; if (form) filter();
    document.querySelectorAll("option[data-en]").forEach(function (o) { o.textContent = en() ? o.dataset.en : o.dataset.zh; });
    if (!panel.hidden && from) open(from.id, false);
  });
  window.addEventListener("beforeprint", function () { document.querySelectorAll("details.project").forEach(function (d) { d.open = true; }); });
})();
