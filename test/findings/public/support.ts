import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checked } from "../../../src/findings";
import { readWorld, World } from "../../../src/simulator";
import { readHclFolder } from "../../../src/terraform";
import { NOW } from "../../simulator/support/tokens";

export const AWS = 'provider "aws" {\n  region = "eu-west-1"\n  allowed_account_ids = ["111122223333"]\n}\n';

/** In the shape of the submodule iam-role-for-service-accounts of terraform-aws-modules/iam, written anew. */
export const ROLE_FOR_SERVICE_ACCOUNTS = `
variable "create" {
  type    = bool
  default = true
}
variable "name" { type = string }
variable "assume_role_condition_test" {
  type    = string
  default = "StringEquals"
}
variable "oidc_providers" {
  type    = any
  default = {}
}
variable "policies" {
  type    = map(string)
  default = {}
}
data "aws_iam_policy_document" "assume" {
  count = var.create ? 1 : 0
  dynamic "statement" {
    for_each = var.oidc_providers
    content {
      effect  = "Allow"
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = [statement.value.provider_arn]
      }
      condition {
        test     = var.assume_role_condition_test
        variable = "\${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:sub"
        values   = [for sa in statement.value.namespace_service_accounts : "system:serviceaccount:\${sa}"]
      }
      condition {
        test     = var.assume_role_condition_test
        variable = "\${replace(statement.value.provider_arn, "/^(.*provider/)/", "")}:aud"
        values   = ["sts.amazonaws.com"]
      }
    }
  }
}
resource "aws_iam_role" "this" {
  count              = var.create ? 1 : 0
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.assume[0].json
}
resource "aws_iam_role_policy_attachment" "additional" {
  for_each   = { for k, v in var.policies : k => v if var.create }
  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}
`;

/** What is found in files of HCL. */
export async function foundIn(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-public-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await foundInFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is found in a folder of HCL: `code address`, in order, and the objects that are not judged. */
export async function foundInFolder(folder: string) {
  return foundInWorld(readWorld([await readHclFolder(folder)], undefined, { keepsUnknown: true }));
}

/** The same of a world. */
export function foundInWorld(world: World) {
  const { findings, unknown } = checked(world, NOW);
  return {
    found: findings.map(({ check, resource }) => `${check.code} ${resource.address}`).sort(),
    unknown: unknown.map(({ resource }) => resource.address),
    leftOut: world.leftOut,
  };
}

/** A configuration in the shape of a public one, with what is right to find in it. */
export interface Public {
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly string[];
}

export function describePublic(name: string, { files, found }: Public): void {
  it(`finds in ${name} ${found.length ? "what is there, and nothing else" : "nothing"}`, async () => {
    expect(await foundIn(files)).toEqual({ found: [...found].sort(), unknown: [], leftOut: [] });
  });
}
