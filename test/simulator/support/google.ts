import { Answer, Claims, exchangeToken, Principal, Signature, World } from "../../../src/simulator";
import { Args, merged, read, Stack } from "./stack";
import { NOW, SUBJECT, tokenOf } from "./tokens";

export const PROJECT = "acme-euro";
export const NUMBER = "123456789012";
export const ISSUER = "https://oidc.example.com/id/ABC";
/** The pool and its provider as Google names them, by the project's number. */
export const POOL = `projects/${NUMBER}/locations/global/workloadIdentityPools/west`;
export const PROVIDER = `${POOL}/providers/kubernetes`;
/** The provider's full resource name: what the exchange names, and what tokens are for unless another audience is allowed. */
export const AUDIENCE = `//iam.googleapis.com/${PROVIDER}`;
/** The tests' service account, as IAM and RBAC know it. */
export const PRINCIPAL = `principal://iam.googleapis.com/${POOL}/subject/${SUBJECT}`;

/** A project whose number the output tells, with a pool and a provider that has arguments of one's own. */
export function project(provider: Args = {}, pool: Args = {}): Stack {
  return {
    provider: { google: { project: PROJECT } },
    resource: {
      google_iam_workload_identity_pool: { west: { workload_identity_pool_id: "west", ...pool } },
      google_iam_workload_identity_pool_provider: {
        west: {
          workload_identity_pool_id: "west",
          workload_identity_pool_provider_id: "kubernetes",
          attribute_mapping: { "google.subject": "assertion.sub" },
          oidc: { issuer_uri: ISSUER },
          ...provider,
        },
      },
    },
    output: { audience: { value: AUDIENCE } },
  };
}

/** The project's provider with a mapping of one's own beside `google.subject`, and a condition. */
export function mapping(attribute_mapping: Args, attribute_condition?: string): Stack {
  return project({
    attribute_mapping: { "google.subject": "assertion.sub", ...attribute_mapping },
    ...(attribute_condition === undefined ? {} : { attribute_condition }),
  });
}

/** A stack with one more grant: `google_project_iam_member`, for instance, and its arguments. */
export function granting(type: string, args: Args, stack: Stack = project()): Stack {
  return merged(stack, { resource: { [type]: { grant: args } } });
}

/** What a test asks of Google's STS. */
export interface Ask {
  readonly claims?: Partial<Claims>;
  readonly signature?: Signature;
  /** The audience parameter, which names the provider. */
  readonly audience?: string;
}

/** Shows Google's STS a token of the issuer for the provider. */
export function exchange(
  stack: Stack | World,
  { claims = {}, signature, audience = AUDIENCE }: Ask = {},
): Answer<Principal> {
  const world = "configuration" in stack ? stack : read(stack);
  const { aud = `https:${AUDIENCE}`, ...others } = claims;
  return exchangeToken(world.google, audience, tokenOf(ISSUER, aud, others, signature), NOW);
}
