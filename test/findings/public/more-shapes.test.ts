import { AWS, describePublic } from "./support";

const GOOGLE = 'provider "google" { project = "acme-data" }\n';
const AZURE = 'provider "azurerm" {\n  features {}\n  subscription_id = "00000000-0000-0000-0000-000000000001"\n}\n';

// In the shape of roles for EKS Pod Identity, as modules of EKS add-ons make them, written anew.
describePublic("a role for EKS Pod Identity, bound to its cluster", {
  files: {
    "main.tf": `${AWS}
variable "associations" {
  type = map(object({ namespace = string, service_account = string }))
  default = {
    backup = { namespace = "backup", service_account = "velero" }
  }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks-cluster-arn"
      values   = ["arn:aws:eks:eu-west-1:111122223333:cluster/shop"]
    }
  }
}
data "aws_iam_policy_document" "backup" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::acme-backup/*"]
  }
}
resource "aws_iam_role" "backup" {
  name               = "backup"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy" "backup" {
  role   = aws_iam_role.backup.id
  policy = data.aws_iam_policy_document.backup.json
}
resource "aws_eks_pod_identity_association" "backup" {
  for_each        = var.associations
  cluster_name    = "shop"
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.backup.arn
}`,
  },
  found: [],
});

// In the shape of the role that EKS guides give to the VPC CNI and the EBS driver, written anew.
const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const irsa = (test: string, subject: string, name: string) => `
data "aws_iam_policy_document" "${name}" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "\${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "${test}"
      variable = "\${local.issuer}:sub"
      values   = ["${subject}"]
    }
  }
}
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = data.aws_iam_policy_document.${name}.json
}`;
const CLUSTER = `${AWS}
locals { issuer = trimprefix(aws_iam_openid_connect_provider.cluster.url, "https://") }
resource "aws_iam_openid_connect_provider" "cluster" {
  url            = "https://${ISSUER}"
  client_id_list = ["sts.amazonaws.com"]
}`;

describePublic("add-ons of EKS, each with its service account", {
  files: {
    "main.tf":
      CLUSTER +
      irsa("StringEquals", "system:serviceaccount:kube-system:ebs-csi-controller-sa", "driver") +
      irsa("StringEquals", "system:serviceaccount:kube-system:aws-node", "network") +
      `
resource "aws_iam_role_policy_attachment" "driver" {
  role       = aws_iam_role.driver.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
}
resource "aws_iam_role_policy_attachment" "network" {
  role       = aws_iam_role.network.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
}`,
  },
  found: [],
});

describePublic("roles of EKS whose namespace or name is a pattern", {
  files: {
    "main.tf":
      CLUSTER +
      irsa("StringLike", "system:serviceaccount:*:external-dns", "dns") +
      irsa("StringLike", "system:serviceaccount:apps:*", "apps"),
  },
  found: ["aws-subject-any-namespace aws_iam_role.dns", "aws-subject-whole-namespace aws_iam_role.apps"],
});

// In the shape of a GitOps controller's role that takes the roles of further accounts, written anew.
describePublic("a role of Argo CD that goes on to named roles of other accounts", {
  files: {
    "main.tf":
      CLUSTER +
      irsa("StringEquals", "system:serviceaccount:argocd:argocd-application-controller", "argocd") +
      `
resource "aws_iam_role_policy" "argocd" {
  role = aws_iam_role.argocd.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole"]
      Resource = ["arn:aws:iam::444455556666:role/argocd-target"]
    }]
  })
}`,
  },
  found: [],
});

// In the shape of applications of Entra for GitHub's environments, as many repositories make them, written anew.
describePublic("an application for the environments of a repository, which reads", {
  files: {
    "main.tf": `${AZURE}
variable "environments" { default = ["staging", "production"] }
data "azurerm_subscription" "current" {}
resource "azuread_application" "ci" { display_name = "shop-ci" }
resource "azuread_service_principal" "ci" { client_id = azuread_application.ci.client_id }
resource "azuread_application_federated_identity_credential" "ci" {
  for_each       = toset(var.environments)
  application_id = azuread_application.ci.id
  display_name   = "shop-\${each.value}"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = "repo:acme/shop:environment:\${each.value}"
}
resource "azurerm_role_assignment" "reader" {
  scope                = data.azurerm_subscription.current.id
  role_definition_name = "Reader"
  principal_id         = azuread_service_principal.ci.object_id
}`,
  },
  found: [],
});

// In the shape of dynamic credentials of HCP Terraform, written anew.
describePublic("an application for the runs of a workspace, with a secret left over", {
  files: {
    "main.tf": `${AZURE}
locals { workspace = "organization:acme:project:core:workspace:network" }
resource "azuread_application" "runs" { display_name = "runs" }
resource "azuread_service_principal" "runs" { client_id = azuread_application.runs.client_id }
resource "azuread_application_password" "old" { application_id = azuread_application.runs.id }
resource "azuread_application_federated_identity_credential" "runs" {
  for_each       = toset(["plan", "apply"])
  application_id = azuread_application.runs.id
  display_name   = each.key
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "https://app.terraform.io"
  subject        = "\${local.workspace}:run_phase:\${each.key}"
}
resource "azurerm_role_assignment" "runs" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_name = "Contributor"
  principal_id         = azuread_service_principal.runs.object_id
}`,
  },
  found: ["azure-client-secret azuread_application_password.old", "azure-privileged-role azurerm_role_assignment.runs"],
});

// In the shape of direct access to resources from GitHub, as google-github-actions/auth documents it, written anew.
const POOL = `${GOOGLE}
resource "google_iam_workload_identity_pool" "github" { workload_identity_pool_id = "github" }`;

describePublic("a pool for the repositories of one owner, whose repository writes to one bucket", {
  files: {
    "main.tf": `${POOL}
resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository_owner_id == '1234567'"
  attribute_mapping = {
    "google.subject"             = "assertion.sub"
    "attribute.repository"       = "assertion.repository"
    "attribute.repository_owner" = "assertion.repository_owner"
  }
  oidc { issuer_uri = "https://token.actions.githubusercontent.com" }
}
resource "google_storage_bucket_iam_member" "site" {
  bucket = "acme-site"
  role   = "roles/storage.objectAdmin"
  member = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.github.name}/attribute.repository/acme/site"
}`,
  },
  found: [],
});

describePublic("a pool for EKS that is granted as a whole, with an owner's role", {
  files: {
    "main.tf": `${POOL}
resource "google_iam_workload_identity_pool_provider" "eks" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "eks-shop"
  attribute_condition                = "assertion.sub == 'system:serviceaccount:etl:loader'"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc {
    issuer_uri        = "https://${ISSUER}"
    allowed_audiences = ["//iam.googleapis.com/projects/111122223333/locations/global/workloadIdentityPools/github/providers/eks-shop"]
  }
}
resource "google_project_iam_member" "all" {
  project = "acme-data"
  role    = "roles/editor"
  member  = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.github.name}/*"
}`,
  },
  found: ["gcp-basic-role google_project_iam_member.all", "gcp-pool-wide-grant google_project_iam_member.all"],
});

// In the shape of the module workload-identity of terraform-google-modules with a service account that exists, written anew.
describePublic("service accounts of GKE with roles of their own on one bucket and one secret", {
  files: {
    "main.tf": `${GOOGLE}
locals { pool = "principal://iam.googleapis.com/projects/111122223333/locations/global/workloadIdentityPools/acme-data.svc.id.goog" }
resource "google_storage_bucket_iam_member" "loader" {
  bucket = "acme-exports"
  role   = "roles/storage.objectViewer"
  member = "\${local.pool}/subject/ns/etl/sa/loader"
}
resource "google_secret_manager_secret_iam_member" "loader" {
  secret_id = "projects/acme-data/secrets/token"
  role      = "roles/secretmanager.secretAccessor"
  member    = "\${local.pool}/subject/ns/etl/sa/loader"
}`,
  },
  found: [],
});
