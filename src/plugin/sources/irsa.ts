import { AWS_ROLE_ARN, AWS_TOKEN_FILE } from "../variables";
import { RESTART_POD, Source, variableOf } from "./source";
import { subjectFromFile } from "./token-file";

/** The token of an EKS pod with a role of its own ("IAM roles for service accounts", Amazon EKS User Guide). */
export const irsa: Source = {
  name: "irsa",
  variables: [AWS_ROLE_ARN, AWS_TOKEN_FILE],
  read: (run, { kind, needs }) => {
    const file = variableOf(run, AWS_TOKEN_FILE, "irsa", RESTART_POD);
    if (kind !== "eks") return subjectFromFile(file, AWS_TOKEN_FILE, needs);
    const throughRole = variableOf(run, AWS_ROLE_ARN, "irsa", RESTART_POD);
    return { ...subjectFromFile(file, AWS_TOKEN_FILE, { ...needs, audiences: [] }), throughRole };
  },
};
