import type { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { isLiteral, problem } from "../common";
import { DOMAIN_FORM } from "../vendor/google/federation";

/** What is told of a project, by an account or by a cluster of it. */
interface ProjectFacts {
  readonly projectId?: string;
  readonly projectNumber?: string;
  readonly universeDomain?: string;
}

/** The universe that a provider names, where it is known at synth. */
export function universeOf(provider: GoogleProvider | undefined): string | undefined {
  const universe = provider?.universeDomainInput;
  return isLiteral(universe) ? universe : undefined;
}

/** What is wrong with a project's id, number and universe. Google takes the number for an id; issuers and pools of GKE have the id. */
export function projectFactsProblems(facts: ProjectFacts): (string | undefined)[] {
  const { projectId, projectNumber, universeDomain } = facts;
  return [
    isLiteral(projectId) && /^\d+$/.test(projectId)
      ? problem(
          "projectId",
          `"${projectId}" is a project's number, and names of GKE and of other stacks are made of the id`,
          "Give the id, such as acme-data, here or on the Google provider; the number is projectNumber",
          "project-id-number",
        )
      : undefined,
    isLiteral(projectNumber) && !/^\d+$/.test(projectNumber)
      ? problem(
          "projectNumber",
          `"${projectNumber}" is not a number`,
          "Give the digits that `gcloud projects describe` prints",
        )
      : undefined,
    isLiteral(universeDomain) && !DOMAIN_FORM.test(universeDomain)
      ? problem("universeDomain", `"${universeDomain}" is not a domain`, "Give a domain such as googleapis.com")
      : undefined,
  ];
}
