"use strict";

// What the scripts in data/ and assets/template.js hand over.
const township = {
  figures: {},
  template: null,
  add(area, figures) {
    this.figures[area] = figures;
  },
};

const root = document.documentElement.dataset.root;
const dark = matchMedia("(prefers-color-scheme: dark)");

// ---- Light and dark

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

function chooseTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A browser may refuse storage to pages opened from a folder: the choice then holds for this page.
  }
}

try {
  const kept = localStorage.getItem("theme");
  if (kept) document.documentElement.dataset.theme = kept;
} catch {
  // As above.
}

// ---- Navigation

const openMenu = () => document.querySelector("header .menu[open]");
document.addEventListener("click", (event) => {
  if (!event.target.closest("header .menu")) openMenu()?.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && openMenu();
  if (!menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
});

// ---- Figures

// Figures are made for paper; these of their colours change on a dark ground, the others are seen on both.
const ON_DARK = {
  "#222222": "#e6e8ea",
  "#595959": "#aab2ba",
  "#d9d9d9": "#3b434c",
  "#efefef": "#20262d",
  "#e0e0e0": "#2a3139",
  "#cfcfcf": "#363e47",
  white: "#14181d",
};

function recoloured(value) {
  if (typeof value === "string") return ON_DARK[value.toLowerCase()] ?? value;
  if (Array.isArray(value)) return value.map(recoloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, recoloured(inner)]));
  }
  return value;
}

// How wide a figure must be lest its texts cover it; on a narrower screen it scrolls.
function fewestPixels(data, layout) {
  const labels = data.flatMap((trace) => trace.y ?? []).filter((value) => typeof value === "string");
  const longest = Math.max(0, ...labels.map((label) => label.length));
  const lyingBars = longest > 8 ? 16 * (12 + longest) : 0;
  const named = data.filter((trace) => trace.name && trace.showlegend !== false && trace.visible !== false);
  const legend = named.length > 1 ? named.reduce((sum, { name }) => sum + 60 + 14 * name.length, 0) : 0;
  const besideEachOther = layout.xaxis2?.domain?.[0] > 0 ? 480 : 0;
  return Math.max(lyingBars, legend, besideEachOther);
}

function draw(place, { paper = false } = {}) {
  const figure = township.figures[place.dataset.area]?.[place.dataset.mart];
  const plot = place.querySelector(".plot");
  place.querySelector(".headline").textContent = figure?.title ?? "没有该地区的数据";
  place.querySelector(".subtitle").textContent = figure?.subtitle ?? "";
  place.querySelector(".notes").textContent = figure?.notes ?? "";
  plot.setAttribute("aria-label", figure?.alt ?? "");
  plot.hidden = !figure?.data.length;
  if (plot.hidden) {
    Plotly.purge(plot);
    return;
  }
  const { data, layout } = structuredClone(figure);
  layout.template = structuredClone(township.template);
  if (paper) layout.width = 680;
  const width = paper ? 0 : fewestPixels(data, layout);
  plot.style.minWidth = `${width}px`;
  plot.parentElement.tabIndex = width > plot.parentElement.clientWidth ? 0 : -1;
  const [shownData, shownLayout] = isDark() && !paper ? recoloured([data, layout]) : [data, layout];
  Plotly.react(plot, shownData, shownLayout, { displayModeBar: false, responsive: true });
}

function drawAll(options) {
  document.querySelectorAll("figure[data-mart]").forEach((place) => draw(place, options));
}

function show(area) {
  const places = document.querySelectorAll(".chooser figure[data-mart]");
  places.forEach((place) => {
    place.dataset.area = area;
  });
  document.getElementById("area-page").href = `areas/${area}.html`;
  if (area in township.figures) {
    places.forEach((place) => draw(place));
    return;
  }
  const script = document.createElement("script");
  script.src = `${root}data/${area}.js`;
  script.onload = () => {
    // Another area may have been chosen while this one was loading.
    if (document.getElementById("area").value === area) places.forEach((place) => draw(place));
  };
  document.head.append(script);
}

// ---- Tables that are searched

const FEWEST_FILTERED = 8; // rows; fewer are seen at a glance

function words(text) {
  return text.normalize("NFKC").toLowerCase();
}

function search(rows, text) {
  const terms = words(text).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows) {
    row.words ??= words(row.textContent);
    row.hidden = !terms.every((term) => row.words.includes(term));
    found += !row.hidden;
  }
  return found;
}

function makeFilter(filter) {
  const rows = filter.parentElement.querySelectorAll(".wide tbody tr");
  const [input, output] = [filter.querySelector("input"), filter.querySelector("output")];
  if (rows.length < FEWEST_FILTERED) filter.hidden = true;
  const run = () => {
    const found = search(rows, input.value);
    output.textContent = input.value ? `${found} 行` : `共 ${rows.length} 行`;
  };
  input.addEventListener("input", run);
  run();
}

function makeDictionary(input) {
  const rows = document.querySelectorAll("#columns tbody tr");
  const run = () => {
    const found = search(rows, input.value);
    for (const section of document.querySelectorAll("#columns section")) {
      section.hidden = !section.querySelector("tbody tr:not([hidden])");
    }
    document.getElementById("found").textContent = input.value ? `找到 ${found} 列` : `共 ${rows.length} 列`;
  };
  input.addEventListener("input", () => {
    run();
    history.replaceState(null, "", input.value ? `#q=${encodeURIComponent(input.value)}` : "#");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && input.value) {
      input.value = "";
      input.dispatchEvent(new Event("input"));
    }
  });
  if (location.hash.startsWith("#q=")) {
    input.value = decodeURIComponent(location.hash.slice(3));
    run();
  }
}

// ---- Tables that are sorted

function key(row, column) {
  const text = row.cells[column].textContent.trim();
  const number = Number(text.replaceAll(",", ""));
  return text === "—" || text === "" ? null : Number.isNaN(number) ? text : number;
}

// Numbers by value, before texts; what is unknown last, whichever way.
function compare(one, other, sign) {
  if (one === null || other === null) return (one === null) - (other === null);
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return sign * (typeof one === "number" ? one - other : one.localeCompare(other, "zh"));
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
      rows.sort(([one], [other]) => compare(one, other, falls ? -1 : 1));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
    head.append(button);
  });
}

// ---- Start

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("theme").addEventListener("click", () => {
    chooseTheme(isDark() ? "light" : "dark");
    drawAll();
  });
  document.querySelectorAll(".filter").forEach(makeFilter);
  document.querySelectorAll("table.sortable").forEach(makeSortable);
  const input = document.getElementById("search");
  if (input) makeDictionary(input);
  if (!document.querySelector("figure[data-mart]")) return;
  const select = document.getElementById("area");
  if (select) {
    select.addEventListener("change", () => show(select.value));
    show(select.value);
  } else {
    drawAll();
  }
  dark.addEventListener("change", () => drawAll());
  addEventListener("beforeprint", () => drawAll({ paper: true }));
  addEventListener("afterprint", () => drawAll());
});
