import { AwsWorld } from "../aws/iam";
import { AzureWorld } from "../azure/entra";
import { GoogleWorld } from "../google/iam";
import { Edge, sourceName } from "./edge";
import { flagOf } from "./exec-request";

/** The audience of tokens that pods with a role of their own show to STS. */
const OWN_ROLE_AUDIENCE = "sts.amazonaws.com";

/**
 * Believes in the cloud objects that an edge uses and does not make, unless they are part of what was read: each is taken to
 * do exactly what the edge needs and nothing else.
 *
 * @returns what was believed, in words
 */
export function adopt(edge: Edge, aws: AwsWorld, google: GoogleWorld, azure: AzureWorld): readonly string[] {
  return edge.declaration.adopted.flatMap((name) => {
    if (/^arn:[^:]+:iam::\d*:role\//.test(name)) return adoptRole(edge, name, aws);
    if (/^arn:[^:]+:iam::\d*:oidc-provider\//.test(name)) return adoptIssuer(edge, name, aws);
    if (name.startsWith("projects/")) return adoptPool(edge, name, google);
    if (name.startsWith("/subscriptions/")) return adoptIdentity(edge, name, azure);
    if (google.isAccount(name)) return [];
    google.assumeAccount(name);
    return [`the service account ${name} exists`];
  });
}

function adoptRole({ declaration, request }: Edge, arn: string, aws: AwsWorld): string[] {
  if (aws.roleOf(arn)) return [];
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
  aws.assumeRole(arn, JSON.stringify({ Version: "2012-10-17", Statement: native ? [] : [statement] }));
  return [`the role ${arn} is for ${sourceName(declaration)} alone`];
}

function adoptIssuer({ declaration }: Edge, arn: string, aws: AwsWorld): string[] {
  aws.assumeProvider(arn, declaration.audience);
  const isRead = aws.isRead(arn);
  return isRead ? [] : [`the OIDC provider ${arn} accepts the audience ${declaration.audience}`];
}

function adoptPool({ declaration }: Edge, name: string, google: GoogleWorld): string[] {
  if (!name.includes("/providers/")) {
    if (google.poolOf(name)) return [];
    google.assumePool(name);
    return [`the pool ${name} exists`];
  }
  if (google.providerOf(name)) return [];
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
  return [`the pool provider ${name} accepts ${sourceName(declaration)} alone`];
}

function adoptIdentity({ declaration, request }: Edge, id: string, azure: AzureWorld): string[] {
  const clientId = flagOf(request, "client-id") ?? "";
  const tenantId = flagOf(request, "tenant-id") ?? "";
  if (azure.identityOf(tenantId, clientId)) return [];
  azure.assumeIdentity({ id, clientId, tenantId, principalId: declaration.principal });
  return [`the identity ${id} has the client id ${clientId}`];
}
