import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { AwsAccount, ClusterAccess, EksCluster, OidcCluster, TrustMesh } from "../../src";
import { readWorld } from "../../src/simulator";
import { Configuration, placeOf, readConfiguration, Resource } from "../../src/terraform";
import { PLUGIN_FIXTURE } from "../support/clients";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";
import { Drawn, inFormOf, sameIn } from "./support/drawn";
import { Folder } from "./support/folder";
import { refusalOf } from "./support/refusal";

type Build = (app: App, states: string) => unknown;

/** Two EKS clusters of one account in two stacks, of which the first holds the account's roles. */
function accountOfTwoStacks(app: App, states: string): void {
  const target = (id: string, account?: AwsAccount) => {
    const stack = new TerraformStack(app, `${id}-access`);
    new LocalBackend(stack, { path: join(states, `${id}-access.tfstate`) });
    return EksCluster.fromAttributes(stack, id, {
      clusterName: id,
      region: "us-west-2",
      endpoint: `https://${id}.example`,
      awsProvider: new AwsProvider(stack, "aws", { region: "us-west-2" }),
      kubernetesProvider: new KubernetesProvider(stack, "kubernetes", { host: `https://${id}.example` }),
      account,
    });
  };
  const west = target("west");
  const east = target("east", west.account);
  const edge = OidcCluster.fromAttributes(app, "edge", { issuer: "https://oidc.acme.example/edge" });
  const runner = edge.serviceAccount("ci", "runner");
  const mesh = new TrustMesh(app, "mesh");
  mesh.allowAll([runner], [west, east], ClusterAccess.view());
  new TerraformOutput(TerraformStack.of(east), "kubeconfig", { value: mesh.kubeconfigFor(runner) });
}

/** What is written in an example and not left to a cloud: in a resource of the type, at an argument. */
type Anchor = [type: string, part: string, argument: string, value: unknown];

const AKS_ISSUER =
  "westeurope.oic.prod-aks.azure.com/7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/";
const FROM_WEST =
  "principal://iam.googleapis.com/projects/210987654321/locations/global/workloadIdentityPools/from-west-76a79620";

const APPS: [name: string, build: Build, stacks: string[], anchors: Anchor[]][] = [
  [
    "argocd-hub",
    (app) => argocdHub(app, PLUGIN_FIXTURE),
    ["argocd-hub"],
    [
      ["azurerm_user_assigned_identity", "argocd", "name", "argocd-hub"],
      [
        "google_iam_workload_identity_pool_provider",
        "hub",
        "attribute_condition",
        "assertion.sub in ['system:serviceaccount:argocd:argocd-application-controller', 'system:serviceaccount:argocd:argocd-applicationset-controller', 'system:serviceaccount:argocd:argocd-server']",
      ],
      ["azurerm_federated_identity_credential", "argocd-server", "audience", ["api://AzureADTokenExchange"]],
    ],
  ],
  [
    "clusters-from-scratch",
    clustersFromScratch,
    ["platform"],
    [
      ["aws_iam_role", "corp", "name", "trust-mesh-corp-ci-runner-32cdafc3"],
      ["azurerm_federated_identity_credential", "identity_west", "subject", "system:serviceaccount:ci:runner"],
      ["aws_iam_role_policy_attachment", "control-plane", "role", "west-control-plane"],
    ],
  ],
  [
    "eks-to-gke",
    eksToGke,
    ["euro-access"],
    [
      [
        "google_project_iam_member",
        "west",
        "member",
        `${FROM_WEST}/subject/system:serviceaccount:argocd:argocd-application-controller`,
      ],
      [
        "kubernetes_role_binding_v1",
        "payments",
        "subject",
        [
          {
            api_group: "rbac.authorization.k8s.io",
            kind: "User",
            name: `${FROM_WEST}/subject/system:serviceaccount:argocd:argocd-application-controller`,
          },
        ],
      ],
    ],
  ],
  [
    "self-managed-source",
    selfManagedSource,
    ["self-managed-source"],
    [
      ["aws_iam_role", "edge", "name", "edge-collector"],
      ["google_project_iam_member", "velero", "member", "serviceAccount:velero-dc1@acme-euro.iam.gserviceaccount.com"],
    ],
  ],
  [
    "three-cloud-mesh",
    threeCloudMesh,
    ["corp-access", "euro-access", "west-access"],
    [
      [
        "aws_iam_role",
        "corp_deploy",
        "assume_role_policy",
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${AKS_ISSUER}` },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  [`${AKS_ISSUER}:aud`]: "sts.amazonaws.com",
                  [`${AKS_ISSUER}:sub`]: "system:serviceaccount:deploy:deployer",
                },
              },
            },
          ],
        }),
      ],
      [
        "aws_eks_access_entry",
        "euro",
        "kubernetes_groups",
        ["trust-mesh:arn:aws:iam::111122223333:role/trust-mesh-euro-deploy-deployer-1662bc4c"],
      ],
    ],
  ],
  [
    "an app whose second stack reads the state of the first",
    accountOfTwoStacks,
    ["west-access", "east-access"],
    [["aws_iam_openid_connect_provider", "edge", "client_id_list", ["sts.amazonaws.com"]]],
  ],
];

/** What clouds give names to that nobody draws, by the type of the resource. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["id", "arn"],
  aws_iam_openid_connect_provider: ["arn", "id"],
  aws_eks_cluster: ["id", "arn"],
  google_iam_workload_identity_pool: ["id", "name"],
  google_iam_workload_identity_pool_provider: ["name"],
  google_service_account: ["id", "email", "member", "name"],
  azurerm_user_assigned_identity: ["id", "tenant_id"],
  azurerm_resource_group: ["id"],
  azurerm_kubernetes_cluster: ["id", "oidc_issuer_url"],
};
const META_ARGUMENTS = ["//", "provider", "depends_on", "lifecycle"];

/** Every argument that a synthesized folder writes, and every name that clouds give. */
function attributesIn(root: string, configuration: Configuration): [resource: Resource, attribute: string][] {
  const { stacks } = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8")) as { stacks: object };
  return Object.keys(stacks).flatMap((stack) => {
    const text = readFileSync(join(root, "stacks", stack, "cdk.tf.json"), "utf8");
    const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, object>> };
    return Object.entries(resource).flatMap(([type, named]) =>
      configuration
        .resources(type)
        .filter((one) => one.stack === stack)
        .flatMap((one) => {
          const written = Object.keys(named[one.address.slice(type.length + 1)]);
          const names = [...written.filter((name) => !META_ARGUMENTS.includes(name)), ...(NAMED[type] ?? [])];
          return names.map((name): [Resource, string] => [one, name]);
        }),
    );
  });
}

/** The only resource of a type whose address has a part. */
function only(configuration: Configuration, type: string, part: string): Resource {
  const found = configuration.resources(type).filter(({ address }) => address.includes(part));
  expect(found.map(({ address }) => address)).toHaveLength(1);
  return found[0];
}

describeWithStandIns("what is read of an app", () => {
  describe.each(APPS)("%s", (_name, build, stacks, anchors) => {
    let files: Folder;
    let terraform: TerraformFolder;
    let synthesized: Configuration;
    let state: Configuration;
    let plan: Configuration;
    beforeAll(() => {
      files = new Folder();
      terraform = new TerraformFolder(files.path);
      terraform.synth((app) => build(app, files.path));
      synthesized = readWorld([terraform.root]).configuration;
      for (const stack of stacks) {
        terraform.init(stack);
        terraform.apply(stack);
      }
      const read = (kind: string, show: (stack: string) => string) =>
        readConfiguration(
          stacks.map((stack) => files.write(`${kind}/${stack}.json`, show(stack))),
          () => undefined,
        );
      state = read("state", (stack) => terraform.showState(stack));
      plan = read("plan", (stack) => terraform.showPlan(stack));
    });
    afterAll(() => {
      terraform.remove();
      files.remove();
    });

    it("before it is applied is what Terraform applies, but for what clouds draw", () => {
      const drawn = new Drawn(synthesized, state);
      const attributes = attributesIn(terraform.root, synthesized).map(([resource, name]) => {
        const value = resource.attribute(name);
        const applied = drawn.simulate(inFormOf(value, sameIn(state, resource).attribute(name)));
        return { place: `${placeOf(resource)}.${name}`, value, applied };
      });
      const outputs = synthesized.outputs.map((output) => {
        const same = state.outputs.find(({ stack, name }) => stack === output.stack && name === output.name);
        const place = `${output.stack}: output.${output.name}`;
        return { place, value: output.value(), applied: drawn.simulate(same?.value()) };
      });

      const all = [...attributes, ...outputs];
      const table = (which: "value" | "applied") => Object.fromEntries(all.map((one) => [one.place, one[which]]));
      expect(table("value")).toEqual(table("applied"));
    });

    it("is the same in a plan without a change and in the state", () => {
      const table = (configuration: Configuration) => [
        ...attributesIn(terraform.root, synthesized).map(([resource, name]) => [
          `${placeOf(resource)}.${name}`,
          sameIn(configuration, resource).attribute(name),
        ]),
        ...configuration.outputs.map((output) => [`${output.stack}: output.${output.name}`, output.value()]),
      ];

      expect(table(plan)).toEqual(table(state));
    });

    it.each(anchors)("has what is written: %s of %s, %s", (type, part, argument, value) => {
      for (const configuration of [synthesized, state, plan]) {
        expect(inFormOf(value, only(configuration, type, part).argument(argument))).toEqual(value);
      }
    });
  });
});

describeWithStandIns("what is read of a plan before the first apply", () => {
  const AT_APPLY = "is known only after apply";
  const WAY_OUT = "Read the synthesized folder (cdktf.out) or, after the apply, the state";
  let files: Folder;
  let terraform: TerraformFolder;
  let plan: Configuration;
  beforeAll(() => {
    files = new Folder();
    terraform = new TerraformFolder();
    terraform.synth(clustersFromScratch);
    terraform.init("platform");
    plan = readConfiguration([files.write("platform.json", terraform.showPlan("platform"))], () => undefined);
  });
  afterAll(() => {
    terraform.remove();
    files.remove();
  });

  it("is what is written, beside what is not known in the same resource and block", () => {
    const role = only(plan, "aws_iam_role", "role_corp");
    const binding = only(plan, "kubernetes_cluster_role_binding_v1", "mesh_corp_ci_runner_in_west");
    const [metadata] = binding.argument("metadata") as [Record<string, unknown>];
    const [subject] = binding.argument("subject") as [Record<string, unknown>];
    const [roleRef] = binding.argument("role_ref") as [Record<string, unknown>];

    expect(role.argument("name")).toBe("trust-mesh-corp-ci-runner-32cdafc3");
    expect(metadata.name).toMatch(/^trust-mesh[\w.:-]+$/);
    expect([subject.kind, roleRef.kind, roleRef.name]).toEqual(["Group", "ClusterRole", "view"]);
  });

  it.each<[type: string, part: string, place: string, look: (value: unknown) => unknown]>([
    ["aws_iam_role", "role_corp", "arn", (value) => value],
    ["aws_iam_role", "role_corp", "assume_role_policy", (value) => value],
    [
      "kubernetes_cluster_role_binding_v1",
      "corp_ci_runner_in_west",
      "metadata[0].uid",
      (value) => nameIn(value, "uid"),
    ],
    [
      "kubernetes_cluster_role_binding_v1",
      "corp_ci_runner_in_west",
      "subject[0].name",
      (value) => nameIn(value, "name"),
    ],
    ["google_iam_workload_identity_pool", "pool-west", "name", (value) => value],
  ])("refuses of %s %s what is known only after apply: %s", (type, part, place, look) => {
    const resource = only(plan, type, part);
    const [attribute] = place.split("[");

    expect(refusalOf(() => look(resource.attribute(attribute)))).toEqual({
      place: `${placeOf(resource)}.${place}`,
      reason: AT_APPLY,
      wayOut: WAY_OUT,
    });
  });

  it.each([
    ["west-issuer", ""],
    ["west-runner-in-corp", "[4]"],
    ["west-runner-kubeconfig", ""],
  ])("refuses the output %s%s", (name, part) => {
    const output = plan.outputs.find((one) => one.name === name);

    expect(refusalOf(() => output?.value())).toEqual({
      place: `platform: output.${name}${part}`,
      reason: AT_APPLY,
      wayOut: WAY_OUT,
    });
  });

  it("refuses a provider's host, which the same stack makes", () => {
    const { provider } = only(plan, "kubernetes_cluster_role_binding_v1", "corp_ci_runner_in_west");

    expect(provider?.key).toBe("kubernetes.west");
    expect(refusalOf(() => provider?.argument("host"))).toEqual({
      place: "platform: provider.kubernetes.west.host",
      reason: "is an expression, whose value a plan does not show",
      wayOut: WAY_OUT,
    });
  });
});

/** A part of the only block of an argument. */
function nameIn(value: unknown, name: string): unknown {
  return (value as [Record<string, unknown>])[0][name];
}
