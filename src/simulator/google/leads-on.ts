import { text, unlessUnresolved } from "../../terraform";
import { Edge, nativeSource } from "../edges/edge";
import { FurtherIdentity } from "../edges/further-identity";
import { exampleOf } from "../subjects/kinds";
import { builtInPrincipal, impersonatedAccount } from "./built-in";
import { federatedAs } from "./entrance";
import { ON_ACCOUNT, verdictOf } from "./grants";
import { givesIdentity } from "./impersonation";
import { Principal } from "./principal";
import { GoogleWorld } from "./read";

/** The service accounts that an edge's principal, or its service account, may act as, and that no edge of its subject names or declares a right on. */
export function leadsOn(
  google: GoogleWorld,
  edges: readonly Edge[],
): (edge: Edge, now: number) => readonly FurtherIdentity[] {
  const declared = new Map<string, Set<string>>();
  const asked = new Set<string>();
  for (const edge of edges) {
    const subject = subjectOf(edge);
    const known = declared.get(subject) ?? new Set();
    declared.set(subject, known.add(impersonatedAccount(edge) ?? ""));
    for (const { role = "", resources } of edge.service?.grants ?? []) {
      for (const resource of resources) {
        asked.add(grantKey(subject, role, resource.split("/serviceAccounts/")[1] ?? ""));
      }
    }
  }
  return (edge, now) => {
    if (edge.request.subcommand !== "gke") return [];
    const own = declared.get(subjectOf(edge));
    return identitiesOf(google, edge, now).flatMap((principal) =>
      google.everyGrantTo(principal).flatMap((grant): readonly FurtherIdentity[] => {
        const { role, member, resource } = grant;
        if (!givesIdentity(google, role)) return [];
        const known = (argument: string) => unlessUnresolved(() => text(resource.argument(argument)), undefined);
        const email = known("service_account_id")?.split("/").at(-1);
        // A role on a service account that an edge declares is a right like any other one that it declares.
        if (email === undefined || own?.has(email) || asked.has(grantKey(subjectOf(edge), role, email))) return [];
        const verdict = verdictOf(grant, ON_ACCOUNT);
        if (verdict === "fails") return [];
        const because = { resource, argument: "member", line: `${member} has ${role} on ${email}` };
        return [{ who: email, because, isSure: verdict === "holds" }];
      }),
    );
  };
}

function identitiesOf(google: GoogleWorld, edge: Edge, now: number): readonly Principal[] {
  const { source } = edge.declaration;
  const email = impersonatedAccount(edge);
  const first: Principal | undefined =
    nativeSource(edge) === "google-metadata"
      ? builtInPrincipal(edge)
      : federatedAs(google, edge, exampleOf(source), now, source.uid);
  return [...(first ? [first] : []), ...(email === undefined ? [] : [google.principalOf(email)])];
}

function grantKey(subject: string, role: string, email: string): string {
  return JSON.stringify([subject, role, email]);
}

function subjectOf({ declaration: { source } }: Edge): string {
  return JSON.stringify([source.issuer, source.subject]);
}
