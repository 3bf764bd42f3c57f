import { craftedTokens } from "../../src/findings/rules/crafted-tokens";
import { AUDIENCE, ISSUER, PRINCIPAL, project } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** Google Cloud documentation: "Workload Identity Federation", attribute mappings and conditions, in CEL. */
const [, , NS, SA] = SUBJECT.split(":");
const SUB = `"${SUBJECT}"`;
const CLAIMS = "assertion['kubernetes.io']";

function admitted(
  attribute_condition: string | undefined,
  subject = SUBJECT,
  mapping = "assertion.sub",
  issuer = ISSUER,
) {
  const provider = {
    attribute_mapping: { "google.subject": mapping },
    oidc: { issuer_uri: issuer },
    ...(attribute_condition === undefined ? {} : { attribute_condition }),
  };
  const edge = declaring({
    args: ["gke", "--audience", AUDIENCE],
    declaration: declaration({
      source: { subject, issuer },
      target: { name: "//container.googleapis.com/projects/acme-euro/locations/l/clusters/euro" },
      audience: `https:${AUDIENCE}`,
      principal: PRINCIPAL,
    }),
  });
  return craftedTokens(read(merged(project(provider), edge)), NOW);
}

describe("a condition that lets in more than the declared subject", () => {
  it.each([
    undefined,
    `assertion.sub.startsWith(${SUB})`,
    `assertion.sub.endsWith(":${NS}:${SA}") || assertion.sub.endsWith("${SA}")`,
    `assertion.sub.contains("${NS}:${SA}")`,
    `assertion.sub.startsWith("system:serviceaccount:${NS}:")`,
    `assertion.sub.matches("${SUBJECT}")`,
    `assertion.sub.matches("^system:serviceaccount:(${NS}|evil):${SA}$")`,
    `assertion.sub == ${SUB} || assertion.sub.startsWith("system:serviceaccount:evil:")`,
    `${CLAIMS}.namespace == "${NS}"`,
    `${CLAIMS}.serviceaccount.name == "${SA}"`,
    `${CLAIMS}.namespace in ["${NS}", "evil"] && ${CLAIMS}.serviceaccount.name == "${SA}"`,
    `assertion.sub != "system:serviceaccount:kube-system:default"`,
    `!(assertion.sub in ["system:serviceaccount:a:b"])`,
    `assertion.sub.split(":")[3] == "${SA}"`,
    `assertion.sub.extract("serviceaccount:{a}:") == "${NS}"`,
    `size(assertion.sub) > 5`,
    `assertion.sub.lowerAscii() == ${SUB} || assertion.sub == "system:serviceaccount:odd:name"`,
    `google.subject.startsWith("system:")`,
  ])("is a fault: %s", (condition) => {
    expect(admitted(condition)).toMatchObject([
      {
        ...{ code: "further-trust", severity: "fault", argument: "attribute_condition", hop: "exchange" },
        place: "mesh: google_iam_workload_identity_pool_provider.west",
      },
    ]);
  });

  it("is a fault where the mapping makes another subject the declared one", () => {
    const [found] = admitted(`google.subject == ${SUB}`, SUBJECT, `assertion.sub.replace("evil", "${SA}")`);
    expect(found).toMatchObject({ what: `system:serviceaccount:${NS}:evil` });
    expect(found.reason).toContain(PRINCIPAL);
  });
});

describe("a condition that lets in the declared subjects alone", () => {
  it.each([
    `assertion.sub == ${SUB}`,
    `${SUB} == assertion.sub`,
    `google.subject == ${SUB}`,
    `assertion.sub in [${SUB}]`,
    `assertion.sub.matches("^${SUBJECT}$")`,
    `assertion.sub.startsWith("system:") && assertion.sub == ${SUB}`,
    `${CLAIMS}.namespace == "${NS}" && ${CLAIMS}.serviceaccount.name == "${SA}"`,
    `assertion.sub.startsWith(${SUB}) && assertion.sub.endsWith(":${SA}")`,
    `assertion.sub.lowerAscii() == ${SUB}`,
    "false",
  ])("is none: %s", (condition) => {
    expect(admitted(condition)).toEqual([]);
  });

  it("is none where an edge is for a whole namespace", () => {
    const pattern = `system:serviceaccount:${NS}:*`;
    expect(admitted(`assertion.sub.startsWith("system:serviceaccount:${NS}:")`, pattern)).toEqual([]);
    expect(admitted(`assertion.sub.startsWith("system:serviceaccount:${NS}")`, pattern)).toHaveLength(1);
  });
});

describe("jobs of GitHub Actions", () => {
  const JOB = "repo:acme/shop:ref:refs/heads/main";
  const GITHUB = "https://token.actions.githubusercontent.com";

  it.each<[string, number]>([
    [`assertion.repository_owner == "acme"`, 1],
    [`assertion.repository == "acme/shop"`, 1],
    [`assertion.repository.startsWith("acme/") && assertion.ref == "refs/heads/main"`, 1],
    [`assertion.sub == "${JOB}"`, 0],
    [`assertion.sub.matches("^repo:acme/shop:ref:refs/heads/main$")`, 0],
    [
      `assertion.repository == "acme/shop" && assertion.ref == "refs/heads/main" && assertion.sub.endsWith("main") && assertion.sub.startsWith("repo:acme/shop:ref:")`,
      0,
    ],
  ])("%s: %i", (condition, count) => {
    expect(admitted(condition, JOB, "assertion.sub", GITHUB)).toHaveLength(count);
  });
});
