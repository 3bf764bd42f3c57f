import { App, TerraformOutput } from "cdktf";
import {
  AwsOutboundIssuer,
  ClusterAccess,
  EntraTenant,
  ExternalSubject,
  GithubActions,
  GitlabCi,
  GoogleIdentity,
  OidcIssuer,
  TrustMesh,
} from "../../../src";
import { TENANT_ID } from "../../support/clouds";
import { ThreeClusters } from "./meshes";

export const UNIQUE_ID = "103456789012345678901";
export const OBJECT_ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
export const SOURCE_ROLE = "arn:aws:iam::999988887777:role/deployer";
export const OUTBOUND = "https://abc123-def456.tokens.sts.global.api.aws";

/** Jobs and machines of every kind, each let into the clusters that its tokens lead to. */
export function buildExternalMesh(app: App): TrustMesh {
  const { stack, west, euro, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh");
  const subjects: [string, ExternalSubject, (typeof west | typeof euro | typeof corp)[]][] = [
    ["github", GithubActions.repository("acme/app").environment("prod"), [west, euro, corp]],
    ["immutable", GithubActions.repository("acme/new", { ownerId: "7", repositoryId: "42" }).branch("main"), [west]],
    ["gitlab", GitlabCi.project("acme/shop/app").branch("main"), [euro, corp]],
    ["vm", GoogleIdentity.serviceAccount("build-vm", UNIQUE_ID), [west, corp]],
    ["ec2", AwsOutboundIssuer.fromAttributes(stack, "build", { issuer: OUTBOUND }).role(SOURCE_ROLE), [euro, corp]],
    [
      "identity",
      EntraTenant.fromAttributes(stack, "acme", { tenantId: TENANT_ID, audience: "api://federation" }).managedIdentity(
        "build-vm",
        OBJECT_ID,
      ),
      [west, euro],
    ],
    [
      "hcp",
      OidcIssuer.fromAttributes(stack, "hcp", {
        issuer: "https://app.terraform.io",
        tokenVariable: "TFC_WORKLOAD_IDENTITY_TOKEN",
      }).subject("organization:acme:project:core:workspace:prod:run_phase:apply"),
      [west],
    ],
  ];
  for (const [name, from, clusters] of subjects) {
    for (const cluster of clusters) mesh.allow(from, cluster, ClusterAccess.edit("payments"));
    new TerraformOutput(stack, `kubeconfig-${name}`, { value: mesh.kubeconfigFor(from) });
  }
  return mesh;
}
