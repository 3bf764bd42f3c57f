import { awsWebIdentity } from "./aws-web-identity";
import { azureManagedIdentity } from "./azure-managed-identity";
import { azureWorkloadIdentity } from "./azure-workload-identity";
import { credentialFile } from "./credential-file";
import { ec2 } from "./ec2";
import { eksPodIdentity } from "./eks-pod-identity";
import { githubActions } from "./github-actions";
import { googleIdToken, googleMetadata } from "./google-metadata";
import { irsa } from "./irsa";
import { Source, SourceName } from "./source";
import { tokenFile } from "./token-file";
import { tokenVariable } from "./token-variable";

/** Every source, by the name that `--source` takes. */
const BY_NAME: { readonly [name in SourceName]: Source } = {
  "token-file": tokenFile,
  "token-variable": tokenVariable,
  "credential-file": credentialFile,
  "github-actions": githubActions,
  irsa,
  "eks-pod-identity": eksPodIdentity,
  ec2,
  "aws-web-identity": awsWebIdentity,
  "google-metadata": googleMetadata,
  "google-id-token": googleIdToken,
  "azure-workload-identity": azureWorkloadIdentity,
  "azure-managed-identity": azureManagedIdentity,
};

/** Every source, in the order in which messages name them. */
export const SOURCES: readonly Source[] = Object.values(BY_NAME);
