import {
  builtInPrincipal,
  denies,
  deniesPermission,
  Edge,
  exampleOf,
  federatedAs,
  impersonatedAccount,
  nativeSource,
  permissionsOfRole,
  placeOf,
  Principal,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Deny policies of Google Cloud that are about the principal of an edge: whatever roles it has, it is refused there.
 *
 * Google Cloud IAM documentation: "Deny policies".
 */
export const deniedPrincipals: Rule = (world, now) => {
  const rules = world.google.denyRules;
  if (rules.length === 0) return [];
  const found = new Map<string, Finding>();
  for (const edge of world.everyEdge) {
    if (edge.request.subcommand !== "gke") continue;
    const needed = neededBy(edge);
    for (const principal of principalsOf(world, edge, now)) {
      for (const rule of rules.filter((one) => denies(one, principal))) {
        const permission = needed.find((one) => deniesPermission(rule, one));
        const isSure =
          permission !== undefined && rule.condition === undefined && rule.attachedTo.startsWith("projects/");
        const what = permission ?? rule.permissions.join(", ");
        const place = placeOf(rule.resource);
        const reason = `denies ${what} to a principal of an edge, whatever roles it has${isSure ? "" : "; where and when is not judged"}`;
        const severity = isSure ? "fault" : "gap";
        const at = { place, resource: rule.resource, argument: "rules", edge, hop: "authorization", what } as const;
        const known = found.get(place);
        if (!known || (known.severity === "gap" && isSure)) {
          found.set(place, { code: isSure ? "missing-grant" : "unseen-grant", severity, ...at, reason });
        }
      }
    }
  }
  return [...found.values()];
};

/** The permissions that an edge uses on its way, and those of what it was granted. */
function neededBy(edge: Edge): readonly string[] {
  const acting = impersonatedAccount(edge) === undefined ? [] : ["iam.serviceAccounts.getAccessToken"];
  if (!edge.service) return [...acting, "container.clusters.get", "container.clusters.connect"];
  return [...acting, ...edge.service.grants.flatMap(({ role = "" }) => permissionsOfRole(role) ?? [])];
}

/** What acts on the way of an edge: the pool's principal, and the service account. */
function principalsOf(world: World, edge: Edge, now: number): readonly Principal[] {
  const { source } = edge.declaration;
  const email = impersonatedAccount(edge);
  const federated = federatedAs(world.google, edge, exampleOf(source), now, source.uid);
  const native = nativeSource(edge) === "google-metadata" ? [builtInPrincipal(edge)] : [];
  return [...(federated ? [federated] : native), ...(email === undefined ? [] : [world.google.principalOf(email)])];
}
