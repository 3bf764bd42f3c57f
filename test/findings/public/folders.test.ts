import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readWorld } from "../../../src/simulator";
import { foundInFolder, foundInWorld } from "./support";

const FOLDER = join(__dirname, "../../fixtures/public");

/**
 * What is right to find in each folder, by the vendors' pages. Each is in the shape of a public module, quickstart or page, written anew.
 */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  // CircleCI: "Using OpenID Connect tokens in jobs": the issuer and the audience are the organization's own.
  circleci: [],
  // Atlassian: "Deploy on AWS using Bitbucket Pipelines OpenID Connect": the step's id ends the subject.
  bitbucket: [],
  // The module oidc-github of unfunco: a repository without a branch is all of it.
  unfunco: ["aws-github-any-ref module.oidc.aws_iam_role.github"],
  // EKS blueprints' module irsa, as Crossplane's guide uses it.
  crossplane: ["aws-admin-role module.crossplane.aws_iam_role_policy_attachment.irsa[0]"],
  // Google Cloud: "Install Config Connector".
  "config-connector": ["gcp-basic-role google_project_iam_member.cnrm"],
  // GKE: "About Workload Identity Federation for GKE": a service account, a namespace, a whole cluster.
  "gke-principalset": ["gcp-cluster-wide-grant google_storage_bucket_iam_member.cluster"],
  // Google Cloud: "Configure Workload Identity Federation with AWS".
  "wif-aws": [],
  // GitLab's module for Google Cloud compares the beginning of a name, which "acme-evil" has as well.
  "wif-gitlab": ["gcp-condition-open google_iam_workload_identity_pool_provider.gitlab"],
  // HashiCorp: "Dynamic credentials with the Google Cloud provider" grants to the pool as a whole.
  "wif-hcp": ["gcp-pool-wide-grant google_service_account_iam_member.tfc"],
  // external-dns and cert-manager: tutorials for AKS.
  "aks-external-dns": [],
  // Azure landing zones' bootstrap: what applies owns the subscription.
  "alz-bootstrap": ['azure-privileged-role azurerm_role_assignment.alz["apply"]'],
  // Microsoft Entra: "Flexible federated identity credentials", with one reusable workflow for a whole organization.
  "azuread-flexible": [],
  // SPIRE: "AWS OIDC authentication".
  spire: [],
  // GitHub: "OpenID Connect in Google Cloud Platform", by the ids that a rename does not change.
  "gha-gcp-ids": [],
  // The module eks of terraform-aws-modules: access entries for people by IAM Identity Center and for a pipeline.
  "eks-access-entries": [],
  // AWS: "How to federate into AWS from Azure DevOps using OpenID Connect".
  "azdo-aws": [],
  // Karpenter's module: scoped rights on instance profiles, by Pod Identity and by IRSA.
  karpenter: [],
  // HashiCorp: Vault on GKE with auto-unseal.
  "vault-gke": [],
};

it("has every folder", () => expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(FOUND).sort()));

it.each(Object.entries(FOUND))("finds in %s what is there, and nothing else", async (name, found) => {
  expect(await foundInFolder(join(FOLDER, name))).toEqual({ found, unknown: [], leftOut: [] });
});

/** `terraform show -json` of plans of some of the folders, by Terraform with stand-in providers. */
const PLANS = join(__dirname, "../../fixtures/public-plans");

describe.each(readdirSync(PLANS))("the plan %s", (file) => {
  const read = (path: string) => foundInWorld(readWorld([path], undefined, { keepsUnknown: true }));
  const expected = { found: FOUND[file.replace(".json", "")], unknown: [], leftOut: [] };

  it("is judged as the folder is", () => expect(read(join(PLANS, file))).toEqual(expected));

  it("is judged alike where OpenTofu planned it", () => {
    const folder = mkdtempSync(join(tmpdir(), "trust-mesh-public-"));
    try {
      const text = readFileSync(join(PLANS, file), "utf8");
      writeFileSync(join(folder, file), text.replaceAll("registry.terraform.io", "registry.opentofu.org"));
      expect(read(join(folder, file))).toEqual(expected);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
