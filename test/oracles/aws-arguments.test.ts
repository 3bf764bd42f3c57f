import { App, TerraformStack, Testing } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as githubActions } from "../../examples/github-actions/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { Resource } from "../../src/terraform";
import { World } from "../../src/simulator";
import { readStacks, Stack } from "../simulator/support/stack";
import { PLUGIN_FIXTURE } from "../support/clients";
import { describeWithPython } from "./support/python";

/** What Terraform's provider sends to AWS for a resource: service, operation, and the argument of each of its own. */
interface Call {
  readonly service: string;
  readonly operation: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** Terraform's arguments by AWS's. Source: hashicorp/terraform-provider-aws, `internal/service/{iam,eks}`. */
const CALLS: Readonly<Record<string, Call>> = {
  aws_iam_role: {
    service: "iam",
    operation: "CreateRole",
    arguments: {
      RoleName: "name",
      AssumeRolePolicyDocument: "assume_role_policy",
      Description: "description",
      MaxSessionDuration: "max_session_duration",
      Path: "path",
      PermissionsBoundary: "permissions_boundary",
    },
  },
  aws_iam_openid_connect_provider: {
    service: "iam",
    operation: "CreateOpenIDConnectProvider",
    arguments: { Url: "url", ClientIDList: "client_id_list", ThumbprintList: "thumbprint_list" },
  },
  aws_eks_access_entry: {
    service: "eks",
    operation: "CreateAccessEntry",
    arguments: {
      clusterName: "cluster_name",
      principalArn: "principal_arn",
      kubernetesGroups: "kubernetes_groups",
      type: "type",
      username: "user_name",
      tags: "tags",
    },
  },
  aws_eks_access_policy_association: {
    service: "eks",
    operation: "AssociateAccessPolicy",
    arguments: {
      clusterName: "cluster_name",
      principalArn: "principal_arn",
      policyArn: "policy_arn",
      accessScope: "access_scope",
    },
  },
};

const EXAMPLES: readonly (readonly [string, (app: App) => unknown])[] = [
  ["argocd-hub", (app) => argocdHub(app, PLUGIN_FIXTURE)],
  ["clusters-from-scratch", clustersFromScratch],
  ["eks-to-gke", eksToGke],
  ["github-actions", githubActions],
  ["self-managed-source", selfManagedSource],
  ["three-cloud-mesh", threeCloudMesh],
];

/**
 * What the constructs write for AWS, checked by botocore's models of AWS's API (types, lengths, ranges, patterns and
 * enumerations), and taken by moto through boto3.
 */
describeWithPython("aws", "AWS's service models in botocore, and moto (python)", (oracle) => {
  it.each(EXAMPLES)("find nothing wrong with the example %s", async (_name, build) => {
    const found: string[] = [];
    for (const [place, call] of callsOf(worldOf(build))) {
      const problems = await oracle().ask<string[]>("check", call);
      found.push(...problems.map((problem) => `${place}: ${problem}`));
    }
    expect(found).toEqual([]);
  });

  it.each(EXAMPLES)("take the IAM objects of the example %s", async (_name, build) => {
    const calls = callsOf(worldOf(build)).flatMap(([, call]) => (call.service === "iam" ? [call] : []));
    const errors = await oracle().ask<(string | null)[]>("take", { calls });
    expect(errors.filter((one) => one !== null)).toEqual([]);
  });

  it("find what AWS refuses", async () => {
    const role = { RoleName: "a b", AssumeRolePolicyDocument: "{}", MaxSessionDuration: 60 };
    const problems = await oracle().ask("check", { service: "iam", operation: "CreateRole", arguments: role });
    expect(problems).toEqual([
      "CreateRole.RoleName is 'a b', which [\\w+=,.@-]+ does not match",
      "CreateRole.MaxSessionDuration is 60, and at least 3600 is wanted",
    ]);
  });
});

function worldOf(build: (app: App) => unknown): World {
  const app = Testing.app();
  build(app);
  const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
  return readStacks(
    Object.fromEntries(stacks.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack)) as Stack])),
  );
}

/** The calls for all resources of AWS, with their arguments resolved as far as they are known before apply. */
function callsOf({ configuration }: World) {
  return Object.entries(CALLS).flatMap(([type, { service, operation, arguments: names }]) =>
    configuration.resources(type).map((resource) => {
      const given = Object.entries(names).flatMap(([name, argument]) => {
        const value = valueOf(resource, argument);
        return value === undefined || value === null ? [] : [[name, value] as const];
      });
      return [resource.address, { service, operation, arguments: Object.fromEntries(given) }] as const;
    }),
  );
}

function valueOf(resource: Resource, argument: string): unknown {
  const value = resource.argument(argument);
  // A nested block is an object in AWS's API.
  return argument === "access_scope" && Array.isArray(value) ? (value as unknown[])[0] : value;
}
