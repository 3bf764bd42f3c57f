import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { TerraformVariable } from "cdktf";
import {
  AksCluster,
  AksToEksTrust,
  AwsFederatedRole,
  AzureFederatedIdentity,
  ClusterAccess,
  EksCluster,
  EksToAksTrust,
  EksToGkeTrust,
  GkeToEksTrust,
  OidcToEksTrust,
} from "../../src";
import { Clouds, SUBSCRIPTION_ID, homeOf } from "../support/clouds";
import { refusals, resolved, synthesize, Synthesized } from "../support/synthesized";

/** Values that are unknown until apply stay references in everything that is made of them. */
const access = ClusterAccess.view("payments");

/** The trust policy as Terraform renders it: the quotes inside a template's expression are not the document's. */
function policyWith(out: Synthesized, host: string): unknown {
  const text = out.only("aws_iam_role").assume_role_policy as string;
  return JSON.parse(text.split(host).join("issuer.example"));
}

function eksResource(clouds: Clouds): EksClusterResource {
  return new EksClusterResource(clouds.stack, "made", {
    provider: clouds.providers.aws,
    name: "made",
    region: "us-west-2",
    roleArn: "arn:aws:iam::111122223333:role/eks",
    vpcConfig: { subnetIds: ["subnet-1"] },
    accessConfig: { authenticationMode: "API" },
  });
}

function aksResource(clouds: Clouds): KubernetesCluster {
  return new KubernetesCluster(clouds.stack, "made", {
    provider: clouds.providers.azurerm,
    name: "made",
    location: "westeurope",
    resourceGroupName: "rg-made",
    oidcIssuerEnabled: true,
    localAccountDisabled: true,
    azureActiveDirectoryRoleBasedAccessControl: { azureRbacEnabled: true },
    defaultNodePool: { name: "default" },
  });
}

describe("the issuer of an EKS cluster that is made in the same app", () => {
  const ISSUER = "aws_eks_cluster.made.identity[0].oidc[0].issuer";

  it("is a reference for Google and Entra", () => {
    const clouds = new Clouds();
    const source = EksCluster.fromResource(clouds.stack, "source", eksResource(clouds));
    const from = source.serviceAccount("argocd", "deployer");

    new EksToGkeTrust(clouds.stack, "gke", { from, to: clouds.gke("euro"), access });
    new EksToAksTrust(clouds.stack, "aks", { from, to: clouds.aks("corp"), access });

    const out = synthesize(clouds.stack);
    expect(out.only("google_iam_workload_identity_pool_provider").oidc).toMatchObject({ issuer_uri: `\${${ISSUER}}` });
    expect(out.only("azurerm_federated_identity_credential").issuer).toBe(`\${${ISSUER}}`);
  });
});

describe("the issuer of an AKS cluster that is made in the same app", () => {
  const ISSUER = "azurerm_kubernetes_cluster.made.oidc_issuer_url";

  it("is a reference in the OIDC provider, and trimmed by Terraform in condition keys", () => {
    const clouds = new Clouds();
    const source = AksCluster.fromResource(clouds.stack, "source", aksResource(clouds));

    new AksToEksTrust(clouds.stack, "trust", {
      from: source.serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
    });

    const out = synthesize(clouds.stack);
    expect(out.only("aws_iam_openid_connect_provider").url).toBe(`\${${ISSUER}}`);
    const host = `\${trimprefix(${ISSUER}, "https://")}`;
    expect(policyWith(out, host)).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              "issuer.example:aud": "sts.amazonaws.com",
              "issuer.example:sub": "system:serviceaccount:argocd:deployer",
            },
          },
        },
      ],
    });
  });
});

describe("an EKS target that is made in the same app", () => {
  it("is referred to by name, in the region and with the provider of its resource", () => {
    const clouds = new Clouds();
    const to = EksCluster.fromResource(clouds.stack, "west", eksResource(clouds), {
      kubernetesProvider: clouds.providers.kubernetes("west"),
    });

    const trust = new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to,
      access,
    });

    expect(synthesize(clouds.stack).only("aws_eks_access_entry")).toMatchObject({
      provider: "aws.target",
      cluster_name: "${aws_eks_cluster.made.name}",
      region: "us-west-2",
    });
    expect((resolved(trust, trust.execArguments()) as string[]).slice(0, 5)).toEqual([
      "eks",
      "--cluster-name",
      "${aws_eks_cluster.made.name}",
      "--region",
      "us-west-2",
    ]);
  });

  it.each([
    ["provider", "us-east-1", "us-east-1"],
    ["ARN, where the provider has none", undefined, '${element(split(":", data.aws_eks_cluster.found.arn), 3)}'],
  ])("that a data source finds takes the region from its %s", (_, region, expected) => {
    const clouds = new Clouds();
    const provider = new AwsProvider(clouds.stack, "lookup", { alias: "lookup", region });
    const data = new DataAwsEksCluster(clouds.stack, "found", { provider, name: "found" });
    const to = EksCluster.fromDataSource(clouds.stack, "west", data, {
      kubernetesProvider: clouds.providers.kubernetes("west"),
    });

    new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to,
      access,
    });

    expect(synthesize(clouds.stack).only("aws_eks_access_entry")).toMatchObject({
      provider: "aws.lookup",
      cluster_name: "${data.aws_eks_cluster.found.name}",
      region: expected,
    });
  });
});

describe("an AKS target that is made in the same app", () => {
  it("has its role assignments scoped by references", () => {
    const clouds = new Clouds();
    const to = AksCluster.fromResource(clouds.stack, "corp", aksResource(clouds));

    new EksToAksTrust(clouds.stack, "trust", {
      from: clouds.eks("west").serviceAccount("argocd", "deployer"),
      to,
      access: ClusterAccess.edit("payments").viaCloudPolicy(),
    });

    const out = synthesize(clouds.stack);
    expect(out.only("azurerm_role_assignment")).toMatchObject({
      provider: "azurerm.target",
      scope: "${azurerm_kubernetes_cluster.made.id}/namespaces/payments",
      role_definition_id:
        '/subscriptions/${element(split("/", azurerm_kubernetes_cluster.made.id), 2)}/providers/Microsoft.Authorization/roleDefinitions/a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb',
    });
  });
});

describe("values of variables", () => {
  it("are accepted wherever text is checked, and written as they are", () => {
    const clouds = new Clouds();
    const text = (name: string) => new TerraformVariable(clouds.stack, name, { type: "string" }).stringValue;
    const to = clouds.eks("west", { accountId: text("account"), clusterName: text("name") });
    const from = clouds.oidc("onprem", { issuer: text("issuer") }).serviceAccount("argocd", "deployer");

    new OidcToEksTrust(clouds.stack, "trust", {
      from,
      to,
      access,
      roleName: text("role_name"),
      rolePath: text("role_path"),
      permissionsBoundaryArn: text("boundary"),
      audience: text("audience"),
      userName: text("user_name"),
    });

    expect(refusals(clouds.stack)).toEqual([]);
    const out = synthesize(clouds.stack);
    expect(out.only("aws_iam_openid_connect_provider")).toMatchObject({
      url: "${var.issuer}",
      client_id_list: ["${var.audience}"],
    });
    expect(out.only("aws_iam_role")).toMatchObject({
      name: "${var.role_name}",
      path: "${var.role_path}",
      permissions_boundary: "${var.boundary}",
    });
    const host = '${trimprefix(var.issuer, "https://")}';
    expect(policyWith(out, host)).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              "issuer.example:aud": "${var.audience}",
              "issuer.example:sub": "system:serviceaccount:argocd:deployer",
            },
          },
        },
      ],
    });
    expect(out.only("aws_eks_access_entry").user_name).toBe("${var.user_name}");
  });

  it("make a role's ARN a reference when its name is unknown, though the account is known", () => {
    const clouds = new Clouds();
    const roleName = new TerraformVariable(clouds.stack, "role_name", {}).stringValue;

    const trust = new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      roleName,
    });

    const role = synthesize(clouds.stack).addressOf("aws_iam_role");
    expect(resolved(trust, trust.roleArn)).toBe(`\${${role}.arn}`);
  });

  it("can be an adopted role's ARN", () => {
    const clouds = new Clouds();
    const roleArn = new TerraformVariable(clouds.stack, "role", {}).stringValue;

    new GkeToEksTrust(clouds.stack, "trust", {
      from: clouds.gke("euro").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      role: AwsFederatedRole.fromRoleArn(clouds.stack, "given", roleArn),
    });

    expect(synthesize(clouds.stack).only("aws_eks_access_entry")).toMatchObject({
      principal_arn: "${var.role}",
      kubernetes_groups: ["trust-mesh:${var.role}"],
    });
  });

  it("can be the client and principal id of an existing identity", () => {
    const clouds = new Clouds();
    const text = (name: string) => new TerraformVariable(clouds.stack, name, {}).stringValue;
    const to = clouds.aks("corp", { tenantId: text("tenant") });
    const identity = new AzureFederatedIdentity(clouds.stack, "given", {
      ...homeOf(to),
      existing: {
        identityId: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`,
        clientId: text("client"),
        principalId: text("principal"),
      },
    });

    const trust = new EksToAksTrust(clouds.stack, "trust", {
      from: clouds.eks("west").serviceAccount("argocd", "deployer"),
      to,
      access,
      identity,
    });

    expect(resolved(trust, trust.execArguments())).toEqual([
      "aks",
      "--tenant-id",
      "${var.tenant}",
      "--client-id",
      "${var.client}",
      "--cloud",
      "public",
    ]);
    expect(synthesize(clouds.stack).only("kubernetes_role_binding_v1").subject).toMatchObject([
      { name: "${var.principal}" },
    ]);
  });

  it("can be a project's number", () => {
    const clouds = new Clouds();
    const projectNumber = new TerraformVariable(clouds.stack, "number", {}).stringValue;

    new EksToGkeTrust(clouds.stack, "trust", {
      from: clouds.eks("west").serviceAccount("argocd", "deployer"),
      to: clouds.gke("euro", { projectNumber }),
      access,
      poolId: "west",
    });

    expect(synthesize(clouds.stack).only("google_project_iam_member").member).toBe(
      "principal://iam.googleapis.com/projects/${var.number}/locations/global/workloadIdentityPools/west/subject/system:serviceaccount:argocd:deployer",
    );
  });
});
