import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { AwsWorld } from "./read";

/** The audiences of the issuer's registration in the account of the role that an edge comes in by. */
export function audiencesAt(aws: AwsWorld, { request, declaration }: Edge): readonly string[] {
  const [, partition, , , account] = (flagOf(request, "role-arn") || declaration.principal).split(":");
  return aws.providerOf(declaration.source.issuer, account, partition)?.clientIds ?? [];
}
