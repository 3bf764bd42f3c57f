import { placeOf, text, unlessUnresolved } from "../../simulator";
import { isGithubIssuer } from "../../vendor/issuers/github";
import { Finding, Rule } from "../finding";

/**
 * Types by which GitHub writes other subjects into its tokens, with the argument of the repository; without one it is for all
 * repositories of the organization.
 *
 * GitHub documentation: "OpenID Connect reference", section "Customizing the token claims".
 */
const TYPES: Readonly<Record<string, string | undefined>> = {
  github_actions_organization_oidc_subject_claim_customization_template: undefined,
  github_actions_repository_oidc_subject_claim_customization_template: "repository",
};

/** Templates for the subjects of an edge's jobs: which subject their tokens have by them is not simulated. */
export const customizedSubjects: Rule = ({ configuration, everyEdge }) =>
  Object.entries(TYPES).flatMap(([type, argument]) =>
    configuration.resources(type).flatMap((resource): readonly Finding[] => {
      const isDefault = unlessUnresolved(() => text(resource.argument("use_default")) === "true", false);
      if (isDefault) return [];
      const repository = argument && unlessUnresolved(() => text(resource.argument(argument)), undefined);
      const edge = everyEdge.find(({ declaration: { source } }) => {
        const [, own] = /^repo:[^/]+\/([^:]+):/.exec(source.subject) ?? [];
        return isGithubIssuer(source.issuer) && (repository === undefined || own === undefined || own === repository);
      });
      if (!edge) return [];
      const { subject } = edge.declaration.source;
      const reason = `changes the subjects of GitHub's tokens: those of ${subject} may have another one`;
      const at = { place: placeOf(resource), resource, edge, what: type };
      return [{ code: "unseen-grant", severity: "gap", ...at, hop: "exchange", reason }];
    }),
  );
