import { EdgeMentions, placeOf, Resource } from "../../simulator";
import { decides, LETS_IN } from "../../vendor/ignored-arguments";
import { Finding, Rule } from "../finding";

/**
 * Objects of trusts and grants whose `lifecycle` ignores changes of what decides: Terraform leaves in force what was there
 * before, so a change that takes a right away is in the configuration and not in the cloud. A plan and a state have the values
 * that are in force, and no `lifecycle`.
 */
export const ignoredChanges: Rule = ({ clouds, configuration, everyEdge }) => {
  const ignoring = configuration.everyResource().flatMap((resource) => {
    const ignored = ignoredBy(resource).filter((one) => decidesThere(resource, one));
    return ignored.length ? [{ resource, ignored }] : [];
  });
  if (ignoring.length === 0) return [];
  const mentions = new EdgeMentions(clouds, everyEdge);
  return ignoring
    .filter(({ resource }) => LETS_IN.test(resource.type) || mentions.in(resource) !== undefined)
    .map(({ resource, ignored }): Finding => {
      const what = ignored.join(", ");
      const reason = `lifecycle.ignore_changes has ${what}: what is in force may differ from what is written. Take it out, or read a plan or a state`;
      return {
        ...{ code: "ignored-change", severity: "gap", place: placeOf(resource) },
        ...{ resource, argument: "lifecycle", what, reason },
      };
    });
};

const IGNORING = /ignore_changes/;
const LIFECYCLE = ["lifecycle"];

/** What a resource ignores changes of, as it is written: `all`, or the paths of arguments. */
function ignoredBy(resource: Resource): readonly string[] {
  if (resource.argumentsWith(IGNORING, LIFECYCLE).length === 0) return [];
  const found: string[] = [];
  resource.mentions((text) => {
    const { lifecycle } = JSON.parse(text) as { lifecycle?: unknown };
    const blocks = [lifecycle].flat() as ({ ignore_changes?: unknown } | undefined)[];
    found.push(...blocks.flatMap((block) => [block?.ignore_changes ?? []].flat(2).map(plain)));
    // The text of the whole resource comes first.
    return true;
  });
  return found;
}

/** A reference of HCL or a text of JSON, without the marks of a template. */
function plain(path: unknown): string {
  return String(path).replace(/^\$\{(.*)\}$/, "$1");
}

/** Whether an ignored argument decides, and is written: what is not written claims nothing. */
function decidesThere(resource: Resource, ignored: string): boolean {
  const { type } = resource;
  const written = resource.argumentsWith(/(?:)/).filter((name) => name !== "lifecycle");
  if (ignored === "all") return written.some((name) => decides(type, name));
  return decides(type, ignored) && written.includes(ignored.split(/[.[]/)[0]);
}
