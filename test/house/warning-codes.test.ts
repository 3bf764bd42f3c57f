import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOMS = ["common", "subjects", "accounts", "clusters", "access", "clients", "trusts"];

/** `code: "cluster-admin"` of a risk, and `warn(construct, "cluster-admin", …)`. */
const CODE = /\bcode: "([a-z-]+)",?\s+message|\bcode: "([a-z-]+)", message|\bwarn(?:Once)?\(\s*\w+,\s*"([a-z-]+)"/g;

function sources(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names.filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join(folder, name), "utf8"));
}

it("docs/constructs.md lists the code of every warning, and no other", () => {
  const written = ROOMS.flatMap((room) => sources(join("src", room)))
    .flatMap((text) => [...text.matchAll(CODE)])
    .map((match) => match[1] ?? match[2] ?? match[3]);
  const [, section] = readFileSync("docs/constructs.md", "utf8").split("### Warnings");
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const listed = rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([a-z-]+)`/g)].map((match) => match[1]));

  expect(listed.sort()).toEqual([...new Set(written)].sort());
});
