import { ITrust } from "../i-trust";
import { folderName, tokenFile } from "../token-file";
import { sdkEnvironment } from "./environment";
import { SdkEnvironment } from "./sdk-environment";

/** Whether vendors' SDKs act by a trust, and not the exec plugin. */
export function isCloudTrust(trust: ITrust): boolean {
  return trust._sdkIdentity !== undefined;
}

/** What the SDKs read to act by trusts, in the order in which they are given. */
export function sdkEnvironmentOf(trusts: readonly ITrust[]): SdkEnvironment {
  return sdkEnvironment(
    trusts.flatMap((trust) => {
      const identity = trust._sdkIdentity?.(tokenFile(trust) ?? "");
      return identity ? [{ ...identity, name: folderName(trust.destinationId) }] : [];
    }),
  );
}
