import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPT = pathToFileURL(join(resolve(__dirname, "../.."), "scripts/lazy-providers.mjs")).href;

/** What the build makes of a compiled file. */
function lazy(text: string): { readonly out: string; readonly err: string } {
  const program = `import { lazyProviders } from ${JSON.stringify(SCRIPT)};
    process.stdout.write(lazyProviders(${JSON.stringify(text)}, "../common/provider-package"));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  return { out: stdout, err: stderr };
}

const COMPILED = `"use strict";
const cdktf_1 = require("cdktf");
const iam_role_1 = require("@cdktf/provider-aws/lib/iam-role");
class Role {
    constructor(scope) {
        // iam_role_1 in a comment stays
        this.role = new iam_role_1.IamRole(scope, "iam_role_1", {});
    }
}
`;

describe("lazy providers", () => {
  it("are required at their first use, and no other module is", () => {
    expect(lazy(COMPILED)).toEqual({
      out: `"use strict";
const cdktf_1 = require("cdktf");
const iam_role_1 = require("../common/provider-package").whenUsed(() => require("@cdktf/provider-aws/lib/iam-role"), "@cdktf/provider-aws/lib/iam-role");
class Role {
    constructor(scope) {
        // iam_role_1 in a comment stays
        this.role = new (iam_role_1()).IamRole(scope, "iam_role_1", {});
    }
}
`,
      err: "",
    });
  });

  it("leave a file that was changed before, and one without providers, as they are", () => {
    const once = lazy(COMPILED).out;
    expect(lazy(once).out).toBe(once);
    expect(lazy('const cdktf_1 = require("cdktf");\n').out).toBe('const cdktf_1 = require("cdktf");\n');
  });

  it("refuse a use that they cannot follow", () => {
    const { err } = lazy(`${COMPILED}exports.role = iam_role_1;\n`);
    expect(err).toContain("iam_role_1 is used other than by its classes");
  });
});
