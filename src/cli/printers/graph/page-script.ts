/**
 * What the page does, as the browser runs it: it draws what the filters leave, and shows the objects behind a line or a row that is
 * pointed at, focused or chosen. Names get into the page as text and never as markup.
 */
export const PAGE_SCRIPT = String.raw`
const SVG = "http://www.w3.org/2000/svg";
const MOST_ROWS = 200;
const MOST_DETAILS = 40;
const CLASSES = { "+": "", "!": "undeclared", x: "refused", "?": "unknown" };
const SIGNS = { "+": "", "!": "! ", x: "✗ ", "?": "? " };
const MARKS = { "+": "as declared", "!": "not declared", x: "refused", "?": "not known" };
const at = (id) => document.getElementById(id);
const short = (text, most) => { const all = [...text]; return all.length > most ? all.slice(0, most - 1).join("") + "…" : text; };

async function read() {
  const element = at("data");
  if (element.type === "application/json") return JSON.parse(element.textContent);
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

function html(name, text, parent) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.append(element);
  return element;
}

function svg(name, attributes, parent, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

read().then((data) => {
  const rights = (row) => row.may.map((one) => data.texts[one]).join("; ") || "authenticate";
  const index = data.rows.map((row) =>
    [data.subjects[row.s].name, data.places[row.p].name, data.places[row.p].account, rights(row), MARKS[row.mark]].join(" ").toLowerCase());
  const options = (id, values) => { for (const value of [...new Set(values)].sort()) html("option", value, at(id)).value = value; };
  options("source", data.subjects.map(({ cluster }) => cluster));
  options("place", data.places.map(({ name }) => name));
  options("cloud", data.places.map(({ cloud }) => cloud));

  const shown = () => {
    const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [source, place, cloud, mark] = ["source", "place", "cloud", "mark"].map((id) => at(id).value);
    return data.rows.flatMap((row, number) => {
      const { cluster } = data.subjects[row.s];
      const { name, cloud: own } = data.places[row.p];
      if ((source && source !== cluster) || (place && place !== name) || (cloud && cloud !== own)) return [];
      if (mark && (mark === "+") !== (row.mark === "+")) return [];
      return words.every((word) => index[number].includes(word)) ? [number] : [];
    });
  };

  const tell = (rows) => {
    const panel = at("details");
    panel.replaceChildren();
    for (const number of rows.slice(0, MOST_DETAILS)) {
      const row = data.rows[number];
      html("h3", data.subjects[row.s].name + " → " + data.places[row.p].name, panel);
      const list = html("dl", undefined, panel);
      const field = (name, values) => {
        if (!values.length) return;
        html("dt", name, list);
        for (const value of values) html("dd", value, list);
      };
      field("may", [rights(row) + " (" + MARKS[row.mark] + ")"]);
      field("as", [data.texts[row.as]].filter(Boolean));
      field("decided by", row.by.map((one) => data.texts[one]));
    }
    if (rows.length > MOST_DETAILS) html("p", "And " + (rows.length - MOST_DETAILS) + " more: filter for them.", panel);
  };

  const mark = (rows) => {
    const wanted = new Set(rows);
    for (const line of at("picture").querySelectorAll("[data-rows]")) {
      line.classList.toggle("marked", line.dataset.rows.split(" ").some((one) => wanted.has(Number(one))));
    }
  };
  const choosing = (element, rows) => {
    const show = () => { tell(rows); mark(rows); };
    for (const event of ["pointerenter", "focus", "click"]) element.addEventListener(event, show);
  };

  const draw = (rows) => {
    const picture = at("picture");
    picture.replaceChildren();
    const { width, height, groups, boxes, lines, level } = pictureOf(data, rows, at("level").value || undefined);
    const root = svg("svg", { viewBox: "0 0 " + width + " " + height, role: "group", "aria-label": "Who may do what where" }, picture);
    for (const { title, x, y } of groups) svg("text", { class: "group", x, y }, root, short(title, 52));
    for (const box of boxes) {
      const { x, y, width: w, height: h } = box;
      svg("rect", { class: "box", x, y, width: w, height: h, rx: 5 }, root);
      svg("text", { class: "title", x: x + 12, y: y + (box.id.startsWith("who ") ? h / 2 + 4 : 19) }, root, short(box.title, box.id.startsWith("who ") ? 38 : 54));
    }
    const titles = new Map(boxes.map((box) => [box.id, box.title]));
    for (const line of lines) {
      const name = titles.get(line.from) + " → " + titles.get(line.to) + ": " + line.label + ", " + MARKS[line.mark];
      const group = svg("g", { tabindex: 0, role: "button", "aria-label": name, class: "edge" }, root);
      group.dataset.rows = line.rows.join(" ");
      svg("path", { class: "line " + CLASSES[line.mark], d: line.path }, group);
      svg("path", { class: "touch", d: line.path }, group);
      svg("text", { class: CLASSES[line.mark], x: line.labelX, y: line.labelY }, group, SIGNS[line.mark] + line.label);
      choosing(group, line.rows);
      group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        tell(line.rows);
        at("details").focus();
      });
    }
    return level;
  };

  const list = (rows) => {
    const body = at("rows");
    body.replaceChildren();
    for (const number of rows.slice(0, MOST_ROWS)) {
      const row = data.rows[number];
      const line = html("tr", undefined, body);
      const button = html("button", data.subjects[row.s].name, html("td", undefined, line));
      button.type = "button";
      html("td", data.places[row.p].name, line);
      html("td", rights(row), line);
      html("td", MARKS[row.mark], line).className = CLASSES[row.mark];
      choosing(button, [number]);
      line.addEventListener("pointerenter", () => { tell([number]); mark([number]); });
    }
    at("more").textContent = rows.length > MOST_ROWS ? "And " + (rows.length - MOST_ROWS) + " more: filter for them." : "";
  };

  const update = () => {
    const rows = shown();
    const level = draw(rows);
    list(rows);
    tell([]);
    html("p", "Point at a line or a row, or move to it with the Tab key: the objects that decide are shown here.", at("details"));
    const by = { subject: "by service account", cluster: "by cluster", cloud: "by cloud" }[level];
    at("status").textContent = rows.length + " of " + data.rows.length + " grants, drawn " + by;
  };
  for (const id of ["search", "source", "place", "cloud", "mark", "level"]) at(id).addEventListener("input", update);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    at("filters").reset();
    update();
    at("search").focus();
  });
  update();
});
`;
