import { shadowedWiring } from "../../src/findings/rules/shadowed-wiring";
import { read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const TOKEN = { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/var/run/secrets/trust-mesh/prod/token" };
const ROLE = { name: "AWS_ROLE_ARN", value: "arn:aws:iam::111122223333:role/loader" };
const KEY = { name: "AWS_ACCESS_KEY_ID", value_from: [{ secret_key_ref: [{ name: "keys", key: "id" }] }] };
const deployment = (...env: object[]): Stack => ({
  resource: {
    kubernetes_deployment_v1: {
      loader: { spec: { template: { spec: { container: [{ name: "loader", env }, { name: "proxy" }] } } } },
    },
  },
});
const pod = (...env: object[]) => ({ spec: { containers: [{ name: "loader", env }] } });
const found = (stack: Stack) =>
  shadowedWiring(read(stack), NOW).map(({ severity, place, reason }) => `${severity} ${place}: ${reason}`);
const reason =
  'AWS_ACCESS_KEY_ID of the Secret "keys" in the container "loader" keeps SDKs from using AWS_WEB_IDENTITY_TOKEN_FILE';

it.each<[string, Stack, string]>([
  ["a Deployment", deployment(TOKEN, ROLE, KEY), "kubernetes_deployment_v1.loader"],
  [
    "a CronJob",
    {
      resource: {
        kubernetes_cron_job_v1: { loader: { spec: { job_template: { spec: { template: pod(TOKEN, KEY) } } } } },
      },
    },
    "kubernetes_cron_job_v1.loader",
  ],
  [
    "a manifest",
    { resource: { kubernetes_manifest: { loader: { manifest: { kind: "Pod", ...pod(TOKEN, KEY) } } } } },
    "kubernetes_manifest.loader",
  ],
])("is told of %s with static keys", (_what, stack, address) => {
  expect(found(stack)).toEqual([`fault mesh: ${address}: ${reason}`]);
});

it("is told of a second role", () => {
  expect(found(deployment(TOKEN, ROLE, { ...ROLE, value: "arn:aws:iam::111122223333:role/other" }))).toEqual([
    'fault mesh: kubernetes_deployment_v1.loader: AWS_ROLE_ARN in the container "loader" keeps SDKs from using AWS_ROLE_ARN',
  ]);
});

it("is not told of the wiring, of keys without one, or of keys in another container", () => {
  expect(found(deployment(TOKEN, ROLE))).toEqual([]);
  expect(found(deployment(KEY))).toEqual([]);
  const two = deployment(TOKEN);
  const [, proxy] = (two.resource as never as Record<string, never>).kubernetes_deployment_v1["loader"]["spec"][
    "template"
  ]["spec"]["container"] as object[];
  Object.assign(proxy, { env: [KEY] });
  expect(found(two)).toEqual([]);
});

it("leaves a gap where the variables cannot be known", () => {
  const stack: Stack = {
    ...deployment(TOKEN, { name: "AWS_PROFILE", value: "${var.profile}" }),
    variable: { profile: {} },
  };
  expect(found(stack)).toEqual([expect.stringMatching(/^gap mesh: kubernetes_deployment_v1.loader: has variables of/)]);
});
