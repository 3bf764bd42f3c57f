/** The pages of the API reference, by their file names, made of the single document that jsii-docgen writes. */
export function pagesOf(whole: string): Map<string, string> {
  const pages = new Map<string, string>();
  const index = ["# API reference", "", "Made of the docstrings: one page a class."];
  for (const section of whole.split(/^(?=## .* <a name=)/m).slice(1)) {
    const [title, ...entries] = section.split(/^(?=### .* <a name=)/m);
    index.push("", title.replace(/ <a .*/, "").trim(), "");
    for (const entry of entries) {
      const name = /^### (\w+) /.exec(entry)?.[1];
      if (name === undefined) throw new Error(`docs: an entry has no name: ${entry.slice(0, 80)}`);
      index.push(`- [${name}](${name}.md)${summaryOf(entry)}`);
      pages.set(`${name}.md`, page(name, entry));
    }
  }
  pages.set("README.md", `${index.join("\n")}\n`);
  return pages;
}

/** The first line of text below the heading. */
function summaryOf(entry: string): string {
  const [description] = entry.split(/^#### /m);
  const text = description.split("\n").find((line) => /^(?:[A-Z]|`\w)/.test(line));
  return text === undefined ? "" : `: ${text}`;
}

/** An entry as a page of its own: headings two levels higher, links to other entries lead to their pages. */
function page(name: string, entry: string): string {
  let isCode = false;
  const lines = entry.split("\n").map((line) => {
    if (line.startsWith("```")) isCode = !isCode;
    if (isCode) return line;
    return line
      .replace(/^##(#+ )/, "$1")
      .replace(/(\(|href=")#cdktf-trust-mesh\.(\w+)/g, (link, before: string, target: string) =>
        target === name ? link : `${before}${target}.md#cdktf-trust-mesh.${target}`,
      );
  });
  return `[API reference](README.md)\n\n${lines.join("\n").trim()}\n`;
}
