import { AwsWorld } from "../aws/iam";
import { AzureWorld } from "../azure/entra";
import { GoogleWorld } from "../google/iam";
import { Edge, sourceName } from "./edge";
import { flagOf } from "./exec-request";
import { OWN_ROLE_AUDIENCE } from "./own-audience";

/** What is believed of an object that is not part of what was read. */
export interface Assumption {
  /** In words. */
  readonly belief: string;
  /** Whether who is let in rests on the belief, so that trying intruders would prove nothing. */
  readonly decidesExchange: boolean;
}

/**
 * Believes in the cloud objects that an edge uses and does not make, unless they are part of what was read: each is taken to
 * do exactly what the edge needs and nothing else.
 */
export function adopt(edge: Edge, aws: AwsWorld, google: GoogleWorld, azure: AzureWorld): readonly Assumption[] {
  return edge.declaration.adopted.flatMap((name) => {
    if (/^arn:[^:]+:iam::\d*:role\//.test(name)) return adoptRole(edge, name, aws);
    if (/^arn:[^:]+:iam::\d*:oidc-provider\//.test(name)) return adoptIssuer(edge, name, aws);
    if (name.startsWith("projects/")) return adoptPool(edge, name, google);
    if (name.startsWith("/subscriptions/")) return adoptIdentity(edge, name, azure);
    if (google.isAccount(name)) return [];
    google.assumeAccount(name);
    return believe(`the service account ${name} exists`);
  });
}

function adoptRole({ declaration, request }: Edge, arn: string, aws: AwsWorld): Assumption[] {
  if (aws.roleOf(arn)?.resource) return [];
  const { source, audience } = declaration;
  const host = source.issuer.replace(/^https:\/\//, "");
  const [, partition, , , account] = arn.split(":");
  const provider = `arn:${partition}:iam::${account}:oidc-provider/${host}`;
  const wanted = audience || OWN_ROLE_AUDIENCE;
  const native = request.flags.source === "eks-pod-identity";
  if (source.issuer && !native) aws.assumeProvider(provider, wanted);
  const statement = {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    // The subject may end in a wildcard; the audience may not.
    Condition: { StringEquals: { [`${host}:aud`]: wanted }, StringLike: { [`${host}:sub`]: source.subject } },
  };
  aws.assumeRole(arn, native ? undefined : statement);
  return believe(`the role ${arn} is for ${sourceName(declaration)} alone`, true);
}

function adoptIssuer({ declaration }: Edge, arn: string, aws: AwsWorld): Assumption[] {
  aws.assumeProvider(arn, declaration.audience);
  if (aws.isRead(arn)) return [];
  return believe(`the OIDC provider ${arn} accepts the audience ${declaration.audience}`);
}

function adoptPool({ declaration }: Edge, name: string, google: GoogleWorld): Assumption[] {
  if (!name.includes("/providers/")) {
    if (google.poolOf(name)?.resource) return [];
    google.assumePool(name);
    return believe(`the pool ${name} exists`);
  }
  if (google.providerOf(name)?.resource) return [];
  const { source, audience } = declaration;
  google.assumeProvider({
    name,
    pool: name.replace(/\/providers\/.*$/, ""),
    disabled: false,
    issuer: source.issuer,
    allowedAudiences: [audience],
    mapping: { "google.subject": "assertion.sub" },
    condition: `assertion.sub == ${JSON.stringify(source.subject)}`,
  });
  return believe(`the pool provider ${name} accepts ${sourceName(declaration)} alone`, true);
}

function adoptIdentity({ declaration, request }: Edge, id: string, azure: AzureWorld): Assumption[] {
  const clientId = flagOf(request, "client-id") ?? "";
  const tenantId = flagOf(request, "tenant-id") ?? "";
  if (azure.identityOf(tenantId, clientId)?.resource) return [];
  azure.assumeIdentity({ id, clientId, tenantId, principalId: declaration.principal });
  return believe(`the identity ${id} has the client id ${clientId}`);
}

function believe(belief: string, decidesExchange = false): Assumption[] {
  return [{ belief, decidesExchange }];
}
