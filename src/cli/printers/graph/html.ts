import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { plain, xml } from "../../escape";
import { GraphData } from "./data";
import { PAGE_SCRIPT } from "./page-script";
import { PAGE_STYLE } from "./page-style";
import { pictureOf } from "./picture";

/** Larger data is compressed, which every browser of the last years undoes. */
const MOST_PLAIN_CHARACTERS = 300_000;

/** One page that holds everything: it opens offline, and loads nothing. */
export function htmlOf(data: GraphData, gaps: readonly string[]): string {
  const script = `const pictureOf = ${pictureOf.toString()};${PAGE_SCRIPT}`;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${xml(policy)}">
<title>Who may do what</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>Who may do what</h1>
<p id="status" role="status"></p>
<form id="filters" role="search">
<label>Search <input id="search" type="search" autocomplete="off"></label>
${select("source", "Source", "all sources")}
${select("place", "Destination", "all destinations")}
${select("cloud", "Cloud", "all clouds")}
${select("mark", "Grants", "all grants", [
  ["+", "as declared"],
  ["!", "anything else"],
])}
${select("level", "Drawn", "as fits", [
  ["subject", "by service account"],
  ["cluster", "by cluster"],
  ["cloud", "by cloud"],
])}
</form>
</header>
<main>
<div>
<div id="picture"></div>
<h2>Grants</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Grants">
<table>
<thead><tr><th scope="col">who</th><th scope="col">where</th><th scope="col">may</th><th scope="col">declared</th></tr></thead>
<tbody id="rows"></tbody>
</table>
</div>
<p id="more"></p>
${gaps.length ? `<h2>Not known</h2>\n<ul>${gaps.map((one) => `<li>${xml(one)}</li>`).join("")}</ul>` : ""}
</div>
<aside aria-labelledby="objects"><h2 id="objects">Deciding objects</h2><div id="details" tabindex="-1" aria-live="polite"></div></aside>
</main>
${dataElement(data)}
<script>${script}</script>
</body>
</html>
`;
}

function select(id: string, label: string, all: string, options: readonly (readonly [string, string])[] = []): string {
  const further = options.map(([value, text]) => `<option value="${xml(value)}">${xml(text)}</option>`).join("");
  return `<label>${label} <select id="${id}"><option value="">${all}</option>${further}</select></label>`;
}

/** Names are data: within the element nothing can end it, and the page puts them in as text. */
function dataElement(data: GraphData): string {
  const visible = JSON.stringify(data, (_key, value: unknown) => (typeof value === "string" ? plain(value) : value));
  if (visible.length <= MOST_PLAIN_CHARACTERS) {
    return `<script type="application/json" id="data">${visible.replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)}</script>`;
  }
  const packed = deflateRawSync(visible, { level: 9 }).toString("base64");
  return `<script type="application/octet-stream" id="data">${packed}</script>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
