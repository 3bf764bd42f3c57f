import { yamlIn } from "../../../src/simulator/documents/yaml-in-text";

const read = (text: string) => yamlIn(text, () => true);
const values = (text: string) => {
  const yaml = read(text);
  if ("fault" in yaml) throw new Error(yaml.fault);
  return yaml.documents.map(({ value }) => value);
};

describe("the YAML of a text", () => {
  it("is block and flow style, with comments, anchors and merge keys", () => {
    const text = "a: &x # first\n  b: 1\nc:\n  <<: *x\n  d: [*x, {e: 'f'}]\ng: |-\n  h\n   i\nj: >\n  k\n  l\n";

    expect(values(text)).toEqual([{ a: { b: 1 }, c: { b: 1, d: [{ b: 1 }, { e: "f" }] }, g: "h\n i", j: "k l\n" }]);
  });

  it("is one document or several, with directives and ends", () => {
    expect(values("a: 1\n")).toEqual([{ a: 1 }]);
    expect(values("%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n--- # c\nd:\n  - e\n")).toEqual([
      { a: 1 },
      { b: 2 },
      { d: ["e"] },
    ]);
  });

  it("has each document's own text", () => {
    const yaml = yamlIn("---\na: 1\n---\n# two\nb: 2\n", (text) => text.includes("b"));

    expect(yaml).toEqual({ documents: [{ text: "# two\nb: 2\n", value: { b: 2 } }] });
  });

  it("is what Go's parser makes of it: booleans of YAML 1.1, dates and times as text", () => {
    expect(values("a: yes\nb: off\nc: 012\nd: 2026-01-02\ne: 1:30\nf: ~\n")).toEqual([
      { a: true, b: false, c: 10, d: "2026-01-02", e: "1:30", f: null },
    ]);
  });

  it.each([
    ["text alone", "a b c", "is text alone", false],
    ["a script", "#!/bin/sh\nexport A=b\ncat <<EOF\n{}\nEOF\n", "is text alone", false],
    ["broken YAML", "a: [\n", "is no YAML: ", false],
    ["a key twice", "a:\n  b: 1\n  b: 2\n", 'has the key "b" twice', true],
    ["an alias without an anchor", "a: *b\n", "has an alias without its anchor", true],
  ])("is none in %s", (_what, text, fault, isYaml) => {
    expect(read(text)).toEqual({ fault: expect.stringContaining(fault) as unknown, isYaml });
  });
});

/** A billion laughs: nine aliases of nine aliases, nine levels deep. */
const BOMB = Array.from({ length: 9 }, (_, i) => {
  const items = Array.from({ length: 9 }, () => (i === 0 ? "x" : `*a${i - 1}`)).join(",");
  return `a${i}: &a${i} [${items}]\n`;
}).join("");

describe("hostile YAML is refused in bounded time", () => {
  it.each([
    ["aliases that stand for a billion values", BOMB, "has too many aliases"],
    ["lists in lists by brackets", `a: ${"[".repeat(50_000)}`, "is nested too deeply"],
    ["lists in lists by dashes", "- ".repeat(8000), "is nested too deeply"],
    [
      "maps in maps by indentation",
      Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      "is nested too deeply",
    ],
    ["keys that are maps", "? ".repeat(5000), "has more than 20 keys that are no text"],
    ["a document of 3 MiB", `a: "${"x".repeat(3 * 1024 * 1024)}"`, "has more than 2 MiB of YAML"],
    ["a stream of 9 MiB", `---\na: "${"x".repeat(1_500_000)}"\n`.repeat(7), "has more than 2 MiB of YAML"],
  ])("%s", (_what, text, fault) => {
    const start = Date.now();

    expect(read(text)).toEqual({ fault, isYaml: true });
    expect(Date.now() - start).toBeLessThan(8000);
  });

  it("but many keys and documents are read", () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `k${i}: 1\n`).join("");

    expect(Object.keys(values(keys)[0])).toHaveLength(5000);
    expect(values("---\na: 1\n".repeat(500))).toHaveLength(500);
  });
});
