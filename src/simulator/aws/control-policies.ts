import { Configuration, placeOf, text, unlessUnresolved } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge, hasOwnRole } from "../edges/edge";
import { mayAllow } from "./permission-policy";
import { PolicyDocument, policyDocument } from "./statement";

/** CloudFormation Template Reference: "AWS::Organizations::Policy". */
const TYPES = ["aws_organizations_policy", "awscc_organizations_policy"];

/**
 * Control policies of an organization that deny what an edge needs: to which accounts they are attached is not simulated.
 *
 * AWS Organizations User Guide: "Service control policies (SCPs)", "Resource control policies (RCPs)".
 */
export function controlPolicies(configuration: Configuration, edges: readonly Edge[]): readonly UnseenGrant[] {
  const own = edges.filter(({ request }) => request.subcommand === "eks");
  return TYPES.flatMap((type) => configuration.resources(type)).flatMap((resource) => {
    const kind = unlessUnresolved(() => text(resource.argument("type")), undefined) ?? "SERVICE_CONTROL_POLICY";
    if (!["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"].includes(kind)) return [];
    const needed = [...new Set(own.flatMap((edge) => actionsOf(edge, kind)))];
    const document = unlessUnresolved(() => documentIn(text(resource.argument("content")) ?? ""), undefined);
    const denied = needed.find((action) => document === undefined || mayDeny(document, action));
    if (denied === undefined) return [];
    const reason = `may deny ${denied}, which an edge needs, in the accounts to which it is attached`;
    return [{ place: placeOf(resource), resource, reason }];
  });
}

/** A policy that bounds principals has no say in what a token asks of STS; one of resources has. */
function actionsOf(edge: Edge, kind: string): readonly string[] {
  const used = edge.service?.grants.flatMap(({ actions = [], role }) => (role === undefined ? actions : ["*"])) ?? [];
  if (kind === "SERVICE_CONTROL_POLICY") return [...used, ...(hasOwnRole(edge) ? ["sts:AssumeRole"] : [])];
  return [...used, "sts:AssumeRoleWithWebIdentity"];
}

function documentIn(content: string): PolicyDocument | undefined {
  try {
    return policyDocument(content, "identity");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is denied under a condition counts. */
function mayDeny({ statements }: PolicyDocument, action: string): boolean {
  const denials = statements.filter(({ Effect }) => Effect === "Deny");
  if (action === "*") return denials.length > 0;
  return mayAllow(
    denials.map((one) => ({ ...one, Effect: "Allow" })),
    action,
    ["*"],
  );
}
