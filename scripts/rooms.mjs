/**
 * The house's rooms and the rooms each may import; CONTRIBUTING.md draws the same.
 * A room may always import itself, and every room the vendors' facts.
 */
export const ROOMS = {
  vendor: [],
  common: ["acknowledgement.ts"],
  subjects: ["common"],
  accounts: ["common", "subjects"],
  clusters: ["common", "subjects", "accounts", "trust-declaration.ts"],
  access: ["common", "subjects", "accounts", "clusters", "trust-declaration.ts"],
  clients: ["common", "subjects", "clusters", "access", "exec-contract.ts", "trust-declaration.ts"],
  trusts: [
    "common",
    "subjects",
    "accounts",
    "clusters",
    "access",
    "clients",
    "exec-contract.ts",
    "trust-declaration.ts",
  ],
  "exec-contract.ts": [],
  "trust-declaration.ts": [],
  "acknowledgement.ts": [],
  plugin: ["exec-contract.ts"],
  terraform: [],
  simulator: ["terraform", "exec-contract.ts", "trust-declaration.ts"],
  findings: ["simulator", "acknowledgement.ts"],
  rights: ["simulator", "findings"],
  lab: ["simulator", "exec-contract.ts"],
  testing: ["simulator", "findings", "rights", "acknowledgement.ts"],
  scan: [],
  cli: ["terraform", "simulator", "findings", "rights", "lab", "scan", "exec-contract.ts", "acknowledgement.ts"],
};

/** Everything that a room may import, however far away. */
function reach(room) {
  return new Set(ROOMS[room].flatMap((next) => [next, ...reach(next)]));
}

/** The rooms and their arrows as Mermaid; an arrow that others imply is left out, and so are those to `vendor`. */
export function picture() {
  const lines = Object.entries(ROOMS).flatMap(([room, others]) => {
    const direct = others.filter((one) => !others.some((other) => other !== one && reach(other).has(one)));
    return direct.map((one) => `  ${box(room)} --> ${box(one)}`);
  });
  return ["```mermaid", "flowchart TD", ...lines, "```"].join("\n");
}

function box(name) {
  return `${name.replace(/\W/g, "_")}["${name}"]`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) console.log(picture());
