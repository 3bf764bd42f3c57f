import { ACCOUNT, AUDIENCE, eks, EXACT, ISSUER, policy, PROVIDER, ROLE_ARN, SUBJECT } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";

interface Extension {
  adopted: string[];
}
interface Kubeconfig {
  contexts: { context: { extensions: { extension: Extension }[] } }[];
}

/** The kubeconfig of an edge whose role is adopted. */
function kubeconfig(): string {
  const { output } = eks({}) as { output: { edge: { value: string } } };
  const document = JSON.parse(output.edge.value) as Kubeconfig;
  document.contexts[0].context.extensions[0].extension.adopted = [ROLE_ARN];
  return JSON.stringify(document);
}

function shown(type: string, values: object, mode = "managed"): object {
  const address = `${mode === "data" ? "data." : ""}${type}.one`;
  const base = { address, mode, type, name: "one", schema_version: 0, sensitive_values: {} };
  return { ...base, provider_name: "registry.terraform.io/hashicorp/aws", values };
}

const entry = (more: object = {}) =>
  shown("aws_eks_access_entry", {
    cluster_name: "west",
    principal_arn: ROLE_ARN,
    type: "STANDARD",
    user_name: "deployers:{{SessionName}}",
    kubernetes_groups: ["deployers"],
    access_entry_arn: `arn:aws:eks:us-west-2:${ACCOUNT}:access-entry/west/role/${ACCOUNT}/deployer/0abc`,
    ...more,
  });
const view = shown("aws_eks_access_policy_association", {
  cluster_name: "west",
  principal_arn: ROLE_ARN,
  policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
  access_scope: [{ type: "cluster", namespaces: [] }],
});
const role = (trust: string) =>
  shown("aws_iam_role", { name: "deployer", arn: ROLE_ARN, assume_role_policy: trust }, "data");
const TRUST = policy(EXACT);

/** Terraform registry, hashicorp/aws: the attributes of its resources and data sources; those of version 5 have no region. */
const CASES: readonly [words: string, resources: readonly object[], expected: Expected][] = [
  ["an entry of version 5", [role(TRUST), entry(), view], "allowed"],
  ["an entry of version 6", [role(TRUST), entry({ region: "us-west-2" }), view], "allowed"],
  ["an entry of another region", [role(TRUST), entry({ region: "us-east-1" }), view], "authentication"],
  [
    "a role that a data source shows with another subject",
    [role(TRUST.replace(SUBJECT, "x")), entry(), view],
    "exchange AccessDenied",
  ],
  ["no association", [role(TRUST), entry()], "authorization"],
];

describe("an EKS cluster and an adopted role in a state", () => {
  it.each(CASES.map(([words, resources, expected]) => [words, expected, resources] as const))(
    "%s: %s",
    async (_words, expected, resources) => {
      const oidc = { arn: PROVIDER, url: ISSUER.slice("https://".length), client_id_list: [AUDIENCE] };
      const state = {
        format_version: "1.0",
        terraform_version: "1.9.5",
        values: {
          outputs: { edge: { value: kubeconfig(), type: "string", sensitive: false } },
          root_module: { resources: [shown("aws_iam_openid_connect_provider", oidc), ...resources] },
        },
      };
      const [verdict] = await verdicts(state, [
        { from: "corp:deploy/deployer", to: "west", verb: "get", resource: "pods", namespace: "payments" },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
