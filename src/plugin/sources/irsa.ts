import { TokenSubject } from "../credential";
import { Run } from "../run";
import { AWS_ROLE_ARN, AWS_SESSION_NAME, AWS_TOKEN_FILE } from "../variables";
import { RESTART_POD, Source, SourceName, variableOf } from "./source";
import { TokenNeeds } from "./subject-token";
import { subjectFromFile } from "./token-file";

/** The token of an EKS pod with a role of its own ("IAM roles for service accounts", Amazon EKS User Guide). */
export const irsa: Source = {
  name: "irsa",
  variables: [AWS_ROLE_ARN, AWS_TOKEN_FILE],
  read: (run, { kind, needs }) => {
    const file = variableOf(run, AWS_TOKEN_FILE, "irsa", RESTART_POD);
    if (kind !== "eks") return subjectFromFile(file, AWS_TOKEN_FILE, needs);
    return subjectOfRole(run, "irsa", file, { ...needs, audiences: [] });
  },
};

/** The subject whose token stands for the pod's own role. */
export function subjectOfRole(run: Run, source: SourceName, file: string, needs: TokenNeeds): TokenSubject {
  const throughRole = variableOf(run, AWS_ROLE_ARN, source, RESTART_POD);
  return { ...subjectFromFile(file, AWS_TOKEN_FILE, needs), throughRole, roleSession: run.env[AWS_SESSION_NAME] };
}
