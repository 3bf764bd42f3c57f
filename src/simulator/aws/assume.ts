import { assumed, Assumption } from "../assumption";
import { Edge, sourceName } from "../edges/edge";
import { OWN_ROLE_AUDIENCE } from "./own-audience";
import { AwsWorld } from "./read";
import { issuerInIam } from "../../vendor/aws/iam";

/** Assumes the roles and issuers of AWS that an edge uses and that were not read. */
export function assume(aws: AwsWorld, edge: Edge): readonly Assumption[] {
  return edge.declaration.adopted.flatMap((name) => {
    if (/^arn:[^:]+:iam::\d*:role\//.test(name)) return assumeRole(edge, name, aws);
    return /^arn:[^:]+:iam::\d*:oidc-provider\//.test(name) ? assumeIssuer(edge, name, aws) : [];
  });
}

function assumeRole({ declaration, request }: Edge, arn: string, aws: AwsWorld): Assumption[] {
  if (aws.roleOf(arn)?.resource) return [];
  const { source, audience } = declaration;
  const host = issuerInIam(source.issuer);
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
  if (aws.roleOf(arn)?.shownBy) return [];
  return assumed(`the role ${arn} is for ${sourceName(declaration)} alone`, true);
}

function assumeIssuer({ declaration }: Edge, arn: string, aws: AwsWorld): Assumption[] {
  aws.assumeProvider(arn, declaration.audience);
  if (aws.isRead(arn)) return [];
  return assumed(`the OIDC provider ${arn} accepts the audience ${declaration.audience}`);
}
