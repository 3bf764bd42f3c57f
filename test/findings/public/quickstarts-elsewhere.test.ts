import { describePublic } from "./support";

// Each is in the shape of a public quickstart or module, written anew; what is found was decided by the vendors' pages.
const GOOGLE = 'provider "google" { project = "acme-data" }\n';
const AZURE = 'provider "azurerm" {\n  features {}\n  subscription_id = "00000000-0000-0000-0000-000000000001"\n}\n';
const POOL = `${GOOGLE}
resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "github"
}
`;
const providerUnder = (condition: string) => `
resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = ${condition}
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc { issuer_uri = "https://token.actions.githubusercontent.com" }
}
`;

describePublic("runners of named repositories, whose service account edits the project", {
  files: {
    "main.tf": `${POOL}
locals { repositories = toset(["acme/app", "acme/infra"]) }
${providerUnder('join(" || ", [for one in local.repositories : "assertion.repository == \'${one}\'"])')}
resource "google_service_account" "runner" { account_id = "runner" }
resource "google_service_account_iam_member" "runner" {
  for_each           = local.repositories
  service_account_id = google_service_account.runner.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.github.name}/attribute.repository/\${each.value}"
}
resource "google_project_iam_member" "editor" {
  project = "acme-data"
  role    = "roles/editor"
  member  = google_service_account.runner.member
}`,
  },
  found: ["gcp-basic-role google_project_iam_member.editor"],
});

describePublic("a condition by a prefix that other owners have, too", {
  files: {
    "main.tf": `${POOL}
variable "branches" {
  type    = list(string)
  default = ["main", "release"]
}
${providerUnder('"assertion.ref in [${join(", ", [for one in var.branches : "\'refs/heads/${one}\'"])}]"')}
resource "google_storage_bucket_iam_member" "reports" {
  bucket = "acme-reports"
  role   = "roles/storage.objectViewer"
  member = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.github.name}/*"
}`,
  },
  found: [
    "gcp-condition-open google_iam_workload_identity_pool_provider.github",
    "gcp-pool-wide-grant google_storage_bucket_iam_member.reports",
  ],
});

describePublic("service accounts of GKE by a map, one of which is the default", {
  files: {
    "main.tf": `${GOOGLE}
locals {
  workloads = {
    api    = "shop/api"
    legacy = "shop/default"
  }
}
resource "google_service_account" "gsa" {
  for_each   = local.workloads
  account_id = each.key
}
resource "google_service_account_iam_binding" "gsa" {
  for_each           = local.workloads
  service_account_id = google_service_account.gsa[each.key].name
  role               = "roles/iam.workloadIdentityUser"
  members            = ["serviceAccount:acme-data.svc.id.goog[\${each.value}]"]
}`,
  },
  found: ['trust-default-service-account google_service_account_iam_binding.gsa["legacy"]'],
});

describePublic("a module for AKS, with Microsoft Entra and local accounts as they are by default", {
  files: {
    "main.tf": `${AZURE}
module "aks" {
  source              = "./aks"
  resource_group_name = "shop"
}
resource "azurerm_user_assigned_identity" "dns" {
  name                = "external-dns"
  resource_group_name = "shop"
  location            = "westeurope"
}
resource "azurerm_federated_identity_credential" "dns" {
  name                = "external-dns"
  resource_group_name = "shop"
  parent_id           = azurerm_user_assigned_identity.dns.id
  issuer              = module.aks.oidc_issuer_url
  subject             = "system:serviceaccount:external-dns:external-dns"
  audience            = ["api://AzureADTokenExchange"]
}
resource "azurerm_role_assignment" "dns" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/dns/providers/Microsoft.Network/dnsZones/acme.example"
  role_definition_name = "DNS Zone Contributor"
  principal_id         = azurerm_user_assigned_identity.dns.principal_id
}`,
    "aks/main.tf": `
variable "resource_group_name" { type = string }
variable "local_account_disabled" {
  type    = bool
  default = null
}
variable "rbac_aad" {
  type    = bool
  default = true
}
resource "azurerm_kubernetes_cluster" "main" {
  name                      = "shop"
  location                  = "westeurope"
  resource_group_name       = var.resource_group_name
  dns_prefix                = "shop"
  local_account_disabled    = var.local_account_disabled
  oidc_issuer_enabled       = true
  workload_identity_enabled = true
  default_node_pool {
    name    = "nodepool"
    vm_size = "Standard_D2s_v5"
  }
  dynamic "azure_active_directory_role_based_access_control" {
    for_each = var.rbac_aad ? ["rbac"] : []
    content {
      azure_rbac_enabled     = true
      tenant_id              = "00000000-0000-0000-0000-000000000009"
      admin_group_object_ids = ["00000000-0000-0000-0000-00000000000a"]
    }
  }
}
output "oidc_issuer_url" { value = azurerm_kubernetes_cluster.main.oidc_issuer_url }`,
  },
  found: ["aks-local-accounts module.aks.azurerm_kubernetes_cluster.main"],
});

describePublic("applications of GitHub for each environment, one of which owns the subscription", {
  files: {
    "main.tf": `${AZURE}
locals { environments = { dev = "Reader", prod = "Owner" } }
resource "azuread_application" "ci" {
  for_each     = local.environments
  display_name = "ci-\${each.key}"
}
resource "azuread_service_principal" "ci" {
  for_each  = local.environments
  client_id = azuread_application.ci[each.key].client_id
}
resource "azuread_application_federated_identity_credential" "ci" {
  for_each       = local.environments
  application_id = azuread_application.ci[each.key].id
  display_name   = each.key
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/infra:environment:\${each.key}"
  audiences      = ["api://AzureADTokenExchange"]
}
resource "azurerm_role_assignment" "ci" {
  for_each             = local.environments
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_name = each.value
  principal_id         = azuread_service_principal.ci[each.key].object_id
}`,
  },
  found: ['azure-privileged-role azurerm_role_assignment.ci["prod"]'],
});

describePublic("the ConfigMap aws-auth of a module, and a binding of an in-cluster controller", {
  files: {
    "main.tf": `provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
provider "kubernetes" { host = "https://0123.gr7.eu-west-1.eks.amazonaws.com" }
variable "aws_auth_roles" {
  type = list(any)
  default = [
    { rolearn = "arn:aws:iam::111122223333:role/ci", username = "ci", groups = ["system:masters"] },
    { rolearn = "arn:aws:iam::111122223333:role/node", username = "system:node:{{EC2PrivateDNSName}}", groups = ["system:bootstrappers", "system:nodes"] },
  ]
}
resource "kubernetes_config_map_v1_data" "aws_auth" {
  force = true
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  data = { mapRoles = yamlencode(var.aws_auth_roles) }
}
resource "kubernetes_cluster_role_binding_v1" "argocd" {
  metadata { name = "argocd-application-controller" }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "cluster-admin"
  }
  subject {
    kind      = "ServiceAccount"
    name      = "argocd-application-controller"
    namespace = "argocd"
  }
}`,
  },
  found: ["eks-system-masters kubernetes_config_map_v1_data.aws_auth"],
});
