import { AWS, describePublic, ROLE_FOR_SERVICE_ACCOUNTS } from "./support";

// In the shape of the modules terraform-aws-modules/iam and terraform-aws-modules/eks, written anew.
describePublic("a module for roles of GitHub, which compares by ForAllValues", {
  files: {
    "main.tf": `${AWS}
module "deploy" {
  source   = "./github-role"
  name     = "deploy"
  subjects = ["acme/shop:*", "repo:acme/api:environment:production"]
}`,
    "github-role/main.tf": `
variable "create" { default = true }
variable "name" { type = string }
variable "subjects" {
  type    = list(string)
  default = []
}
variable "provider_url" { default = "token.actions.githubusercontent.com" }
variable "audience" { default = "sts.amazonaws.com" }
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
locals {
  # A prefix is left out or written.
  subjects = [for one in var.subjects : "repo:\${trimprefix(one, "repo:")}"]
}
data "aws_iam_policy_document" "trust" {
  count = var.create ? 1 : 0
  statement {
    sid     = "GithubOidcAuth"
    effect  = "Allow"
    actions = ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:\${data.aws_partition.current.partition}:iam::\${data.aws_caller_identity.current.account_id}:oidc-provider/\${var.provider_url}"]
    }
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "token.actions.githubusercontent.com:iss"
      values   = ["https://token.actions.githubusercontent.com"]
    }
    condition {
      test     = "ForAllValues:StringEquals"
      variable = "\${var.provider_url}:aud"
      values   = [var.audience]
    }
    condition {
      test     = "StringLike"
      variable = "\${var.provider_url}:sub"
      values   = local.subjects
    }
  }
}
resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust[0].json
}`,
  },
  found: [
    "aws-for-all-values module.deploy.aws_iam_role.this[0]",
    "aws-for-all-values module.deploy.aws_iam_role.this[0]",
    "aws-github-any-ref module.deploy.aws_iam_role.this[0]",
  ],
});

describePublic("a module for GitHub's provider, with the thumbprints of its certificates", {
  files: {
    "main.tf": `${AWS}
variable "create" { default = true }
variable "additional_thumbprints" { default = [] }
data "tls_certificate" "this" {
  count = var.create ? 1 : 0
  url   = "https://token.actions.githubusercontent.com"
}
resource "aws_iam_openid_connect_provider" "this" {
  count           = var.create ? 1 : 0
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = coalesce(["sts.amazonaws.com"])
  thumbprint_list = distinct(concat(data.tls_certificate.this[0].certificates[*].sha1_fingerprint, var.additional_thumbprints))
}`,
  },
  found: ["aws-thumbprints aws_iam_openid_connect_provider.this[0]"],
});

describePublic("a module for roles of service accounts, with a statement for each cluster", {
  files: {
    "main.tf": `${AWS}
module "dns" {
  source = "./irsa"
  name   = "external-dns"
  oidc_providers = {
    blue = {
      provider_arn               = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/BLUE"
      namespace_service_accounts = ["kube-system:external-dns"]
    }
    green = {
      provider_arn               = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/GREEN"
      namespace_service_accounts = ["kube-system:external-dns"]
    }
  }
}`,
    "irsa/main.tf": ROLE_FOR_SERVICE_ACCOUNTS,
  },
  found: [],
});

describePublic("a cluster with its provider and a role, by jsonencode and replace", {
  files: {
    "main.tf": `${AWS}
resource "aws_eks_cluster" "this" {
  name     = "one"
  role_arn = aws_iam_role.cluster.arn
  vpc_config { subnet_ids = var.subnets }
}
variable "subnets" { type = list(string) }
resource "aws_iam_role" "cluster" {
  name = "cluster"
  assume_role_policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Principal": { "Service": "eks.amazonaws.com" }, "Action": "sts:AssumeRole" }]
    }
  EOF
}
resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}
resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
locals {
  issuer = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "") # as keys begin
}
resource "aws_iam_role" "driver" {
  name = "ebs-csi"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.this.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "\${local.issuer}:sub" = "system:serviceaccount:kube-system:ebs-csi-controller-sa"
          "\${local.issuer}:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "driver" {
  role       = aws_iam_role.driver.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
}`,
  },
  found: [],
});

// In the shape of HashiCorp's examples for dynamic provider credentials, written anew.
describePublic("a role for runs of HCP Terraform, bound to a workspace", {
  files: {
    "main.tf": `${AWS}
variable "tfc_hostname" { default = "app.terraform.io" }
variable "tfc_organization_name" { default = "acme" }
variable "tfc_workspace_name" { default = "shop" }
data "tls_certificate" "tfc" { url = "https://\${var.tfc_hostname}" }
resource "aws_iam_openid_connect_provider" "tfc" {
  url             = data.tls_certificate.tfc.url
  client_id_list  = ["aws.workload.identity"]
}
resource "aws_iam_role" "tfc" {
  name = "tfc-role"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.tfc.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "\${var.tfc_hostname}:aud" = one(aws_iam_openid_connect_provider.tfc.client_id_list) }
        StringLike   = { "\${var.tfc_hostname}:sub" = "organization:\${var.tfc_organization_name}:project:main:workspace:\${var.tfc_workspace_name}:run_phase:*" }
      }
    }]
  })
}`,
  },
  found: [],
});

// In the shape of GitLab's documentation, written anew.
describePublic("a role for one group of GitLab", {
  files: {
    "main.tf": `${AWS}
resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}
resource "aws_iam_role" "gitlab" {
  name = "gitlab"
  assume_role_policy = data.aws_iam_policy_document.gitlab.json
}
data "aws_iam_policy_document" "gitlab" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.gitlab.arn]
    }
    condition {
      test     = "StringLike"
      variable = "gitlab.com:sub"
      values   = ["project_path:acme/shop:ref_type:branch:ref:main"]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = ["https://gitlab.com"]
    }
  }
}
resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.gitlab.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}`,
  },
  found: ["aws-admin-role aws_iam_role_policy_attachment.admin"],
});
