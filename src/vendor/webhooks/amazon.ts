import { DEFAULT_AWS_AUDIENCE } from "../aws/sts";
import { MIN_TOKEN_SECONDS } from "../kubernetes/names";
import {
  AccountAnnotations,
  WebhookContainer,
  WebhookPod,
  WebhookVolume,
  withContainers,
  withMount,
  withVariables,
} from "./pod";

/** What the names of Amazon's annotations begin with, unless the webhook is told another prefix. */
export const AMAZON_PREFIX = "eks.amazonaws.com";
/** The parts of the names after the prefix and a slash. */
export const AMAZON_ANNOTATIONS = {
  roleArn: "role-arn",
  audience: "audience",
  stsRegionalEndpoints: "sts-regional-endpoints",
  tokenExpiration: "token-expiration",
  skipContainers: "skip-containers",
} as const;
/** The label of pods that the webhook of EKS and the manifests of its repository leave alone; the community's chart knows no label. */
export const AMAZON_SKIP_LABEL = "eks.amazonaws.com/skip-pod-identity-webhook";

/** How Amazon's webhook was installed. */
export interface AmazonWebhookOptions {
  readonly annotationPrefix?: string;
  readonly audience?: string;
  readonly tokenExpiration?: number;
  readonly mountPath?: string;
  /** What containers get as their region; empty for none. */
  readonly region?: string;
  readonly stsRegionalEndpoints?: boolean;
}

const DEFAULTS = {
  annotationPrefix: AMAZON_PREFIX,
  audience: DEFAULT_AWS_AUDIENCE,
  tokenExpiration: 86_400,
  mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
  region: "",
  stsRegionalEndpoints: false,
} satisfies Required<AmazonWebhookOptions>;

const VOLUME = "aws-iam-token";
const TOKEN = "token";
const ROLE_VARIABLES = ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"];
const REGION_VARIABLES = ["AWS_DEFAULT_REGION", "AWS_REGION"];
const STS_VARIABLE = "AWS_STS_REGIONAL_ENDPOINTS";

/**
 * What Amazon's webhook makes of a pod: a volume with a token of the service account, its mount, and the variables of AWS's SDKs. A
 * container that has one of the role's two variables gets neither. A service account without a role leaves the pod as it is.
 *
 * Amazon EKS Pod Identity Webhook: README, and `pkg/handler/handler.go`
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 */
export function mutatedByAmazon(
  pod: WebhookPod,
  account: AccountAnnotations,
  options: AmazonWebhookOptions = {},
): WebhookPod {
  const { annotationPrefix, mountPath, ...own } = { ...DEFAULTS, ...options };
  const keyOf = (name: keyof typeof AMAZON_ANNOTATIONS) => `${annotationPrefix}/${AMAZON_ANNOTATIONS[name]}`;
  const roleArn = account[keyOf("roleArn")];
  if (!roleArn) return pod;
  const isWindows = ["beta.kubernetes.io/os", "kubernetes.io/os"].some((key) => pod.nodeSelector?.[key] === "windows");
  const file = `${mountPath}/${TOKEN}`;
  const given: Given = {
    ...own,
    roleArn,
    file: isWindows ? `C:${file.replaceAll("/", "\\")}` : file,
    stsRegionalEndpoints: booleanOf(account[keyOf("stsRegionalEndpoints")]) ?? own.stsRegionalEndpoints,
  };
  const skipped = new Set((pod.annotations?.[keyOf("skipContainers")] ?? "").split(","));
  const expirationSeconds =
    secondsOf(pod.annotations?.[keyOf("tokenExpiration")]) ??
    secondsOf(account[keyOf("tokenExpiration")]) ??
    own.tokenExpiration;
  const audience = account[keyOf("audience")] ?? own.audience;
  const changed = withContainers(pod, skipped, (container) => mutated(container, given, mountPath));
  return { ...changed, volumes: withToken(pod.volumes, { audience, expirationSeconds, path: TOKEN }) };
}

/** What every container gets. */
interface Given {
  readonly roleArn: string;
  readonly file: string;
  readonly region: string;
  readonly stsRegionalEndpoints: boolean;
}

function mutated(container: WebhookContainer, given: Given, mountPath: string): WebhookContainer {
  const has = (names: readonly string[]) => (container.env ?? []).some(({ name }) => names.includes(name));
  const [hasRole, hasRegion, hasSts] = [has(ROLE_VARIABLES), has(REGION_VARIABLES), has([STS_VARIABLE])];
  if (hasRole && hasRegion && hasSts) return container;
  const [role, file] = ROLE_VARIABLES;
  const added = withVariables(container, [
    ...(given.stsRegionalEndpoints && !hasSts ? [{ name: STS_VARIABLE, value: "regional" }] : []),
    ...(given.region && !hasRegion ? REGION_VARIABLES.map((name) => ({ name, value: given.region })) : []),
    ...(hasRole
      ? []
      : [
          { name: role, value: given.roleArn },
          { name: file, value: given.file },
        ]),
  ]);
  return withMount(added, VOLUME, mountPath);
}

/** The token's volume goes first; one of its name stays as it is. */
function withToken(
  volumes: readonly WebhookVolume[] = [],
  serviceAccountToken: { readonly audience: string; readonly expirationSeconds: number; readonly path: string },
): readonly WebhookVolume[] {
  if (volumes.some(({ name }) => name === VOLUME)) return volumes;
  return [{ name: VOLUME, projected: { sources: [{ serviceAccountToken }] } }, ...volumes];
}

/** Seconds as the webhook reads them: less than Kubernetes takes is raised, and what is no number is passed over. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  return Math.max(Number(text), MIN_TOKEN_SECONDS);
}

/** A truth value as Go's `strconv.ParseBool` reads it. */
function booleanOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  return ["0", "f", "F", "FALSE", "false", "False"].includes(text) ? false : undefined;
}
