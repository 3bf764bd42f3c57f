import { AZURE_TOKEN_FILE } from "../variables";
import { RESTART_POD, Source, variableOf } from "./source";
import { subjectFromFile } from "./token-file";

/** The token that Azure's webhook projects into a pod ("Microsoft Entra Workload ID with AKS"). */
export const azureWorkloadIdentity: Source = {
  name: "azure-workload-identity",
  variables: [AZURE_TOKEN_FILE],
  read: (run, { needs }) =>
    subjectFromFile(variableOf(run, AZURE_TOKEN_FILE, "azure-workload-identity", RESTART_POD), AZURE_TOKEN_FILE, needs),
};
