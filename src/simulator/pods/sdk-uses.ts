import { Configuration } from "../../terraform";
import { awsUses } from "./aws-sdk";
import { azureUses } from "./azure-sdk";
import { googleUses } from "./google-sdk";
import { Container, Pod } from "./pod";
import { SdkSettings, SdkUse } from "./sdk-use";

/** The identities that vendors' SDKs act as in a container, by its variables and files. */
export function sdkUses(configuration: Configuration, pod: Pod, container: Container): readonly SdkUse[] {
  const settings = new SdkSettings(configuration, pod, container);
  return [awsUses, azureUses, googleUses].flatMap((uses) => uses(settings));
}
