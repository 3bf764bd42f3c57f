import { pagesOf } from "../../scripts/docs-pages";

const WHOLE = `# API Reference <a name="API Reference" id="api-reference"></a>

## Constructs <a name="Constructs" id="Constructs"></a>

### Alpha <a name="Alpha" id="cdktf-trust-mesh.Alpha"></a>

Makes an alpha.

#### Methods

| <code><a href="#cdktf-trust-mesh.Alpha.go">go</a></code> | <a href="#cdktf-trust-mesh.Beta">Beta</a> |

\`\`\`ts
### no heading
\`\`\`

### Gamma <a name="Gamma" id="cdktf-trust-mesh.Gamma"></a>

\`Alpha\` for a beta.

## Structs <a name="Structs" id="Structs"></a>

### Beta <a name="Beta" id="cdktf-trust-mesh.Beta"></a>

- *Implements:* nothing
`;

describe("the pages of the API reference", () => {
  const pages = pagesOf(WHOLE);

  it("are one a class, and an index that names each with its first sentence", () => {
    expect([...pages.keys()]).toEqual(["Alpha.md", "Gamma.md", "Beta.md", "README.md"]);
    expect(pages.get("README.md")).toContain("## Constructs\n\n- [Alpha](Alpha.md): Makes an alpha.\n");
    expect(pages.get("README.md")).toContain("- [Gamma](Gamma.md): `Alpha` for a beta.\n");
    expect(pages.get("README.md")).toContain("## Structs\n\n- [Beta](Beta.md)\n");
  });

  it("lead to each other, and leave code alone", () => {
    const alpha = pages.get("Alpha.md");

    expect(alpha).toContain('# Alpha <a name="Alpha"');
    expect(alpha).toContain("## Methods");
    expect(alpha).toContain('href="#cdktf-trust-mesh.Alpha.go"');
    expect(alpha).toContain('href="Beta.md#cdktf-trust-mesh.Beta"');
    expect(alpha).toContain("### no heading");
  });
});
