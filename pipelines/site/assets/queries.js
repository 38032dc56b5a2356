"use strict";

// Queries run in the page: DuckDB in WebAssembly, on the release as the site may show it.

const MOST_ROWS = 2000; // of an answer that is listed
const MOST_BARS = 60;
const NUMBER = /^(DECIMAL|DOUBLE|FLOAT|REAL|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT))/;

const place = Object.fromEntries(
  ["sql", "saved", "run", "state", "answer", "chart", "chart-of", "chart-by", "plot"].map((id) => [id, document.getElementById(id)]),
);

let opened = null; // the connection, once it is asked for

function loaded(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${root}${address}`;
    script.onload = done;
    script.onerror = () => failed(new Error(`没有 ${address}`));
    document.head.append(script);
  });
}

function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).blob();
}

// The address of a blob is nothing that the worker of a page from a folder may fetch; data in an address is.
function asAddress(blob, type) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([blob], { type }));
  });
}

async function open() {
  if (!window.duckdb) await loaded("assets/duckdb.js");
  if (!township.database) await loaded("data/release.js");
  const worker = new Worker(URL.createObjectURL(new Blob([duckdb.worker], { type: "text/javascript" })));
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await db.instantiate(await asAddress(await unpacked(duckdb.wasm), "application/wasm"));
  const file = await unpacked(township.database);
  await db.registerFileBuffer("release.duckdb", new Uint8Array(await file.arrayBuffer()));
  const connection = await db.connect();
  // An extension would be fetched from a network, and nothing outside the release is to be read.
  for (const setting of [
    "attach 'release.duckdb' as township (read_only)",
    "use township",
    "set autoload_known_extensions = false",
    "set autoinstall_known_extensions = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
  ]) {
    await connection.query(setting);
  }
  return connection;
}

async function rowsOf(connection, sql) {
  const table = await connection.query(sql);
  return table.toArray().map((row) => row.toArray());
}

// Every value as DuckDB writes it: money stays exact.
async function answerTo(sql) {
  opened ??= open();
  const connection = await opened;
  const asked = sql.trim().replace(/;\s*$/, "");
  const types = await rowsOf(connection, `select column_name, column_type from (describe from (\n${asked}\n))`);
  const rows = await rowsOf(connection, `select columns(*)::varchar from (\n${asked}\n) limit ${MOST_ROWS + 1}`);
  return { names: types.map(([name]) => name), isNumber: types.map(([, type]) => NUMBER.test(type)), rows };
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function list({ names, isNumber, rows }) {
  const table = element("table", "", { class: "plain" });
  const head = table.createTHead().insertRow();
  names.forEach((name, column) => {
    head.append(element("th", name, { scope: "col", ...(isNumber[column] && { class: "number" }) }));
  });
  const body = table.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    row.forEach((value, column) => {
      const kind = value === null ? "none" : isNumber[column] ? "number" : value.length > 30 ? "text" : "";
      line.append(element("td", value ?? "—", kind ? { class: kind } : {}));
    });
  }
  const frame = element("div", "", { class: rows.length > 40 ? "wide long" : "wide", role: "region", tabindex: "0", "aria-label": "查询结果" });
  frame.append(table);
  place.answer.replaceChildren(frame);
  tableOf(table);
}

function offerChart({ names, isNumber, rows }) {
  const options = (wanted) => names.map((name, column) => [name, column]).filter(([, column]) => wanted(column))
    .map(([name, column]) => element("option", name, { value: column }));
  place["chart-of"].replaceChildren(element("option", "不画图", { value: "" }), ...options((column) => isNumber[column]));
  place["chart-by"].replaceChildren(...options(() => true));
  place.chart.hidden = rows.length < 2 || !isNumber.includes(true);
  place.plot.hidden = true;
  const draw = () => {
    const of = place["chart-of"].value;
    place.plot.hidden = of === "";
    if (of === "") return;
    const shown = rows.slice(0, MOST_BARS);
    const bars = {
      type: "bar",
      x: shown.map((row) => row[place["chart-by"].value] ?? "—"),
      y: shown.map((row) => row[of] === null ? null : Number(row[of])),
    };
    const layout = {
      template: structuredClone(township.template),
      height: 360,
      margin: { t: 16, r: 16 },
      xaxis: { type: "category", automargin: true, title: { text: names[place["chart-by"].value] } },
      yaxis: { automargin: true, title: { text: names[of] } },
    };
    const [data, shownLayout] = isDark() ? recoloured([[bars], layout]) : [[bars], layout];
    Plotly.react(place.plot, data, shownLayout, { displayModeBar: false, responsive: true });
    place.plot.setAttribute("aria-label", `${names[of]}，按${names[place["chart-by"].value]}，前 ${shown.length} 行`);
  };
  place["chart-of"].onchange = draw;
  place["chart-by"].onchange = draw;
}

async function run() {
  place.run.disabled = true;
  place.state.textContent = opened ? "正在查……" : "正在装入 DuckDB，第一次要几秒……";
  const begun = performance.now();
  try {
    const answer = await answerTo(place.sql.value);
    list(answer);
    offerChart(answer);
    const more = answer.rows.length > MOST_ROWS ? `多于 ${MOST_ROWS} 行，列出前 ${MOST_ROWS} 行` : `${answer.rows.length} 行`;
    place.state.textContent = `${more}，用时 ${((performance.now() - begun) / 1000).toFixed(1)} 秒`;
  } catch (fault) {
    // The lines that follow quote what the query was wrapped in.
    place.answer.replaceChildren(element("pre", fault.message.split("\n\nLINE ")[0]));
    place.chart.hidden = true;
    place.plot.hidden = true;
    place.state.textContent = "没有查成，DuckDB 的说明：";
    // What breaks the machine itself, and not a query, leaves nothing to ask again.
    if (fault.name === "RuntimeError" || !(await opened?.catch(() => null))) opened = null;
  }
  place.run.disabled = false;
}

if (place.sql) {
  place.run.addEventListener("click", run);
  place.sql.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  place.saved.addEventListener("change", () => {
    place.sql.value = document.querySelector(`#${CSS.escape(place.saved.value)} ~ pre code`).textContent;
    run();
  });
}
