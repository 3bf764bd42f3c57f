import { Check } from "../check";
import { federatedCredentials } from "../support/azure-credentials";

/** Whether a wildcard stands in front of the end of the repository or the project. */
function isWide(pattern: string): boolean {
  const [before] = pattern.split(/[*?]/);
  return before !== pattern && !/^(repo:[^/:]+\/[^/:]+:|project_path:[^:]+\/[^:]+:|organization:[^:]+:)/.test(before);
}

export const azureFlexibleWide: Check = {
  code: "azure-flexible-wide",
  severity: "high",
  title: "A flexible federated credential matches other owners or many repositories",
  gain: "Every user who can create a matching repository, under a matching owner, acts as the identity.",
  fix: "Name the owner and the repository in full: claims['sub'] matches 'repo:OWNER/REPOSITORY:ref:refs/heads/*'.",
  page: "https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials",
  find: (world) =>
    federatedCredentials(world).flatMap(({ resource, expression = "" }) => {
      const patterns = [...expression.matchAll(/claims\[['"]sub['"]\]\s+matches\s+'([^']{0,600})'/g)].map(
        ([, one]) => one,
      );
      return patterns.filter(isWide).map((pattern) => ({
        resource,
        argument: "claims_matching_expression",
        reason: `matches ${pattern}`,
      }));
    }),
};
