import { Configuration, gather, placeOf, Resource } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Resources and data sources that name a provider which nothing configures: Terraform makes and asks none of them. And resources that
 * name none, where each provider of the kind has an alias: Terraform takes an empty one, which the environment configures.
 *
 * Terraform documentation: "provider block reference".
 */
export const unconfiguredProviders: Rule = ({ configuration }) => [
  ...[...configuration.everyResource(), ...configuration.everyDataSource()].flatMap((resource): readonly Finding[] => {
    const { namedProvider, provider } = resource;
    if (namedProvider === undefined || provider) return [];
    const reason = `names the provider "${namedProvider}", which nothing configures, so Terraform does not make it`;
    const found = { place: placeOf(resource), resource, argument: "provider", what: namedProvider };
    return [{ code: "unconfigured-provider", severity: "fault", ...found, reason }];
  }),
  ...ofEmptyProviders(configuration).map(({ kind, aliases, resources: [resource, ...others] }): Finding => {
    const more = others.length === 0 ? "" : `, as ${others.length} more of the stack do`;
    const reason = `names no provider${more}, and the stack configures ${aliases.join(", ")} alone: Terraform takes an empty "${kind}", so the environment tells where it is made`;
    const found = { place: placeOf(resource), resource, argument: "provider", what: kind };
    return { code: "unconfigured-provider", severity: "gap", ...found, reason };
  }),
];

/** The resources of a stack for which Terraform takes an empty provider. */
interface OfEmptyProvider {
  readonly kind: string;
  readonly aliases: readonly string[];
  readonly resources: readonly Resource[];
}

function ofEmptyProviders(configuration: Configuration): readonly OfEmptyProvider[] {
  const aliases = new Map<string, string[]>();
  for (const { stack, key } of configuration.providers) {
    const kind = `${stack} ${key.split(".")[0]}`;
    gather(aliases, kind, key);
  }
  const found = new Map<string, Resource[]>();
  for (const resource of configuration.everyResource()) {
    if (resource.namedProvider !== undefined || resource.provider) continue;
    const kind = `${resource.stack} ${resource.type.split("_")[0]}`;
    if (aliases.has(kind)) gather(found, kind, resource);
  }
  return [...found].map(([kind, resources]) => ({
    ...{ kind: resources[0].type.split("_")[0], aliases: aliases.get(kind) ?? [], resources },
  }));
}
