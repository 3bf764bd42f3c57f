import {
  Configuration,
  idleReleases,
  knownReleases,
  placelessReleases,
  placeOf,
  Resource,
  strayReleases,
  valueFault,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/** Releases of webhooks that do not wire what is declared: by their values, or because they are in another cluster. */
export const webhookReleases: Rule = ({ configuration, services }) => {
  const providerOf = providersIn(configuration);
  return [
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
    ...idleReleases(configuration, services).map(({ place, edge }): Finding => {
      const { source } = edge.declaration;
      const reason = `is made not once, by its count or for_each, and nothing else that was read installs the webhook in the cluster ${source.cluster}, to wire ${source.subject}`;
      return { ...GAP, place, edge, reason };
    }),
  ];
};

const GAP = { code: "pod-wiring", severity: "gap", hop: "source" } as const;

/** Names the provider of a resource, which a state does not show. */
function providersIn(configuration: Configuration): (resource: Resource) => string {
  return (resource) => {
    if (resource.provider) return `the provider "${resource.provider.key}"`;
    return configuration.locate(resource).isShown ? "a provider that the state does not show" : "the default provider";
  };
}
