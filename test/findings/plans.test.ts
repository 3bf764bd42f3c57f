import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checked } from "../../src/findings";
import { refusedObjects } from "../../src/findings/rules/refused-objects";
import { readWorld } from "../../src/simulator";
import { NOW } from "../simulator/support/tokens";
import { EKS, GITHUB, statement } from "./checks/support/aws";

/** What is found in what `terraform show -json` prints, and the objects that are not judged. */
function foundIn(document: object) {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-plan-"));
  try {
    const file = join(folder, "plan.json");
    writeFileSync(file, JSON.stringify({ format_version: "1.2", terraform_version: "1.9.0", ...document }, null, 2));
    const world = readWorld([file], undefined, { keepsUnknown: true });
    const { findings, unknown } = checked(world, NOW);
    return {
      found: findings.map(({ check, resource }) => `${check.code} ${resource.address}`),
      unknown: unknown.map(({ resource }) => resource.address),
      place: findings[0] && world.configuration.locate(findings[0].resource, findings[0].argument),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const managed = (type: string, values: object, address = `${type}.it`) => ({ address, mode: "managed", type, values });

describe("a state", () => {
  it("is judged, and its places have no line", () => {
    const assume_role_policy = JSON.stringify({ Statement: [statement(GITHUB, undefined)] });
    const role = managed("aws_iam_role", { name: "it", arn: "arn:aws:iam::111122223333:role/it", assume_role_policy });
    const { found, place } = foundIn({ values: { root_module: { child_modules: [{ resources: [role] }] } } });

    expect(found).toContain("aws-shared-issuer-without-subject aws_iam_role.it");
    expect(place).toMatchObject({ isShown: true });
    expect(place).not.toHaveProperty("line");
  });
});

// "GetOpenIDConnectProvider", IAM API Reference: the URL in the answer has no scheme.
describe("the URL of an OIDC provider", () => {
  const refusedIn = (values: object) => {
    const resources = [managed("aws_iam_openid_connect_provider", values)];
    const text = JSON.stringify({ format_version: "1.2", values: { root_module: { resources } } });
    const world = readWorld([{ name: "shown", folder: "", file: "shown.json", text }], undefined, {
      keepsUnknown: true,
    });
    return refusedObjects(world, NOW).map(({ argument }) => argument);
  };

  it("has no scheme in a state", () => {
    expect(refusedIn({ url: "oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9" })).toEqual([]);
    expect(refusedIn({ url: "http://oidc.example.com" })).toEqual(["url"]);
  });
});

// The form is that of Terraform's documentation: "JSON Output Format", on plans.
describe("a plan", () => {
  const policyOf = (condition: object[]) => ({
    address: "data.aws_iam_policy_document.trust",
    mode: "data",
    type: "aws_iam_policy_document",
    values: {
      statement: [
        {
          ...{ actions: ["sts:AssumeRoleWithWebIdentity"], principals: [{ type: "Federated" }], condition },
        },
      ],
    },
  });
  const plan = (condition: object[]) => ({
    planned_values: { root_module: { resources: [managed("aws_iam_role", { name: "it" }), policyOf(condition)] } },
    resource_changes: [
      { address: "aws_iam_role.it", change: { after_unknown: { arn: true, assume_role_policy: true } } },
      {
        address: "data.aws_iam_policy_document.trust",
        change: {
          after_unknown: { json: true, statement: [{ principals: [{ identifiers: [true] }], condition: [{}, {}] }] },
        },
      },
    ],
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_role.it",
            expressions: {
              assume_role_policy: {
                references: ["data.aws_iam_policy_document.trust.json", "data.aws_iam_policy_document.trust"],
              },
            },
          },
        ],
      },
    },
  });
  const aud = { test: "StringEquals", variable: `${GITHUB}:aud`, values: ["sts.amazonaws.com"] };

  it("is judged by the data source of a policy that is not known yet", () => {
    expect(foundIn(plan([aud]))).toMatchObject({
      found: ["aws-shared-issuer-without-subject aws_iam_role.it"],
      unknown: [],
    });
  });

  it("gives no finding where that is exact", () => {
    const sub = { test: "StringEquals", variable: `${GITHUB}:sub`, values: ["repo:acme/shop:environment:x"] };

    expect(foundIn(plan([aud, sub]))).toMatchObject({ found: [], unknown: [] });
  });

  it("lists a policy that is not known by anything else", () => {
    const document = plan([aud]);
    document.configuration.root_module.resources[0].expressions.assume_role_policy.references = ["local.policy"];

    expect(foundIn(document)).toMatchObject({ found: [], unknown: ["aws_iam_role.it"] });
  });

  it("knows an identity by what refers to it", () => {
    const id = "azurerm_user_assigned_identity.it";
    const credential = {
      issuer: `https://${EKS}`,
      subject: "system:serviceaccount:a:b",
      audience: ["api://AzureADTokenExchange"],
    };
    const resources = [
      managed("azurerm_user_assigned_identity", { name: "it" }),
      managed("azurerm_federated_identity_credential", credential),
      managed("azurerm_role_assignment", { scope: "/subscriptions/0", role_definition_name: "Owner" }),
    ];
    const unknown = (address: string, after_unknown: object) => ({ address, change: { after_unknown } });
    const written = (address: string, argument: string, reference: string) => ({
      address,
      expressions: { [argument]: { references: [reference, id] } },
    });
    const document = {
      planned_values: { root_module: { resources } },
      resource_changes: [
        unknown(id, { id: true, principal_id: true, client_id: true, tenant_id: true }),
        unknown("azurerm_federated_identity_credential.it", { parent_id: true }),
        unknown("azurerm_role_assignment.it", { principal_id: true }),
      ],
      configuration: {
        root_module: {
          resources: [
            written("azurerm_federated_identity_credential.it", "parent_id", `${id}.id`),
            written("azurerm_role_assignment.it", "principal_id", `${id}.principal_id`),
          ],
        },
      },
    };

    expect(foundIn(document).found).toEqual(["azure-privileged-role azurerm_role_assignment.it"]);
  });
});
