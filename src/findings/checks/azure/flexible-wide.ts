import { Check } from "../check";
import { federatedCredentials } from "../support/azure-credentials";

/** Whether a wildcard stands in front of the end of the repository or the project. */
function isWide(pattern: string): boolean {
  const [before] = pattern.split(/[*?]/);
  return before !== pattern && !/^(repo:[^/:]+\/[^/:]+:|project_path:[^:]+\/[^:]+:|organization:[^:]+:)/.test(before);
}

/**
 * Whether the token must also be of one reusable workflow, whose repository is written in full: that decides what runs, in whichever
 * repository of the owner. GitHub documentation: "Using OpenID Connect with reusable workflows".
 */
function isOfOneWorkflow(expression: string): boolean {
  return /\band\s+claims\[['"]job_workflow_ref['"]\]\s+(eq|matches)\s+'[^'*?/]+\/[^'*?/]+\/\.github\/workflows\/[^'*?@]+@[^']+'/.test(
    expression,
  );
}

/** Whether an owner is written in full in front of a pattern: `repo:acme/*`. */
function isOfOneOwner(pattern: string): boolean {
  return /^(repo:[^/:*?]+\/|project_path:[^/:*?]+\/)/.test(pattern);
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
      const isWorkflow = isOfOneWorkflow(expression);
      return patterns
        .filter((one) => isWide(one) && !(isWorkflow && isOfOneOwner(one)))
        .map((pattern) => ({
          resource,
          argument: "claims_matching_expression",
          reason: `matches ${pattern}`,
        }));
    }),
};
