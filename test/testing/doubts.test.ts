import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "../../src/testing";
import { gke, PROJECT } from "../verdicts/support/google";
import { on, stack, VIEWER } from "../verdicts/support/google-services";
import { bound, EMAIL, impersonated, ME, onRobot } from "../verdicts/support/gke";

/** A denial that asks for a tag of the resource, which nothing tells. */
const denied = (permission: string) => ({
  google_iam_deny_policy: {
    no: {
      parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
      name: "no",
      rules: [
        {
          deny_rule: [
            {
              denied_principals: [ME],
              denied_permissions: [permission],
              denial_condition: [{ title: "when", expression: "resource.matchTag('1/env', 'prod')" }],
            },
          ],
        },
      ],
    },
  },
});
const TOKEN = denied("iam.googleapis.com/serviceAccounts.getAccessToken");
const acting = gke(impersonated({ ...onRobot("roles/iam.workloadIdentityUser"), ...TOKEN, ...bound(EMAIL) }));
const reading = stack({ resource: { ...on(VIEWER), ...denied("storage.googleapis.com/objects.get") } });
const READ = "storage.objects.get on //storage.googleapis.com/projects/_/buckets/acme-exports/objects/a";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-doubts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function synthesized(one: object): string {
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(one));
  return folder;
}

/** Google Cloud IAM documentation: "Deny policies". What was read and may take a right away is no yes, and no no either. */
describe("a right that a deny policy may take away", () => {
  it.each([
    ["a request in a cluster", acting, "euro", "get pods in payments"],
    ["an access in a cluster", acting, "euro", "view in payments"],
    ["that it gets in", acting, "euro", undefined],
    ["a request to a service", reading, PROJECT, READ],
  ])("passes neither as allowed nor as refused: %s", (_what, one, to, access) => {
    const path = synthesized(one);
    const asked = () => expect(path).toAllow("corp:deploy/deployer", to, access);
    const refused = () => expect(path).toRefuse("corp:deploy/deployer", to, access);
    expect(asked).toThrow(/which is not known here|not known/);
    expect(refused).toThrow(/which is not known here|not known/);
  });
});
