import { mutatedByAmazon } from "../../../src/vendor/webhooks/amazon";
import { tokenAt, WebhookContainer, WebhookPod } from "../../../src/vendor/webhooks/pod";

/** The cases of `pkg/handler/testdata` of aws/amazon-eks-pod-identity-webhook: what is in a pod, and what its patch adds. */
const ROLE = "arn:aws:iam::111122223333:role/s3-reader";
const FILE = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
const ACCOUNT = { "eks.amazonaws.com/role-arn": ROLE };
const MOUNT = {
  name: "aws-iam-token",
  readOnly: true,
  mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
};
const variables = (all: Record<string, string>) => Object.entries(all).map(([name, value]) => ({ name, value }));
const ROLE_VARIABLES = { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: FILE };
const SEATTLE = { AWS_DEFAULT_REGION: "seattle", AWS_REGION: "seattle" };
const volume = (expirationSeconds: number, audience = "sts.amazonaws.com") => ({
  name: "aws-iam-token",
  projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds, path: "token" } }] },
});
const container = (env?: Record<string, string>): WebhookContainer => ({
  name: "own",
  ...(env ? { env: variables(env) } : {}),
});
const podOf = (...containers: WebhookContainer[]): WebhookPod => ({ containers });

describe("Amazon's webhook", () => {
  it.each([
    ["a pod without volumes", {}, {}, {}, ROLE_VARIABLES],
    ["a webhook with a region", {}, {}, { region: "seattle" }, { ...SEATTLE, ...ROLE_VARIABLES }],
    ["a region that is there", { AWS_REGION: "paris" }, {}, { region: "seattle" }, ROLE_VARIABLES],
    [
      "a webhook with regional endpoints",
      {},
      {},
      { region: "seattle", stsRegionalEndpoints: true },
      { AWS_STS_REGIONAL_ENDPOINTS: "regional", ...SEATTLE, ...ROLE_VARIABLES },
    ],
    [
      "regional endpoints that are there",
      { AWS_REGION: "paris", AWS_STS_REGIONAL_ENDPOINTS: "regional" },
      {},
      { region: "seattle", stsRegionalEndpoints: true },
      ROLE_VARIABLES,
    ],
    [
      "an account that overrides the webhook's regional endpoints",
      {},
      { "eks.amazonaws.com/sts-regional-endpoints": "false" },
      { region: "seattle", stsRegionalEndpoints: true },
      { ...SEATTLE, ...ROLE_VARIABLES },
    ],
    [
      "an account that asks for them by Go's form of a truth value",
      {},
      { "eks.amazonaws.com/sts-regional-endpoints": "T" },
      {},
      { AWS_STS_REGIONAL_ENDPOINTS: "regional", ...ROLE_VARIABLES },
    ],
    [
      "a value that is none",
      {},
      { "eks.amazonaws.com/sts-regional-endpoints": "yes" },
      { stsRegionalEndpoints: true },
      { AWS_STS_REGIONAL_ENDPOINTS: "regional", ...ROLE_VARIABLES },
    ],
    ["a role that is there", { AWS_ROLE_ARN: "already-defined" }, {}, { region: "seattle" }, SEATTLE],
  ])("adds variables and a mount: %s", (_what, own, annotations, options, added) => {
    const { containers } = mutatedByAmazon(podOf(container(own)), { ...ACCOUNT, ...annotations }, options);

    expect(containers).toEqual([{ name: "own", env: variables({ ...own, ...added }), volumeMounts: [MOUNT] }]);
  });

  it("leaves a container alone that has role, region and regional endpoints, and adds the volume", () => {
    const own = container({
      AWS_REGION: "cn-northwest-1",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_ROLE_ARN: "arn:aws-cn:iam::111122223333:role/s3-reader",
    });

    expect(mutatedByAmazon(podOf(own), ACCOUNT, { tokenExpiration: 3600 })).toEqual({
      containers: [own],
      volumes: [volume(3600)],
    });
  });

  it.each([
    ["86400 by itself", {}, {}, 86_400],
    ["the service account's", {}, { "eks.amazonaws.com/token-expiration": "3600" }, 3600],
    ["the pod's before that", { "eks.amazonaws.com/token-expiration": "7200" }, { x: "1" }, 7200],
    [
      "what Kubernetes takes where less is asked for",
      { "eks.amazonaws.com/token-expiration": "0" },
      { "eks.amazonaws.com/token-expiration": "3600" },
      600,
    ],
    [
      "the service account's where the pod's is no number",
      { "eks.amazonaws.com/token-expiration": "1h" },
      { "eks.amazonaws.com/token-expiration": "3600" },
      3600,
    ],
  ])("projects tokens that live as long as %s", (_what, annotations, account, seconds) => {
    const { volumes } = mutatedByAmazon({ ...podOf(container()), annotations }, { ...ACCOUNT, ...account });

    expect(volumes).toEqual([volume(seconds)]);
  });

  it("projects the account's audience before its other volumes, and into init containers too", () => {
    const pod = { ...podOf(container()), initContainers: [{ name: "first" }], volumes: [{ name: "data" }] };
    const account = { ...ACCOUNT, "eks.amazonaws.com/audience": "acme" };
    const mutated = mutatedByAmazon(pod, account);

    expect(mutated.volumes).toEqual([volume(86_400, "acme"), { name: "data" }]);
    expect(mutated.initContainers).toEqual([{ name: "first", env: variables(ROLE_VARIABLES), volumeMounts: [MOUNT] }]);
    expect(tokenAt(mutated, mutated.containers[0], FILE)).toEqual({
      audience: "acme",
      expirationSeconds: 86_400,
      path: "token",
    });
  });

  it("leaves containers alone that the pod names", () => {
    const annotations = { "eks.amazonaws.com/skip-containers": "sidecar" };
    const pod = { ...podOf({ name: "sidecar" }, container()), annotations };

    expect(mutatedByAmazon(pod, ACCOUNT).containers.map(({ env = [] }) => env.length)).toEqual([0, 2]);
  });

  it("leaves a volume and a mount of its name as they are", () => {
    const mounted = { name: "own", volumeMounts: [{ name: "aws-iam-token", mountPath: "/path/to/token" }] };
    const pod = { containers: [mounted], volumes: [{ name: "aws-iam-token" }] };
    const mutated = mutatedByAmazon(pod, ACCOUNT);

    expect(mutated).toEqual({
      containers: [{ ...mounted, env: variables(ROLE_VARIABLES) }],
      volumes: [{ name: "aws-iam-token" }],
    });
    expect(tokenAt(mutated, mutated.containers[0], FILE)).toBeUndefined();
  });

  it.each(["kubernetes.io/os", "beta.kubernetes.io/os"])("names the file as Windows does by %s", (key) => {
    const { containers } = mutatedByAmazon({ ...podOf(container()), nodeSelector: { [key]: "windows" } }, ACCOUNT);

    expect(containers[0].env?.[1].value).toBe("C:\\var\\run\\secrets\\eks.amazonaws.com\\serviceaccount\\token");
  });

  it.each<Record<string, string>>([{}, { "eks.amazonaws.com/role-arn": "" }, { "acme.example/role-arn": ROLE }])(
    "leaves pods of an account without a role as they are: %j",
    (account) => {
      const pod = podOf(container());

      expect(mutatedByAmazon(pod, account)).toBe(pod);
    },
  );

  it("reads the annotations of its own prefix", () => {
    const account = { "acme.example/role-arn": ROLE };

    expect(mutatedByAmazon(podOf(container()), account, { annotationPrefix: "acme.example" }).volumes).toHaveLength(1);
  });
});
