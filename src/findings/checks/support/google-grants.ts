import { isUnknown, Resource, withSources, World } from "../../../simulator";
import { textOf, textsOf } from "./arguments";
import { once } from "./once";
import { parsedAs } from "./policy-document";

/** One member of one role, on whatever the resource is about. */
export interface GoogleGrant {
  readonly resource: Resource;
  readonly role: string;
  readonly member: string;
  /** The argument that holds the member. */
  readonly argument: string;
}

const MEMBERS = /^google_\w+_iam_(member|binding|policy)$/;

/** Every grant of IAM, whatever it is on. */
export const googleGrants = once(({ configuration }): readonly GoogleGrant[] =>
  configuration.everyResource().flatMap((resource): readonly GoogleGrant[] => {
    if (!MEMBERS.test(resource.type)) return [];
    if (resource.type.endsWith("_policy")) return inPolicy(resource);
    const role = textOf(resource, "role") ?? "";
    const argument = resource.type.endsWith("_member") ? "member" : "members";
    return textsOf(resource, argument).map((member) => ({ resource, role, member, argument }));
  }),
);

function inPolicy(resource: Resource): readonly GoogleGrant[] {
  const data = textOf(resource, "policy_data") ?? "";
  const { bindings } = ((isUnknown(data) ? undefined : parsedAs(data)) ?? {}) as { bindings?: unknown };
  const all = Array.isArray(bindings) ? (bindings as { role?: unknown; members?: unknown }[]) : [];
  return all.flatMap(({ role, members }) =>
    [members ?? []].flat().map((member: unknown) => ({
      ...{ resource, role: String(role), member: typeof member === "string" ? member : "", argument: "policy_data" },
    })),
  );
}

/** Whether a member is a workload of a cluster or an issuer's subject, or many of them. */
function isWorkload(member: string): boolean {
  return (
    /^principal(Set)?:\/\/iam\.[^/]+\/.*\/?workloadIdentityPools\//.test(member) ||
    /^serviceAccount:[^\[]+\.svc\.id\.goog\[/.test(member)
  );
}

const IMPERSONATION = /^roles\/iam\.(workloadIdentityUser|serviceAccountTokenCreator)$/;

/** What service accounts that workloads impersonate are known by. */
const impersonated = once((world: World): ReadonlySet<string> => {
  const on = googleGrants(world).filter(
    ({ resource, role, member }) =>
      resource.type.startsWith("google_service_account_iam_") && IMPERSONATION.test(role) && isWorkload(member),
  );
  return new Set(on.map(({ resource }) => accountKey(textOf(resource, "service_account_id") ?? "")));
});

/** The grants to workloads, and to the service accounts that they impersonate. */
export const grantsToWorkloads = once((world: World): readonly GoogleGrant[] =>
  googleGrants(world).filter(
    ({ member }) =>
      isWorkload(member) || (member.startsWith("serviceAccount:") && impersonated(world).has(accountKey(member))),
  ),
);

/** A service account by its email, or by the resource that makes it, however it is referred to. */
function accountKey(text: string): string {
  const [, address] =
    /((?:[\w.[\]"-]*\.)?google_service_account\.[\w-]+(?:\[[^\]]*\])?)\.\w+/.exec(withSources(text)) ?? [];
  return (
    address ??
    text
      .replace(/^serviceAccount:/, "")
      .split("/")
      .at(-1) ??
    ""
  );
}
