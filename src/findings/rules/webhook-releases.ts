import { knownReleases, placelessReleases, placeOf, Resource, strayReleases, valueFault } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Releases of webhooks that do not wire what is declared: by their values, or because they are in another cluster. */
export const webhookReleases: Rule = ({ configuration, services }) => [
  ...knownReleases(configuration).flatMap((release): readonly Finding[] => {
    const { resource } = release;
    const reason = valueFault(release);
    if (reason === undefined) return [];
    return [{ code: "pod-wiring", severity: "fault", place: placeOf(resource), resource, argument: "set", reason }];
  }),
  ...placelessReleases(configuration, services).map(({ resource, edge }): Finding => {
    const { source } = edge.declaration;
    const reason = `${providerOf(resource)} does not tell its cluster, so it is not known whether it wires ${source.subject} of ${source.cluster}`;
    return { ...GAP, place: placeOf(resource), resource, argument: "provider", edge, reason };
  }),
  ...strayReleases(configuration, services).map(({ resource, edge }): Finding => {
    const { source } = edge.declaration;
    const there = edge.webhook?.resource;
    const where = there ? `where ${providerOf(there)} of its service account leads` : "there";
    const reason = `installs the webhook where ${providerOf(resource)} leads, and none was read in the cluster ${source.cluster}, ${where}, to wire ${source.subject}`;
    return { ...GAP, place: placeOf(resource), resource, argument: "provider", edge, reason };
  }),
];

const GAP = { code: "pod-wiring", severity: "gap", hop: "source" } as const;

function providerOf({ provider }: Resource): string {
  return provider ? `the provider "${provider.key}"` : "the default provider";
}
