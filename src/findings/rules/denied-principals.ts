import {
  builtInPrincipal,
  denies,
  deniesPermission,
  Edge,
  exampleOf,
  federatedAs,
  impersonatedAccount,
  nativeSource,
  permissionsOfGoogleRole,
  placeOf,
  Principal,
  projectOf,
  projectOfResource,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Deny policies of Google Cloud that are about the principal of an edge: whatever roles it has, it is refused there.
 *
 * Google Cloud IAM documentation: "Deny policies".
 */
export const deniedPrincipals: Rule = (world, now) => {
  const { google } = world;
  if (google.denials.rules.length === 0) return [];
  const found = new Map<string, Finding>();
  for (const edge of world.everyEdge) {
    if (edge.request.subcommand !== "gke") continue;
    const uses = usesOf(world, edge);
    const needed = uses.flatMap(({ permissions, project }) =>
      permissions.map((permission) => ({ permission, project })),
    );
    const projects = [...new Set(uses.map(({ project }) => project))];
    for (const principal of principalsOf(world, edge, now)) {
      for (const rule of google.denials.rules) {
        if (denies(rule, principal) === false) continue;
        if (projects.every((project) => google.denials.isOnProject(rule, project) === false)) continue;
        const denied = needed.filter(
          ({ permission, project }) =>
            deniesPermission(rule, permission) && google.denials.isOnProject(rule, project) !== false,
        );
        const sure = denied.find(
          ({ permission, project }) => google.denials.of(principal, permission, project) === rule,
        );
        const what = (sure ?? denied[0])?.permission ?? rule.permissions.join(", ");
        const place = placeOf(rule.resource);
        const reason = `denies ${what} to a principal of an edge, whatever roles it has${sure ? "" : "; where and when is not judged"}`;
        const severity = sure ? "fault" : "gap";
        const at = { place, resource: rule.resource, argument: "rules", edge, hop: "authorization", what } as const;
        const known = found.get(place);
        if (!known || (known.severity === "gap" && sure)) {
          found.set(place, { code: sure ? "missing-grant" : "unseen-grant", severity, ...at, reason });
        }
      }
    }
  }
  return [...found.values()];
};

/** What an edge asks for in a project. */
interface Use {
  /** Empty where the role's permissions are not known. */
  readonly permissions: readonly string[];
  readonly project: string;
}

/** What an edge uses on its way, and of what it was granted. */
function usesOf(world: World, edge: Edge): readonly Use[] {
  const email = impersonatedAccount(edge);
  const acting: readonly Use[] =
    email === undefined ? [] : [{ permissions: ["iam.serviceAccounts.getAccessToken"], project: projectOf(email) }];
  const { service } = edge;
  if (!service) {
    const { project = "" } = world.clusterOf(edge);
    return [...acting, { permissions: LOOKUPS, project }];
  }
  const granted = service.grants.flatMap(({ role = "", resources }) => {
    const permissions = permissionsOfGoogleRole(world.google, role) ?? [];
    return resources.map((resource) => {
      return { permissions, project: projectOfResource(world.google, resource, service.account.id) };
    });
  });
  // What grants nothing that is declared is asked for in the account's own project.
  return [...acting, ...(granted.length === 0 ? [{ permissions: [], project: service.account.id }] : granted)];
}

const LOOKUPS = ["container.clusters.get", "container.clusters.connect"];

/** What acts on the way of an edge: the pool's principal, and the service account. */
function principalsOf(world: World, edge: Edge, now: number): readonly Principal[] {
  const { source } = edge.declaration;
  const email = impersonatedAccount(edge);
  const federated = federatedAs(world.google, edge, exampleOf(source), now, source.uid);
  const native = nativeSource(edge) === "google-metadata" ? [builtInPrincipal(edge)] : [];
  return [...(federated ? [federated] : native), ...(email === undefined ? [] : [world.google.principalOf(email)])];
}
