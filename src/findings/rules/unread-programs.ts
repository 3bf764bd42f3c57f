import { EdgeMentions, placeOf, Resource, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";
import { ofRights } from "../mentioning-arguments";

/** A provisioner that runs a program of whatever kind, on the machine of Terraform or on another. */
const PROGRAM = /local-exec|remote-exec/;
const PROVISIONER = ["provisioner"];
/**
 * Data sources that run something when Terraform reads them: a program, a function.
 *
 * Terraform registry: "external (Data Source)", "aws_lambda_invocation (Data Source)".
 */
const RUNNING = ["external", "aws_lambda_invocation"];
/** Terraform registry: "http (Data Source)", `method`; the others change nothing by HTTP's rules. */
const CHANGING = "POST";

/** Programs and actions that Terraform runs and requests that it sends, as far as they mention an edge's identity: nothing tells what they grant. */
export const unreadPrograms: Rule = ({ clouds, configuration, everyEdge }) => {
  const provisioned = configuration.everyResource().filter((one) => one.argumentsWith(PROGRAM, PROVISIONER).length > 0);
  const data = [
    ...RUNNING.flatMap((type) => configuration.dataSources(type)),
    ...configuration.dataSources("http").filter(isChanging),
  ];
  const actions = configuration.otherBlocks.filter(({ kind }) => kind === "action");
  if (provisioned.length + data.length + actions.length === 0) return [];
  const mentions = new EdgeMentions(clouds, everyEdge);
  const told = (resource: Resource, argument: string | undefined, what: string): readonly Finding[] => {
    const edge = mentions.in(resource, ofRights);
    if (!edge) return [];
    const reason = `${
      resource.type === "http" ? "sends a request" : "runs a program"
    } that mentions an identity of an edge, and what it grants is not simulated`;
    const found = { place: placeOf(resource), resource, edge, what, ...(argument === undefined ? {} : { argument }) };
    return [{ code: "unread-type", severity: "gap", ...found, reason }];
  };
  return [
    ...provisioned.flatMap((resource) => told(resource, "provisioner", "provisioner")),
    ...data.flatMap((resource) => told(resource, undefined, resource.type)),
    ...actions.flatMap((action): readonly Finding[] => {
      const edge = mentions.in(action, ofRights);
      if (!edge) return [];
      const reason = `runs what mentions an identity of an edge, and what a ${action.type} grants is not simulated`;
      return [{ code: "unread-type", severity: "gap", place: placeOf(action), edge, what: action.type, reason }];
    }),
  ];
};

function isChanging(request: Resource): boolean {
  return unlessUnresolved(() => text(request.argument("method"))?.toUpperCase() === CHANGING, true);
}
