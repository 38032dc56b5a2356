"use strict";

// What the scripts in data/ and assets/template.js hand over.
const township = {
  figures: {},
  below: {},
  template: null,
  add(area, figures, below = {}) {
    this.figures[area] = figures;
    this.below[area] = below;
  },
};

const root = document.documentElement.dataset.root;
const dark = matchMedia("(prefers-color-scheme: dark)");

// ---- Light and dark

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

// DataTables has dark colours of its own by this class.
function darkenTables() {
  document.documentElement.classList.toggle("dark", isDark());
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
  const leadsDown = figure?.places && figure.data.length && !paper;
  place.querySelector(".notes").textContent = (figure?.notes ?? "") + (leadsDown ? "点一处，看那里的数据。" : "");
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
  plot.classList.toggle("places", Boolean(figure.places));
  plot.removeAllListeners?.("plotly_click");
  if (figure.places) plot.on("plotly_click", ({ points: [{ x, y }] }) => goDown(place.dataset.area, typeof y === "string" ? y : x));
}

// From a county to the township that was clicked, and from there to the rows of a village. A label names the township
// before the village where villages of several are drawn.
function goDown(area, label) {
  const names = label.split("·");
  const below = township.below[area] ?? {};
  const select = document.getElementById("area");
  if (names.length === 1 && label in below) {
    if (!select) location.href = `${root}areas/${below[label]}.html`;
    else {
      select.value = below[label];
      show(below[label]);
    }
    return;
  }
  const townships = Object.values(below);
  const holder = below[names[0]] ?? (townships.length === 1 ? townships[0] : area);
  location.href = `${root}areas/${holder}.html#of=${encodeURIComponent(names.at(-1))}`;
  if (holder === area && !select) showOnly(names.at(-1));
}

// The page of a township with the rows of one of its villages alone.
function showOnly(village) {
  document.querySelector(".only")?.remove();
  document.body.classList.add("of-village");
  const note = document.createElement("p");
  note.className = "banner only";
  const all = document.createElement("a");
  all.href = location.pathname;
  all.textContent = "看全部";
  document.querySelector("h1").after(note);
  let found = 0;
  for (const section of document.querySelectorAll("main section")) {
    const table = section.querySelector("details table");
    const isIn = (row) => row.cells[0].textContent.trim() === village;
    section.hidden = !(table && [...table.tBodies[0].rows].some(isIn));
    if (section.hidden) continue;
    found += 1;
    section.querySelector("details").open = true;
    tableOf(table).search.fixed("village", (_, cells) => cells[0].trim() === village).draw();
  }
  note.append(found ? `下面只列出${village}。` : `没有${village}的数据。`, all);
  scrollTo(0, 0);
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

// ---- Tables

const FEWEST_FILTERED = 8; // rows; fewer are seen at a glance

const CHINESE = {
  zeroRecords: "没有符合的行",
  emptyTable: "没有行",
  aria: { orderable: "：排序", orderableReverse: "：倒序", orderableRemove: "：恢复原来的顺序" },
  buttons: { copyTitle: "已复制", copySuccess: { 1: "1 行", _: "%d 行" } },
  columnControl: {
    buttons: { searchClear: "清除" },
    dropdown: "按这一列筛选",
    searchList: "筛选",
    list: { all: "全选", none: "全不选", search: "查找", empty: "空" },
    search: {
      text: { contains: "包含", notContains: "不包含", equal: "等于", notEqual: "不等于", starts: "开头是", ends: "结尾是", empty: "为空", notEmpty: "不为空" },
    },
  },
};

function words(text) {
  return text.normalize("NFKC").toLowerCase();
}

function textOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

// A figure by value, a text as it is, what is unknown as null.
function key(text) {
  const number = Number(text.replaceAll(",", "").replace(/%$/, ""));
  return text === "—" || text === "*" || text === "" ? null : Number.isNaN(number) ? text : number;
}

// Numbers by value, before texts; what is unknown last, whichever way.
function compare(one, other, sign) {
  if (one === null || other === null) return (one === null) - (other === null);
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return sign * (typeof one === "number" ? one - other : one.localeCompare(other, "zh"));
}

// A cell as it leaves the page: what is unknown is blank, and no text is a formula.
function exported(text) {
  if (text === "—") return "";
  return /^\s*[=+\-@＝＋－＠]./.test(text) && key(text) === text ? `'${text}` : text;
}

function button(kind, text, more) {
  const format = {
    body: (_, row, column, cell) => exported(cell.textContent.trim()),
    header: (_, column, head) => [...head.querySelectorAll(".dt-column-title")].map((title) => title.innerText.replace("\n", "(").replace(/(\(.*)$/, "$1)")).join(""),
  };
  const filename = `${document.querySelector("h1").textContent} ${document.querySelector("footer").dataset.release}`;
  return { extend: kind, text, title: null, filename, exportOptions: { format, columns: ":visible" }, ...more };
}

const BY_COLUMN = [
  { extend: "dropdown", icon: "search", content: ["search", { extend: "searchList", orthogonal: "filter" }] },
];

// The table with what sorts it, filters it by column, and lets it be taken along; made once.
function tableOf(table, hasOwnField = true) {
  if (DataTable.isDataTable(table)) return new DataTable(table);
  DataTable.ext.type.order["known-pre"] = key;
  DataTable.ext.type.order["known-asc"] = (one, other) => compare(one, other, 1);
  DataTable.ext.type.order["known-desc"] = (one, other) => compare(one, other, -1);
  const isLong = table.tBodies[0].rows.length >= FEWEST_FILTERED;
  const api = new DataTable(table, {
    paging: false,
    autoWidth: false,
    order: [],
    layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
    language: CHINESE,
    // What is searched, sorted and listed for a choice is the text of a cell, not its link.
    columnDefs: [
      { targets: "_all", type: "known", render: (html, use) => (use === "display" ? html : textOf(html)) },
    ],
    columnControl: isLong ? BY_COLUMN : [],
  });
  const buttons = [
    button("copyHtml5", "复制"),
    button("csvHtml5", "CSV", { bom: true }),
    button("excelHtml5", "Excel"),
    ...(isLong ? [{ extend: "colvis", text: "选列" }] : []),
  ];
  new DataTable.Buttons(api, { buttons });
  const tools = document.createElement("div");
  tools.className = "tools";
  const frame = table.closest(".wide");
  if (isLong && hasOwnField) {
    const field = document.createElement("p");
    field.className = "filter";
    field.innerHTML = '<label>筛选 <input type="search" autocomplete="off"></label> <output role="status"></output>';
    tools.append(field);
    makeFilter(field, [table]);
  }
  tools.append(api.buttons(0, null).container()[0]);
  frame.before(tools);
  return api;
}

// A field that searches the tables: rows with all of its words are shown, and how many they are.
function makeFilter(filter, tables) {
  const [input, output] = [filter.querySelector("input"), filter.querySelector("output")];
  const run = () => {
    const terms = words(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const api of tables.map((table) => tableOf(table, false))) {
      api.search.fixed("words", (_, cells) => {
        const text = words(cells.join(" "));
        return terms.every((term) => text.includes(term));
      });
      found += api.draw().rows({ search: "applied" }).count();
    }
    output.textContent = input.value ? `${found} 行` : `共 ${found} 行`;
  };
  input.addEventListener("input", run);
  run();
}

// Tables are made as they come into sight: a page of a county has dozens.
function makeTables() {
  for (const filter of document.querySelectorAll(".filter")) {
    makeFilter(filter, [...filter.parentElement.querySelectorAll(".wide table")]);
  }
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        tableOf(target);
      }
    },
    { rootMargin: "600px" },
  );
  document.querySelectorAll("table.plain, table.sortable").forEach((table) => seen.observe(table));
}

// ---- The dictionary

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

// ---- Start

document.addEventListener("DOMContentLoaded", () => {
  darkenTables();
  dark.addEventListener("change", darkenTables);
  document.getElementById("theme").addEventListener("click", () => {
    chooseTheme(isDark() ? "light" : "dark");
    darkenTables();
    drawAll();
  });
  if ("DataTable" in window) makeTables();
  const input = document.getElementById("search");
  if (input) makeDictionary(input);
  if (location.hash.startsWith("#of=")) showOnly(decodeURIComponent(location.hash.slice(4)));
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
