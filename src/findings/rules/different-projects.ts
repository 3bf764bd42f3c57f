import { placeOf, Resource, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Pools and pool providers that are in another project than the edges' pools of the same id: no project's number tells that they
 * belong together, so a provider would be made in a project that has no such pool.
 */
export const differentProjects: Rule = ({ configuration, google }) => {
  const projectOf = (resource: Resource) => google.projectIdOf(resource);
  const known = (resource: Resource, argument: string) =>
    unlessUnresolved(() => text(resource.argument(argument)), undefined);
  const pools = configuration.resources("google_iam_workload_identity_pool");
  return configuration
    .resources("google_iam_workload_identity_pool_provider")
    .flatMap((provider): readonly Finding[] => {
      const id = known(provider, "workload_identity_pool_id");
      const own = projectOf(provider);
      const same = pools.filter(
        (one) => one.stack === provider.stack && known(one, "workload_identity_pool_id") === id,
      );
      // Each project of a stack may have a pool of this id.
      const [pool] = same;
      const other = same.length > 0 ? projectOf(pool) : undefined;
      if (own === undefined || other === undefined || same.some((one) => projectOf(one) === own)) return [];
      return [pool, provider].map((resource): Finding => {
        const reason = `the pool ${id} is in the project ${other}, and its provider in ${own}`;
        const at = { place: placeOf(resource), resource, argument: "project", what: projectOf(resource) };
        return { code: "refused-object", severity: "fault", ...at, hop: "exchange", reason };
      });
    });
};
