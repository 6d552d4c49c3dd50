// Draws every [data-chart] from the JSON beside it, in the colours of the theme, and again when size or theme change.
"use strict";
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const zh = document.documentElement.lang.startsWith("zh");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const money = (wan) => (wan == null ? "—" : !zh ? number.format(wan / 100) + " million yuan" : Math.abs(wan) >= 10000 ? number.format(wan / 10000) + " 亿元" : number.format(wan) + " 万元");
  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  function base(theme) {
    return {
      aria: { enabled: true },
      animation: false,  // what moves tells nothing here, and a slow machine shows half a chart
      color: theme.colours,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: theme.ink },
      tooltip: { backgroundColor: theme.card, borderColor: theme.line, textStyle: { color: theme.ink }, confine: true, renderMode: "richText" },
    };
  }

  const kinds = {
    sankey(chart, theme, narrow) {
      const called = Object.fromEntries(chart.nodes.map((n) => [n.name, n.label]));
      return {
        ...base(theme),
        tooltip: { ...base(theme).tooltip, formatter: (p) => (p.dataType === "edge" ? `${called[p.data.source]} → ${called[p.data.target]}\n` : called[p.name] + "\n") + money(p.value) },
        series: [{
          type: "sankey", orient: narrow ? "vertical" : "horizontal", left: narrow ? 8 : 4, right: narrow ? 8 : 130, top: narrow ? 24 : 8, bottom: narrow ? 56 : 8,
          nodeWidth: 14, nodeGap: narrow ? 12 : 10, draggable: false, emphasis: { focus: "adjacency" },
          data: chart.nodes.map((n) => ({ name: n.name })), links: chart.links,
          lineStyle: { color: "gradient", opacity: 0.35 },
          itemStyle: { borderWidth: 0 },
          label: { color: theme.ink, fontSize: 12, position: narrow ? "bottom" : "right", rotate: 0, hideOverlap: true, textBorderColor: theme.card, textBorderWidth: 3,
            formatter: (p) => cut(called[p.name], (narrow ? 6 : 11) * (zh ? 1 : 2)) },
          labelLayout: { hideOverlap: true },
        }],
      };
    },
    treemap(chart, theme) {
      const whole = chart.data.reduce((sum, part) => sum + part.value, 0);
      return {
        ...base(theme),
        tooltip: { ...base(theme).tooltip, formatter: (p) => p.treePathInfo.slice(1).map((x) => x.name).join(" › ") + "\n" + money(p.value) },
        series: [{
          type: "treemap", data: chart.data, roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0, leafDepth: 3,
          label: { color: "#fff", fontSize: 12, overflow: "truncate", formatter: (p) => (p.value < whole / 30 ? "" : p.name + "\n" + money(p.value)) },
          upperLabel: { show: true, height: 22, color: theme.ink, formatter: (p) => p.name + " " + money(p.value) },
          itemStyle: { borderColor: theme.card, borderWidth: 1, gapWidth: 1 },
          levels: [{ itemStyle: { gapWidth: 4 }, upperLabel: { show: false } }, { itemStyle: { borderColor: theme.line, borderWidth: 2, gapWidth: 2 } }, { upperLabel: { show: false }, colorSaturation: [0.3, 0.45] }],
        }],
      };
    },
    bars(chart, theme) {
      return {
        ...base(theme),
        tooltip: { ...base(theme).tooltip, trigger: "axis", valueFormatter: money },
        legend: { bottom: 0, textStyle: { color: theme.ink }, icon: "roundRect" },
        grid: { left: 4, right: 8, top: 34, bottom: 36, containLabel: true },
        xAxis: { type: "category", data: chart.years, axisLabel: { color: theme.ink }, axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false } },
        yAxis: { type: "value", name: "万元", nameTextStyle: { color: theme.soft, align: "right" }, nameGap: 12, axisLabel: { color: theme.soft, formatter: (v) => v.toLocaleString("zh-CN") }, splitLine: { lineStyle: { color: theme.line } } },
        series: chart.series.map((s) => ({ type: "bar", stack: "all", barMaxWidth: 56, name: zh ? s.zh : s.en, data: s.values })),
      };
    },
    groups(chart, theme, narrow) {
      return {
        ...base(theme),
        tooltip: { ...base(theme).tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: (v) => (chart.unit === "元" ? (v == null ? "—" : number.format(v) + " 元") : money(v)) },
        legend: { type: "scroll", top: 0, textStyle: { color: theme.ink }, icon: "roundRect", formatter: (n) => cut(n, narrow ? 14 : 24) },
        grid: { left: 4, right: 16, top: 36, bottom: 22, containLabel: true },
        xAxis: { type: "value", name: chart.unit, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: theme.soft }, axisLabel: { color: theme.soft, hideOverlap: true }, splitLine: { lineStyle: { color: theme.line } } },
        yAxis: { type: "category", inverse: true, data: chart.rows, axisLabel: { color: theme.ink, formatter: (n) => cut(n, (narrow ? 7 : 14) * (zh ? 1 : 2)) }, axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false } },
        series: chart.series.map((s) => ({ type: "bar", barMaxWidth: 18, name: zh ? s.zh : s.en, data: s.values })),
      };
    },
  };

  function draw(element) {
    const data = document.querySelector(`script[data-for="${element.id}"]`);
    if (!data || !window.echarts) return;
    const chart = JSON.parse(data.textContent);
    element.dataset.kind = chart.kind;
    if (chart.kind === "groups") element.style.height = `${Math.max(14, chart.rows.length * (chart.series.length * 1.1 + 0.9) + 4)}rem`;
    const old = echarts.getInstanceByDom(element);
    if (old) old.dispose();
    const theme = { ink: token("--ink"), soft: token("--soft"), line: token("--line"), card: token("--card"), colours: [0, 1, 2, 3, 4, 5].map((n) => token(`--c${n}`)) };
    const drawn = echarts.init(element, null, { renderer: "svg" });
    drawn.setOption(kinds[chart.kind](chart, theme, element.clientWidth < 560));
    const svg = element.querySelector("svg");
    if (svg) svg.setAttribute("aria-hidden", "true");
  }

  function all(root) {
    root.querySelectorAll("[data-chart]").forEach((element) => {
      draw(element);
      let width = element.clientWidth;
      new ResizeObserver(() => {
        if (Math.abs(element.clientWidth - width) < 8) return;
        width = element.clientWidth;
        draw(element);
      }).observe(element);
    });
  }
  all(document);
  dark.addEventListener("change", () => document.querySelectorAll("[data-chart]").forEach(draw));
  document.addEventListener("htmx:afterSwap", (event) => all(event.target.parentElement || document));
})();
