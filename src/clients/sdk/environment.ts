import { awsEnvironment, AwsSdkIdentity } from "./aws";
import { azureEnvironment, AzureSdkIdentity } from "./azure";
import { googleEnvironment, GoogleSdkIdentity } from "./google";
import { SdkEnvironment } from "./sdk-environment";
import { shadowsIn } from "../../vendor/sdk-variables";

/** What a container acts as in one account. */
export type SdkIdentity = AwsSdkIdentity | AzureSdkIdentity | GoogleSdkIdentity;

/** What the SDKs of every cloud read, for the identities of one service account. The first of each cloud is the default. */
export function sdkEnvironment(identities: readonly SdkIdentity[]): SdkEnvironment {
  const parts = [
    awsEnvironment(identities.filter((one) => one.cloud === "aws")),
    azureEnvironment(identities.filter((one) => one.cloud === "azure")),
    googleEnvironment(identities.filter((one) => one.cloud === "google")),
  ];
  return { variables: parts.flatMap(({ variables }) => variables), files: parts.flatMap(({ files }) => files) };
}

/** The variables of a container that would keep the SDKs from using the wiring: static credentials, and a second value of ours. */
export function shadowingVariables(names: readonly string[], environment: SdkEnvironment): string[] {
  const ours = new Set(environment.variables.map(({ name }) => name));
  const shadows = new Set(
    shadowsIn([...environment.variables, ...names.map((name) => ({ name }))], ({ value }) => value !== undefined).map(
      ({ name }) => name,
    ),
  );
  return names.filter((name) => ours.has(name) || shadows.has(name));
}
