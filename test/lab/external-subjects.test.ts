import { TrialResult } from "../../src/lab";
import { buildExternalMesh, OBJECT_ID, SOURCE_ROLE, UNIQUE_ID } from "./support/external-mesh";
import { Document, runLab, Synthesized } from "./support/run-lab";

/** CI jobs and machines as sources: their tokens are minted and played as their vendors do, and so are those of others. */
jest.setTimeout(120_000);

type Args = Record<string, unknown>;

let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(buildExternalMesh);
});
afterAll(() => good.remove());

describe("jobs and machines", () => {
  let all: readonly TrialResult[];
  beforeAll(async () => {
    all = await runLab([good.path]);
  });

  it("reach their clusters by the plugin's own sources, and nobody else of their issuers does", () => {
    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    const reached = all.filter(({ code }) => code === "own-identity").map(({ from, to }) => `${from} → ${to}`);
    expect(reached.sort()).toEqual(
      [
        "github-actions:repo:acme/app:environment:prod → corp",
        "github-actions:repo:acme/app:environment:prod → euro",
        "github-actions:repo:acme/app:environment:prod → west",
        "github-actions:repo:acme@7/new@42:ref:refs/heads/main → west",
        "gitlab:project_path:acme/shop/app:ref_type:branch:ref:main → corp",
        "gitlab:project_path:acme/shop/app:ref_type:branch:ref:main → euro",
        `google:${UNIQUE_ID} → corp`,
        `google:${UNIQUE_ID} → west`,
        `build:${SOURCE_ROLE} → corp`,
        `build:${SOURCE_ROLE} → euro`,
        `acme:${OBJECT_ID} → euro`,
        `acme:${OBJECT_ID} → west`,
        "hcp:organization:acme:project:core:workspace:prod:run_phase:apply → west",
      ].sort(),
    );
  });

  it.each([
    [/^github-actions:repo:acme\/app/, ["a fork", "a pull request", "another environment", "another repository"]],
    [/^github-actions:repo:acme@7/, ["a repository that got the name later", "a fork", "a tag", "another branch"]],
    [/^gitlab:/, ["a fork", "a tag of the name", "another branch", "another project"]],
    [/^google:/, ["another Google service account"]],
    [/^build:/, ["another role", "a role of the name in another account"]],
    [/^acme:/, ["another identity of the tenant"]],
    [/^hcp:/, ["another workspace", "another run phase"]],
  ])("%s are tried with their own intruders", (from, variants) => {
    const tried = all.filter((one) => one.code === "another-subject" && from.test(one.from));

    expect(tried.map(({ variant }) => variant)).toEqual(expect.arrayContaining(variants));
    expect(new Set(tried.map(({ hop }) => hop))).toEqual(new Set(["exchange"]));
  });
});

/** One mutation: what is broken, in which edge it shows, which trials turn red, and what is to be mended. */
interface Mutation {
  readonly what: string;
  readonly edge: RegExp;
  readonly codes: readonly string[];
  readonly address: RegExp;
  readonly breakIt: (document: Document) => void;
}

function only(document: Document, type: string, about: RegExp): Args {
  const found = Object.values(document.resource[type] ?? {}).filter((one) => about.test(JSON.stringify(one)));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type} are about ${String(about)}.`);
  return found[0];
}

function policy(document: Document, about: RegExp, from: string, to: string): void {
  const role = only(document, "aws_iam_role", about);
  const text = role.assume_role_policy as string;
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${text}`);
  role.assume_role_policy = text.replace(from, to);
}

const GITHUB_ROLE = /repo:acme\/app:environment:prod/;
const SUB = "token.actions.githubusercontent.com:sub";

const MUTATIONS: readonly Mutation[] = [
  {
    what: "a role that trusts every run of the repository",
    edge: /^github-actions:repo:acme\/app.* → west$/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) => {
      const both = `"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","${SUB}":"repo:acme/app:environment:prod"}`;
      const wide = `"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"${SUB}":"repo:acme/app:*"}`;
      policy(document, GITHUB_ROLE, both, wide);
    },
  },
  {
    what: "a role that trusts every repository of GitHub",
    edge: /^github-actions:repo:acme\/app.* → west$/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) => policy(document, GITHUB_ROLE, `,"${SUB}":"repo:acme/app:environment:prod"`, ""),
  },
  {
    what: "a role that trusts the owner's repositories",
    edge: /^github-actions:repo:acme@7.* → west$/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) =>
      policy(
        document,
        /repo:acme@7/,
        `,"${SUB}":"repo:acme@7/new@42:ref:refs/heads/main"}`,
        `},"StringLike":{"${SUB}":"repo:acme@7/*"}`,
      ),
  },
  {
    what: "a role that trusts the names without the ids",
    edge: /^github-actions:repo:acme@7.* → west$/,
    codes: ["own-identity"],
    address: /aws_iam_role/,
    breakIt: (document) => policy(document, /repo:acme@7/, "repo:acme@7/new@42:", "repo:acme/new:"),
  },
  {
    what: "a pool that accepts every job of the project",
    edge: /^gitlab:.* → euro$/,
    codes: ["another-subject"],
    address: /google_iam_workload_identity_pool_provider/,
    breakIt: (document) => {
      const provider = only(document, "google_iam_workload_identity_pool_provider", /gitlab\.com/);
      provider.attribute_condition = "assertion.project_path == 'acme/shop/app'";
    },
  },
  {
    what: "a pool without a condition",
    edge: /^build:.* → euro$/,
    codes: ["another-subject"],
    address: /google_iam_workload_identity_pool_provider/,
    breakIt: (document) => {
      delete only(document, "google_iam_workload_identity_pool_provider", /abc123/).attribute_condition;
    },
  },
  {
    what: "a credential for another branch",
    edge: /^gitlab:.* → corp$/,
    codes: ["own-identity"],
    address: /azurerm_federated_identity_credential/,
    breakIt: (document) => {
      only(document, "azurerm_federated_identity_credential", /gitlab\.com/).subject =
        "project_path:acme/shop/app:ref_type:branch:ref:release";
    },
  },
  {
    what: "a role that does not compare Google's azp and sub",
    edge: /^google:.* → west$/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) => {
      const kept = '"accounts.google.com:oaud":"sts.amazonaws.com"';
      const all = `"accounts.google.com:aud":"${UNIQUE_ID}",${kept},"accounts.google.com:sub":"${UNIQUE_ID}"`;
      policy(document, /accounts\.google\.com/, all, kept);
    },
  },
  {
    what: "a role that does not compare the token's own audience",
    edge: /^google:.* → west$/,
    codes: ["another-audience"],
    address: /aws_iam_role/,
    breakIt: (document) =>
      policy(document, /accounts\.google\.com/, ',"accounts.google.com:oaud":"sts.amazonaws.com"', ""),
  },
  {
    what: "a role that takes Google's aud for the token's",
    edge: /^google:.* → west$/,
    codes: ["own-identity"],
    address: /aws_iam_role/,
    breakIt: (document) =>
      policy(document, /accounts\.google\.com/, `:aud":"${UNIQUE_ID}"`, ':aud":"sts.amazonaws.com"'),
  },
  {
    what: "a role that trusts every identity of the tenant",
    edge: /^acme:.* → west$/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) => {
      const role = only(document, "aws_iam_role", new RegExp(OBJECT_ID));
      role.assume_role_policy = (role.assume_role_policy as string).replace(/,"[^"]*:sub":"[^"]*"/, "");
    },
  },
  {
    what: "a pool for another audience than Entra writes",
    edge: /^acme:.* → euro$/,
    codes: ["own-identity"],
    address: /google_iam_workload_identity_pool_provider/,
    breakIt: (document) => {
      const { oidc } = only(document, "google_iam_workload_identity_pool_provider", /sts\.windows\.net/) as {
        oidc: Args;
      };
      oidc.allowed_audiences = ["api://other"];
    },
  },
  {
    what: "a role for every workspace of the organization",
    edge: /^hcp:/,
    codes: ["another-subject"],
    address: /aws_iam_role/,
    breakIt: (document) =>
      policy(
        document,
        /organization:acme/,
        ',"app.terraform.io:sub":"organization:acme:project:core:workspace:prod:run_phase:apply"}',
        '},"StringLike":{"app.terraform.io:sub":"organization:acme:*"}',
      ),
  },
];

describe("a trust in a job or machine that is broken", () => {
  it.each(MUTATIONS)("turns red: $what", async ({ what, edge, codes, address, breakIt }) => {
    const all = await runLab([good.broken("mesh", what, breakIt)], { edges: edge });

    const red = all.filter(({ verdict }) => verdict === "surprise");
    expect(red.map(({ code }) => code)).toEqual(expect.arrayContaining([...codes]));
    for (const one of red.filter(({ code }) => codes.includes(code))) {
      expect(one.hop).toBe("exchange");
      expect(one.decidedBy?.address).toMatch(address);
    }
  });
});
