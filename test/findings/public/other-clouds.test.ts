import { describePublic } from "./support";

const GOOGLE = 'provider "google" { project = "acme-data" }\n';
const AZURE = 'provider "azurerm" {\n  features {}\n  subscription_id = "00000000-0000-0000-0000-000000000001"\n}\n';

// In the shape of the module gh-oidc of terraform-google-modules, written anew.
const GH_OIDC = `
variable "pool_id" {}
variable "provider_id" {}
variable "attribute_condition" {
  type    = string
  default = null
}
variable "attribute_mapping" {
  type = map(any)
  default = {
    "google.subject"       = "assertion.sub"
    "attribute.actor"      = "assertion.actor"
    "attribute.aud"        = "assertion.aud"
    "attribute.repository" = "assertion.repository"
  }
}
variable "sa_mapping" {
  type    = map(object({ sa_name = string, attribute = string }))
  default = {}
}
resource "google_iam_workload_identity_pool" "main" {
  provider                  = google
  workload_identity_pool_id = var.pool_id
  disabled                  = false
}
resource "google_iam_workload_identity_pool_provider" "main" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.main.workload_identity_pool_id
  workload_identity_pool_provider_id = var.provider_id
  attribute_condition                = var.attribute_condition
  attribute_mapping                  = var.attribute_mapping
  oidc {
    allowed_audiences = []
    issuer_uri        = "https://token.actions.githubusercontent.com"
  }
}
resource "google_service_account_iam_member" "self" {
  for_each           = var.sa_mapping
  service_account_id = each.value.sa_name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.main.name}/\${each.value.attribute}"
}`;
const calling = (condition: string) => `${GOOGLE}
resource "google_service_account" "ci" { account_id = "ci-runner" }
module "oidc" {
  source      = "./gh-oidc"
  pool_id     = "github"
  provider_id = "github"
  ${condition}
  sa_mapping = {
    ci = { sa_name = google_service_account.ci.name, attribute = "attribute.repository/acme/shop" }
  }
}`;

describePublic("a module for GitHub in a pool, without its condition", {
  files: { "main.tf": calling(""), "gh-oidc/main.tf": GH_OIDC },
  found: ["gcp-shared-condition-missing module.oidc.google_iam_workload_identity_pool_provider.main"],
});

describePublic("a module for GitHub in a pool, with its condition", {
  files: {
    "main.tf": calling(`attribute_condition = "assertion.repository_owner == 'acme'"`),
    "gh-oidc/main.tf": GH_OIDC,
  },
  found: [],
});

// In the shape of the submodule workload-identity of terraform-google-modules/kubernetes-engine, written anew.
describePublic("a Google service account for one of GKE's", {
  files: {
    "main.tf": `${GOOGLE}
variable "use_existing_gcp_sa" { default = false }
locals {
  k8s_sa_gcp_derived_name = "serviceAccount:acme-data.svc.id.goog[payments/loader]"
  gcp_sa_email            = google_service_account.cluster_service_account[0].email
}
resource "google_service_account" "cluster_service_account" {
  count      = var.use_existing_gcp_sa ? 0 : 1
  account_id = "loader"
}
resource "google_service_account_iam_member" "main" {
  service_account_id = google_service_account.cluster_service_account[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = local.k8s_sa_gcp_derived_name
}
resource "google_project_iam_member" "workload_identity_sa_bindings" {
  for_each = toset(["roles/storage.objectViewer"])
  project  = "acme-data"
  role     = each.value
  member   = "serviceAccount:\${local.gcp_sa_email}"
}`,
  },
  found: [],
});

// In the shape of Microsoft's guide to workload identity on AKS, written anew.
describePublic("a managed identity for a service account of AKS", {
  files: {
    "main.tf": `${AZURE}
resource "azurerm_resource_group" "this" {
  name     = "rg"
  location = "westeurope"
}
resource "azurerm_kubernetes_cluster" "this" {
  name                      = "one"
  location                  = azurerm_resource_group.this.location
  resource_group_name       = azurerm_resource_group.this.name
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  local_account_disabled    = true
  azure_active_directory_role_based_access_control { azure_rbac_enabled = true }
}
resource "azurerm_user_assigned_identity" "this" {
  name                = "workload"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}
resource "azurerm_federated_identity_credential" "this" {
  name                = azurerm_user_assigned_identity.this.name
  resource_group_name = azurerm_resource_group.this.name
  parent_id           = azurerm_user_assigned_identity.this.id
  issuer              = azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject             = "system:serviceaccount:payments:workload-sa"
  audience            = ["api://AzureADTokenExchange"]
}
resource "azurerm_role_assignment" "vault" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
}
resource "azurerm_key_vault" "this" {
  name                = "vault"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  sku_name            = "standard"
}
data "azurerm_client_config" "current" {}`,
  },
  found: [],
});

// In the shape of what guides to GitHub Actions in Azure do, written anew.
describePublic("an application of GitHub that contributes to a subscription", {
  files: {
    "main.tf": `${AZURE}
data "azurerm_subscription" "primary" {}
resource "azuread_application" "ci" { display_name = "ci" }
resource "azuread_service_principal" "ci" { client_id = azuread_application.ci.client_id }
resource "azuread_application_federated_identity_credential" "ci" {
  for_each = {
    main = "repo:acme/shop:ref:refs/heads/main"
    pr   = "repo:acme/shop:pull_request"
  }
  application_id = azuread_application.ci.id
  display_name   = each.key
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = each.value
}
resource "azurerm_role_assignment" "ci" {
  scope                = data.azurerm_subscription.primary.id
  role_definition_name = "Contributor"
  principal_id         = azuread_service_principal.ci.object_id
}`,
  },
  found: [
    "azure-privileged-role azurerm_role_assignment.ci",
    'azure-pull-request azuread_application_federated_identity_credential.ci["pr"]',
  ],
});

// In the shape of k8xauth's example of clusters that act in each other's clouds, written anew.
describePublic("Argo CD of one GKE cluster that acts in three clouds", {
  files: {
    "main.tf": `${GOOGLE}${AZURE}provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
locals {
  issuer  = "container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/argocd"
  subject = "system:serviceaccount:argocd:argocd-application-controller"
}
resource "aws_iam_openid_connect_provider" "gke" {
  url            = "https://\${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.gke.arn]
    }
    dynamic "condition" {
      for_each = { sub = local.subject, aud = "sts.amazonaws.com" }
      content {
        test     = "StringEquals"
        variable = "\${local.issuer}:\${condition.key}"
        values   = [condition.value]
      }
    }
  }
}
resource "aws_iam_role" "argocd" {
  name               = "argocd"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_eks_access_entry" "argocd" {
  cluster_name      = "spoke"
  principal_arn     = aws_iam_role.argocd.arn
  kubernetes_groups = ["argocd"]
}
resource "azurerm_user_assigned_identity" "argocd" {
  name                = "argocd"
  resource_group_name = "rg"
  location            = "westeurope"
}
resource "azurerm_federated_identity_credential" "argocd" {
  name                = "argocd"
  resource_group_name = "rg"
  parent_id           = azurerm_user_assigned_identity.argocd.id
  issuer              = "https://\${local.issuer}"
  subject             = local.subject
  audience            = ["api://AzureADTokenExchange"]
}
resource "azurerm_role_assignment" "argocd" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/spoke"
  role_definition_name = "Azure Kubernetes Service RBAC Writer"
  principal_id         = azurerm_user_assigned_identity.argocd.principal_id
}`,
  },
  found: [
    "trust-recreated-gke-cluster aws_iam_openid_connect_provider.gke",
    "trust-recreated-gke-cluster azurerm_federated_identity_credential.argocd",
  ],
});
