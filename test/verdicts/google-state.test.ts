import { Expected, inWords, Verdict, verdicts } from "./support/ask";
import {
  audience,
  gke,
  ISSUER,
  NUMBER,
  PROJECT,
  principal,
  provider,
  SERVER,
  SUBJECT,
  tokenAudience,
} from "./support/google";

interface Kubeconfig {
  contexts: { context: { extensions: { extension: { adopted: string[] } }[] } }[];
}

/** The kubeconfig of an edge whose pool and provider are adopted. */
function kubeconfig(): string {
  const { output } = gke({}) as { output: { edge: { value: string } } };
  const document = JSON.parse(output.edge.value) as Kubeconfig;
  document.contexts[0].context.extensions[0].extension.adopted = [POOL, provider("own")];
  return JSON.stringify(document);
}

const POOL = `projects/${NUMBER}/locations/global/workloadIdentityPools/own`;

function shown(type: string, values: object, mode = "managed"): object {
  const address = `${mode === "data" ? "data." : ""}${type}.one`;
  const base = { address, mode, type, name: "one", schema_version: 0, sensitive_values: {} };
  return { ...base, provider_name: "registry.terraform.io/hashicorp/google", values };
}

const pool = (more: object = {}) =>
  shown(
    "google_iam_workload_identity_pool",
    { project: PROJECT, workload_identity_pool_id: "own", name: POOL, state: "ACTIVE", disabled: false, ...more },
    "data",
  );
const own = (more: object = {}) =>
  shown(
    "google_iam_workload_identity_pool_provider",
    {
      ...{ project: PROJECT, workload_identity_pool_id: "own", workload_identity_pool_provider_id: "kubernetes" },
      ...{ name: provider("own"), state: "ACTIVE", disabled: false, aws: [], saml: [], x509: [] },
      attribute_mapping: { "google.subject": "assertion.sub" },
      attribute_condition: `assertion.sub == '${SUBJECT}'`,
      oidc: [{ issuer_uri: ISSUER, allowed_audiences: [tokenAudience("own")], jwks_json: "" }],
      ...more,
    },
    "data",
  );
const cluster = shown("google_container_cluster", {
  ...{ project: PROJECT, name: "euro", location: "europe-west4", endpoint: SERVER.replace("https://", "") },
});
const member = (role: string) =>
  shown("google_project_iam_member", { project: PROJECT, role, member: principal("own") });

/**
 * An adopted pool and provider that data sources of a state show. Terraform registry, hashicorp/google, data sources
 * "google_iam_workload_identity_pool" and "google_iam_workload_identity_pool_provider": they have the resources' attributes; Google Cloud, IAM
 * documentation, "Workload Identity Federation": what each of them decides.
 */
const CASES: readonly [words: string, resources: readonly object[], expected: Expected, claims?: object][] = [
  ["nothing shown, so it is assumed", [], "allowed"],
  ["as the edge needs it", [pool(), own()], "allowed"],
  ["the provider alone", [own()], "allowed"],
  ["without a condition", [pool(), own({ attribute_condition: null })], "allowed"],
  [
    "with another subject",
    [pool(), own({ attribute_condition: "assertion.sub == 'x'" })],
    "exchange unauthorized_client",
  ],
  ["with the default audiences", [own({ oidc: [{ issuer_uri: ISSUER, allowed_audiences: [] }] })], "allowed"],
  [
    "with another audience",
    [own({ oidc: [{ issuer_uri: ISSUER, allowed_audiences: ["elsewhere"] }] })],
    "exchange invalid_grant",
  ],
  [
    "of another issuer",
    [own({ oidc: [{ issuer_uri: `${ISSUER}/x`, allowed_audiences: [tokenAudience("own")] }] })],
    "exchange invalid_grant",
  ],
  ["of AWS and not of OIDC", [own({ oidc: [], aws: [{ account_id: "111122223333" }] })], "exchange invalid_grant"],
  ["a disabled provider", [pool(), own({ disabled: true })], "exchange invalid_target"],
  ["in a disabled pool", [pool({ disabled: true }), own()], "exchange invalid_target"],
  [
    "a mapping that names somebody else",
    [own({ attribute_mapping: { "google.subject": "'x/' + assertion.sub" }, attribute_condition: null })],
    "authorization",
  ],
];

describe("a pool provider that a state's data source shows", () => {
  it.each(CASES)("%s: %s", async (_words, resources, expected) => {
    const root_module = { resources: [cluster, member("roles/container.viewer"), ...resources] };
    const state = {
      ...{ format_version: "1.0", terraform_version: "1.11.4" },
      values: { outputs: { edge: { value: kubeconfig() } }, root_module },
    };
    const [verdict]: readonly Verdict[] = await verdicts(state, [
      { from: "corp:deploy/deployer", to: "euro", verb: "list", resource: "pods" },
    ]);

    expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
  });

  it("names the data source where it refuses", async () => {
    const root_module = { resources: [own({ attribute_condition: "assertion.sub == 'x'" })] };
    const state = { format_version: "1.0", terraform_version: "1.11.4", values: { root_module } };
    const claims = { iss: ISSUER, sub: SUBJECT, aud: tokenAudience("own") };
    const [verdict] = await verdicts(state, [{ claims, exchange: { cloud: "google", audience: audience("own") } }]);

    expect(verdict).toMatchObject({ allowed: false, hop: "exchange", code: "unauthorized_client" });
    expect(verdict.address).toContain("data.google_iam_workload_identity_pool_provider.one");
  });
});
