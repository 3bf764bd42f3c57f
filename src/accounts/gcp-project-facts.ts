import { isLiteral, problem } from "../common";
import { DOMAIN_FORM } from "../vendor/google/federation";

/** What is told of a project besides its id, by an account or by a cluster of it. */
interface ProjectFacts {
  readonly projectNumber?: string;
  readonly universeDomain?: string;
}

/** What is wrong with a project's number and universe. */
export function projectFactsProblems({ projectNumber, universeDomain }: ProjectFacts): (string | undefined)[] {
  return [
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
