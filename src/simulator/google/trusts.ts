import { block, Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { isGithubIssuer } from "../../vendor/issuers/github";
import { Edge } from "../edges/edge";
import { subjectsIn, told } from "../told";
import { providerOf } from "./entrance";
import { GoogleWorld } from "./read";

/** The subjects in the conditions of pools' providers. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return configuration.resources("google_iam_workload_identity_pool_provider").flatMap((resource) => {
    const [condition = ""] = told(resource, "attribute_condition");
    const oidc = unlessUnresolved(() => block(resource.argument("oidc")), block(undefined));
    const issuer = text(oidc.issuer_uri) ?? "";
    const subjects = new Set([...subjectsIn([condition]), ...comparedIn(condition, issuer)]);
    if (subjects.size === 0) {
      const subject = condition === "" ? "every subject" : `every subject for which ${condition}`;
      return [{ subject, issuer: issuer || "an issuer that is not of OIDC", resource, isOpen: true }];
    }
    return [...subjects].map((subject) => ({ subject, issuer, resource }));
  });
}

/**
 * The texts that a condition compares the subject with; with `*` at the end of those that subjects only begin with. GitHub's
 * repositories are compared by claims of their own too.
 */
function comparedIn(condition: string, issuer: string): readonly string[] {
  if (!/\bassertion\.sub\b/.test(condition) && !isGithubIssuer(issuer)) return [];
  const literals = condition.matchAll(/(startsWith\(\s*)?(?<![\w\]]\[)(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g);
  return [...literals].map(([, begins, single, double]) => {
    const literal = (single ?? double ?? "").replace(/\\(.)/g, "$1");
    return begins === undefined ? literal : `${literal}*`;
  });
}

/** The provider of an edge, and its pool. */
export function usedBy(google: GoogleWorld, { request }: Edge): readonly (Resource | undefined)[] {
  const provider = providerOf(google, request);
  return [provider?.resource, google.poolOf(provider?.pool ?? "")?.resource];
}
