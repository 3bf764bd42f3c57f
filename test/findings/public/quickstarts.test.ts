import { AWS, describePublic, ROLE_FOR_SERVICE_ACCOUNTS } from "./support";

// Each is in the shape of a public quickstart or module, written anew; what is found was decided by the vendors' pages.
const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const REGISTERED = `${AWS}
resource "aws_iam_openid_connect_provider" "cluster" {
  url            = "https://${EKS}"
  client_id_list = ["sts.amazonaws.com"]
}
`;
const GITHUB = `${AWS}
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
`;

describePublic("roles of add-ons by one module, a call for each element of a local value", {
  files: {
    "main.tf": `${REGISTERED}
locals {
  addons = {
    external-dns = { accounts = ["external-dns:external-dns"], policies = { dns = "arn:aws:iam::111122223333:policy/dns" } }
    velero       = { accounts = ["velero:velero-server"], policies = { s3 = "arn:aws:iam::111122223333:policy/velero" } }
    cert-manager = { accounts = ["cert-manager:cert-manager"], policies = {} }
  }
}
module "irsa" {
  source   = "./role"
  for_each = local.addons
  name     = each.key
  policies = each.value.policies
  oidc_providers = {
    main = {
      provider_arn               = aws_iam_openid_connect_provider.cluster.arn
      namespace_service_accounts = each.value.accounts
    }
  }
}`,
    "role/main.tf": ROLE_FOR_SERVICE_ACCOUNTS,
  },
  found: [],
});

describePublic("the same module with a pattern over namespaces, and an administrator's policy", {
  files: {
    "main.tf": `${REGISTERED}
module "crossplane" {
  source                     = "./role"
  name                       = "crossplane"
  assume_role_condition_test = "StringLike"
  policies                   = { admin = "arn:aws:iam::aws:policy/AdministratorAccess" }
  oidc_providers = {
    main = {
      provider_arn               = aws_iam_openid_connect_provider.cluster.arn
      namespace_service_accounts = ["*:provider-aws-*"]
    }
  }
}`,
    "role/main.tf": ROLE_FOR_SERVICE_ACCOUNTS,
  },
  found: [
    'aws-admin-role module.crossplane.aws_iam_role_policy_attachment.additional["admin"]',
    "aws-subject-any-namespace module.crossplane.aws_iam_role.this[0]",
  ],
});

describePublic("a DNS solver's role by a heredoc that compares no audience", {
  files: {
    "main.tf": `${REGISTERED}
resource "aws_iam_role" "solver" {
  name = "cert-manager"
  assume_role_policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": { "Federated": "\${aws_iam_openid_connect_provider.cluster.arn}" },
          "Condition": {
            "StringEquals": {
              "\${replace(aws_iam_openid_connect_provider.cluster.url, "https://", "")}:sub": "system:serviceaccount:cert-manager:cert-manager"
            }
          }
        }
      ]
    }
  POLICY
}
resource "aws_iam_role_policy" "dns" {
  role = aws_iam_role.solver.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "route53:GetChange", Resource = "arn:aws:route53:::change/*" },
      {
        Effect    = "Allow"
        Action    = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"]
        Resource  = "arn:aws:route53:::hostedzone/*"
        Condition = { "ForAllValues:StringEquals" = { "route53:ChangeResourceRecordSetsRecordTypes" = ["TXT"] } }
      },
    ]
  })
}`,
  },
  found: ["aws-audience-missing aws_iam_role.solver"],
});

describePublic("an autoscaler's role that makes instance profiles and passes the nodes' role", {
  files: {
    "main.tf": `${REGISTERED}
locals { issuer = trimprefix(aws_iam_openid_connect_provider.cluster.url, "https://") }
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }
    dynamic "condition" {
      for_each = { sub = "system:serviceaccount:karpenter:karpenter", aud = "sts.amazonaws.com" }
      content {
        test     = "StringEquals"
        variable = format("%s:%s", local.issuer, condition.key)
        values   = [condition.value]
      }
    }
  }
}
data "aws_iam_policy_document" "karpenter" {
  statement {
    actions   = ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateTags"]
    resources = ["*"]
  }
  statement {
    sid       = "AllowPassingInstanceRole"
    actions   = ["iam:PassRole"]
    resources = ["arn:aws:iam::111122223333:role/shop-node"]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "karpenter" {
  name               = "karpenter"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_policy" "karpenter" {
  name_prefix = "karpenter-"
  policy      = data.aws_iam_policy_document.karpenter.json
}
resource "aws_iam_role_policy_attachment" "karpenter" {
  role       = aws_iam_role.karpenter.name
  policy_arn = aws_iam_policy.karpenter.arn
}`,
  },
  found: [],
});

describePublic("a trust policy from a template beside the configuration", {
  files: {
    "main.tf": `${REGISTERED}
resource "aws_iam_role" "dns" {
  name = "external-dns"
  assume_role_policy = templatefile("\${path.module}/policies/trust.json.tftpl", {
    provider = aws_iam_openid_connect_provider.cluster.arn
    issuer   = "${EKS}"
    subject  = "system:serviceaccount:*:external-dns"
  })
}
resource "aws_iam_role_policy" "dns" {
  role   = aws_iam_role.dns.name
  policy = file("\${path.module}/policies/dns.json")
}`,
    "policies/trust.json.tftpl": `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Principal": { "Federated": "\${provider}" },
    "Condition": {
      "StringLike": { "\${issuer}:sub": "\${subject}" },
      "StringEquals": { "\${issuer}:aud": "sts.amazonaws.com" }
    }
  }]
}`,
    "policies/dns.json": `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" }
}`,
  },
  found: ["aws-admin-role aws_iam_role_policy.dns", "aws-subject-any-namespace aws_iam_role.dns"],
});

describePublic("GitHub by a pattern over all repositories of an owner, with an administrator's policy", {
  files: {
    "main.tf": `${GITHUB}
resource "aws_iam_role" "deploy" {
  name = "github-actions"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:acme/*" }
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
      }
    }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}`,
  },
  found: ["aws-admin-role aws_iam_role.deploy", "aws-github-any-repository aws_iam_role.deploy"],
});

describePublic("GitHub with a pattern where equality is asked, for each repository of a list", {
  files: {
    "main.tf": `${GITHUB}
variable "repositories" {
  type    = list(string)
  default = ["app", "infra"]
}
data "aws_iam_policy_document" "trust" {
  for_each = toset(var.repositories)
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:acme/\${each.value}:*"]
    }
  }
}
resource "aws_iam_role" "ci" {
  for_each           = data.aws_iam_policy_document.trust
  name               = "ci-\${each.key}"
  assume_role_policy = each.value.json
}`,
  },
  found: ['aws-literal-wildcard aws_iam_role.ci["app"]', 'aws-literal-wildcard aws_iam_role.ci["infra"]'],
});

describePublic("a pipeline of Vercel by its team's audience, and one of Buildkite by the audience alone", {
  files: {
    "main.tf": `${AWS}
locals {
  issuers = {
    vercel    = { host = "oidc.vercel.com", aud = "https://vercel.com/acme" }
    buildkite = { host = "agent.buildkite.com", aud = "sts.amazonaws.com" }
  }
}
resource "aws_iam_openid_connect_provider" "ci" {
  for_each       = local.issuers
  url            = "https://\${each.value.host}"
  client_id_list = [each.value.aud]
}
resource "aws_iam_role" "ci" {
  for_each = local.issuers
  name     = each.key
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.ci[each.key].arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { ("\${each.value.host}:aud") = each.value.aud } }
    }]
  })
}`,
  },
  found: ['aws-shared-issuer-without-subject aws_iam_role.ci["buildkite"]'],
});

describePublic("roles that Argo CD assumes in every account of an organization", {
  files: {
    "main.tf": `${REGISTERED}
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Hub"
    actions   = ["sts:AssumeRole", "sts:TagSession"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "argocd" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${EKS}:sub"
      values   = ["system:serviceaccount:argocd:argocd-application-controller", "system:serviceaccount:argocd:argocd-server"]
    }
    condition {
      test     = "StringEquals"
      variable = "${EKS}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "hub" {
  name               = "argocd-hub"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  inline_policy {
    name   = "assume"
    policy = data.aws_iam_policy_document.argocd.json
  }
}
resource "aws_iam_role" "spoke" {
  name = "argocd-spoke"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-0123456789" } }
    }
  })
}`,
  },
  found: ["aws-role-chain aws_iam_role.hub"],
});

describePublic("modules whose roles and policies have generated names", {
  files: {
    "main.tf": `${GITHUB}
module "role" {
  for_each = { plan = "arn:aws:iam::aws:policy/ReadOnlyAccess", apply = "arn:aws:iam::aws:policy/AdministratorAccess" }
  source   = "./role"
  name     = each.key
  subject  = "repo:acme/infra:environment:\${each.key}"
  managed  = [each.value]
}
resource "aws_iam_policy" "keys" {
  name_prefix = "ci-"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:CreateAccessKey", Resource = "*" }] })
}
resource "aws_iam_policy" "logs" {
  name_prefix = "ci-"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "keys" {
  role       = module.role["plan"].name
  policy_arn = aws_iam_policy.keys.arn
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = module.role["apply"].name
  policy_arn = aws_iam_policy.logs.arn
}`,
    "role/main.tf": `
variable "name" { type = string }
variable "use_name_prefix" {
  type    = bool
  default = true
}
variable "subject" { type = string }
variable "managed" { type = list(string) }
resource "aws_iam_role" "this" {
  name        = var.use_name_prefix ? null : var.name
  name_prefix = var.use_name_prefix ? "\${var.name}-" : null
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:sub" = var.subject
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        }
      }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = toset(var.managed)
  role       = aws_iam_role.this.name
  policy_arn = each.value
}
output "name" { value = aws_iam_role.this.name }`,
  },
  found: [
    "aws-iam-rights aws_iam_role_policy_attachment.keys",
    'aws-admin-role module.role["apply"].aws_iam_role_policy_attachment.this["arn:aws:iam::aws:policy/AdministratorAccess"]',
  ],
});
