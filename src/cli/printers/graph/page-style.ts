/** The page's looks; colors have a contrast of at least 4.5 to their ground, and none stands for a meaning alone. */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1b1f24; --dim: #57606a; --edge: #0550ae; --bad: #b3261e; --odd: #7d4e00; --ground: #ffffff; --soft: #f6f8fa; --rule: #d0d7de; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header, main { max-width: 1500px; margin: 0 auto; padding: 16px 24px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 20px 0 8px; }
h3 { font-size: 14px; margin: 12px 0 4px; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: 12px 16px; align-items: end; margin-top: 12px; }
label { display: grid; gap: 3px; font-size: 13px; color: var(--dim); }
input, select, button { font: inherit; color: inherit; }
input, select { padding: 6px 8px; border: 1px solid #6e7781; border-radius: 5px; background: var(--ground); min-width: 150px; max-width: 260px; }
:focus-visible { outline: 3px solid #0550ae; outline-offset: 2px; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 24px; }
@media (max-width: 1000px) { main { grid-template-columns: minmax(0, 1fr); } }
aside { position: sticky; top: 12px; align-self: start; max-height: calc(100vh - 24px); overflow: auto; padding: 4px 14px 14px; background: var(--soft); border: 1px solid var(--rule); border-radius: 6px; }
dl { margin: 0; font-size: 13px; }
dt { color: var(--dim); margin-top: 4px; }
dd { margin: 0 0 2px; overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: 12px; }
#picture { border: 1px solid var(--rule); border-radius: 6px; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 640px; height: auto; }
svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .group { font-weight: 600; fill: var(--dim); }
svg .title { font-weight: 600; }
svg .box { fill: var(--soft); stroke: #8c959f; }
svg .line { fill: none; stroke: var(--edge); stroke-width: 1.5; }
svg .touch { fill: none; stroke: transparent; stroke-width: 9; }
svg .line.undeclared { stroke: var(--bad); stroke-width: 2.5; }
svg .line.refused { stroke: var(--dim); stroke-dasharray: 2 4; }
svg .line.unknown { stroke: var(--odd); stroke-dasharray: 7 4; }
svg text.undeclared { fill: var(--bad); }
svg .edge { cursor: pointer; }
svg .edge:focus { outline: none; }
svg .edge:focus text { text-decoration: underline; }
svg .edge.marked .line, svg .edge:focus .line { stroke-width: 4; }
svg .edge.marked text, svg .edge:focus text { font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 600px; table-layout: fixed; font-size: 14px; }
th:nth-child(1) { width: 26%; }
th:nth-child(2) { width: 20%; }
th:nth-child(4) { width: 9em; }
th, td { text-align: left; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
td button { border: 0; background: none; padding: 0; text-align: left; color: var(--edge); text-decoration: underline; cursor: pointer; overflow-wrap: anywhere; }
td.undeclared { color: var(--bad); font-weight: 600; }
td.unknown { color: var(--odd); }
`;
