import { issuerInIam } from "../../vendor/aws/iam";
import { Edge, showsToken } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { EdgeNames } from "../edges/mentions";
import { AwsWorld } from "./read";

const ROLE_ARN = /^arn:([^:]+):iam::(\d*):role\//;

/** The roles of an edge, by their names too, and the issuer's registration, by which it comes in. */
export function namesOf(aws: AwsWorld, edge: Edge): EdgeNames {
  const { declaration, request } = edge;
  const roles = [flagOf(request, "role-arn") ?? "", declaration.principal, ...declaration.adopted].flatMap((arn) => {
    const [, partition, account] = ROLE_ARN.exec(arn) ?? [];
    return partition === undefined ? [] : [{ arn, partition, account }];
  });
  const [{ partition, account } = { partition: "", account: "" }] = roles;
  const { issuer } = declaration.source;
  const isByIssuer = roles.length > 0 && showsToken(edge);
  return {
    resources: [
      ...roles.map(({ arn }) => aws.roleOf(arn)?.resource),
      ...(isByIssuer ? [aws.providerOf(issuer, account, partition)?.resource] : []),
    ],
    ids: isByIssuer ? [`oidc-provider/${issuerInIam(issuer)}`] : [],
    values: [...new Set(roles.map(({ arn }) => arn.split("/").at(-1) ?? ""))].map((text) => ({ text })),
  };
}
