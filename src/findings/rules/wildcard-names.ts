import { isWithin, ServiceEdge, World } from "../../simulator";
import { Finding, Rule } from "../finding";

/** The name of a resource in an ARN, and what a document has before it, by the service. */
const NAMES: Readonly<Record<string, readonly [name: RegExp, before: string]>> = {
  s3: [/:s3:::([^/]+)/, ":::"],
  secretsmanager: [/:secret:(.+?)(?:-\?{6})?$/, ":secret:"],
  ssm: [/:parameter\/(.+)$/, ":parameter/"],
  sqs: [/:sqs:[^:]*:[^:]*:(.+)$/, "(?:\\d{12}|[}*]):"],
  sns: [/:sns:[^:]*:[^:]*:(.+)$/, "(?:\\d{12}|[}*]):"],
  kms: [/:key\/(.+)$/, ":key/"],
};

/**
 * Declared grants of AWS whose resource is called by an expression that has a wildcard: a variable for a bucket's name whose default is
 * `*`. No resource is called so, and the grant is one on every resource that the pattern matches. A wildcard that is written where the
 * ARN is was meant.
 *
 * Amazon S3 User Guide: "General purpose bucket naming rules"; IAM User Guide: "IAM JSON policy elements: Resource".
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const wildcardNames: Rule = (world, now) =>
  world.services.flatMap((edge) =>
    edge.service.grants
      .filter((grant) => isWithin(grant, now))
      .flatMap(({ words, resources }) => {
        const wide = resources.find((arn) => isMadeWide(world, arn));
        return wide === undefined ? [] : [foundIn(edge, words, wide)];
      }),
  );

function foundIn(edge: ServiceEdge, words: string, wide: string): Finding {
  const reason = `declares ${words} on ${wide}, and an expression puts the wildcard there. Give its variable the name of one resource`;
  const at = { place: edge.client.place, edge, hop: "authorization", what: wide } as const;
  return { code: "further-right", severity: "fault", ...at, reason };
}

/** Whether a name has a wildcard that no document has, neither behind what is before the name nor behind an expression. */
function isMadeWide({ configuration }: World, arn: string): boolean {
  const [form, before] = NAMES[arn.split(":")[2] ?? ""] ?? [];
  const name = form?.exec(arn)?.[1] ?? "";
  const at = name.search(/[*?]/);
  if (at < 0 || before === undefined) return false;
  const ends = Array.from({ length: at + 1 }, (_, from) => escaped(name.slice(from)));
  const written = new RegExp(`(?:${before}${escaped(name)}|\\}(?:${ends.join("|")}))(?=["\\\\/]|$)`, "g");
  return configuration.matches(written).length === 0;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
