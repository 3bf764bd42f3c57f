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
  // The module eks-pod-identity of terraform-aws-modules; one of the pods administrates the account.
  "pod-identity-module": ['aws-admin-role module.operator.aws_iam_role_policy_attachment.this["admin"]'],
  // The module iam-assumable-role-with-oidc: what a pattern beside an exact subject does, no audience, no subject.
  "assumable-role-oidc": [
    "aws-audience-missing module.exact.aws_iam_role.this[0]",
    "aws-issuer-without-subject module.open.aws_iam_role.this[0]",
    "aws-subject-any-namespace module.cni.aws_iam_role.this[0]",
    "aws-subject-any-namespace module.cni.aws_iam_role.this[0]",
  ],
  // GitHub by the claims that AWS STS compares besides the subject: every repository can have a branch or an environment of the name.
  "github-claims": [
    'aws-shared-issuer-without-subject aws_iam_role.ci["by-environment"]',
    'aws-shared-issuer-without-subject aws_iam_role.ci["by-ref"]',
  ],
  // AWS's workshop of Argo CD in a hub: its pods go on to a role that administrates a cluster.
  "eks-hub-spoke": ["aws-role-chain aws_iam_role.spoke"],
  // kOps and other self-hosted clusters, whose issuer is a bucket; the audience is left out.
  "irsa-s3-issuer": [
    'aws-audience-missing aws_iam_role.workload["dns"]',
    'aws-audience-missing aws_iam_role.workload["snapshots"]',
  ],
  // Spacelift: "OpenID Connect (OIDC)", in two clouds.
  spacelift: [
    'aws-admin-role aws_iam_role_policy_attachment.spacelift["write"]',
    "gcp-basic-role google_project_iam_member.spacelift",
  ],
  // google-github-actions/auth, with conditions that public repositories have.
  "gcp-github-conditions": [
    'gcp-condition-open google_iam_workload_identity_pool_provider.github["branch"]',
    'gcp-condition-open google_iam_workload_identity_pool_provider.github["environment"]',
    'gcp-condition-open google_iam_workload_identity_pool_provider.github["runner"]',
    'gcp-condition-open google_iam_workload_identity_pool_provider.github["tautology"]',
    'gcp-condition-open google_iam_workload_identity_pool_provider.github["workflow"]',
  ],
  // CircleCI in a pool, by projects, and without a condition.
  "circleci-gcp": ["gcp-condition-missing google_iam_workload_identity_pool_provider.any"],
  // GitLab: "Configure OpenID Connect in Azure", with an application registration.
  "gitlab-azure": [
    "azure-privileged-role azurerm_role_assignment.gitlab",
    "azure-subject-wildcard azuread_application_federated_identity_credential.gitlab[1]",
  ],
  // HashiCorp: "Dynamic credentials with the Azure provider", plan and apply apart.
  "hcp-azure": ["azure-privileged-role azurerm_role_assignment.apply"],
  // Several AKS clusters whose pods share identities that were made elsewhere.
  "aks-many-clusters": ["azure-privileged-role azurerm_role_assignment.everything"],
  // Microsoft Entra: a managed identity as a credential of an application.
  "entra-managed-identity": ["azure-client-secret azuread_application_password.api"],
  // Crossplane on GKE, whose service account edits the project and is a workload identity user of all of it.
  "crossplane-gcp": [
    "gcp-basic-role google_project_iam_member.editor",
    'gcp-iam-admin-role google_project_iam_member.iam["roles/iam.serviceAccountAdmin"]',
    'gcp-iam-admin-role google_project_iam_member.iam["roles/resourcemanager.projectIamAdmin"]',
    "gcp-project-wide-impersonation google_project_iam_member.tutorial",
    "gcp-project-wide-impersonation google_project_iam_member.user",
  ],
  // Velero's plug-in for Google Cloud, with a key beside the workload identity.
  "velero-gcp": ["gcp-service-account-key google_service_account_key.velero"],
  // GKE: a pool whose project a data source tells.
  "gke-data-project": ['trust-default-service-account google_service_account_iam_member.app["default"]'],
  // Fleet Workload Identity: a subject, a namespace, and all of the fleet.
  "gke-fleet": ["gcp-pool-wide-grant google_project_iam_member.everyone"],
  // The module iam-role of terraform-aws-modules: Bitbucket, several URLs, and statements of its caller.
  "iam-role-bitbucket": [
    "aws-for-all-values module.deploy.aws_iam_role.this[0]",
    "aws-open-principal module.generic.aws_iam_role.this[0]",
    "aws-role-chain module.generic.aws_iam_role_policy.inline[0]",
  ],
  // Buildkite in a pool, by organization, and by the pipeline's name alone.
  "buildkite-gcp": ["gcp-condition-open google_iam_workload_identity_pool_provider.slug"],
  // AKS and GKE with groups of people, a robot that administrates, and an operator that may bind some roles.
  "cluster-groups": ["kubernetes-cluster-admin kubernetes_cluster_role_binding.deployer"],
  // The module eks-iam-role of Cloud Posse: exact subjects by StringLike, and a namespace that is a pattern.
  "cloudposse-irsa": ['aws-subject-any-namespace module.cni.aws_iam_role.service_account["this"]'],
  // Azure Verified Modules: a managed identity whose roles are named or given by id, with defaults in the variables' types.
  "avm-identity": [
    'azure-privileged-role module.identity.azurerm_role_assignment.this["by_id"]',
    'azure-privileged-role module.identity.azurerm_role_assignment.this["owner"]',
    'azure-pull-request module.identity.azurerm_federated_identity_credential.this["pr"]',
  ],
  // GitHub in a pool, with a policy for the whole project, and grants by pairs of repositories and environments.
  "gcp-project-policy": ["gcp-basic-role google_project_iam_policy.project"],
  // Flux, cert-manager and a dashboard: what binds in-cluster controllers, and one that impersonates.
  operators: ["kubernetes-escalating-verbs kubernetes_cluster_role.dashboard"],
  // OpenTofu: providers by for_each, encryption, and blocks that move, import, remove and check.
  "tofu-blocks": ["aws-owner-prefix aws_iam_role.gitlab"],
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
