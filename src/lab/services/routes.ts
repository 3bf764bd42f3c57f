import { World } from "../../simulator";
import { awsServiceHosts, GLOBAL_S3_HOSTS } from "../../vendor/aws/service-hosts";
import { AZURE_CLOUDS, azureCloudByName } from "../../vendor/azure/clouds";
import { AZURE_SERVICE_DOMAINS } from "../../vendor/azure/service-domains";
import { Clock } from "../clock";
import { AwsSessions } from "../clouds/aws-sessions";
import { Entra } from "../clouds/entra";
import { GoogleTokens } from "../clouds/google";
import { universesOf } from "../clouds/universes";
import { Journal } from "../journal";
import { Handler } from "../network/http";
import { AwsCaller } from "./aws-caller";
import { awsJson } from "./aws-json";
import { AwsS3 } from "./aws-s3";
import { AzureBlob } from "./azure-blob";
import { AzureCaller } from "./azure-caller";
import { GoogleCaller } from "./google-caller";
import { googleSecrets } from "./google-secrets";
import { GoogleStorage } from "./google-storage";
import { keyVault } from "./key-vault";

/** What the players of services share. */
export interface ServiceParts {
  readonly world: World;
  readonly sessions: AwsSessions;
  readonly google: GoogleTokens;
  readonly entra: Entra;
  readonly journal: Journal;
  readonly clock: Clock;
}

/**
 * The clouds' services under their real names, in the partitions, Azure clouds and universes that edges lead to; `*.` stands for any
 * one label. None is played where no edge leads to services.
 */
export function serviceRoutes(parts: ServiceParts): readonly (readonly [host: string, handler: Handler])[] {
  const { world, sessions, google, entra, journal, clock } = parts;
  if (world.services.length === 0) return [];
  const declared = world.services.flatMap(({ service }) => service.grants.flatMap(({ resources }) => resources));
  const buckets = declared.flatMap((arn) => /^arn:[^:]+:s3:::([^/*?]+)/.exec(arn)?.[1] ?? []);
  const awsCaller = new AwsCaller(world, sessions, journal, clock);
  const s3 = new AwsS3(awsCaller, [...new Set(buckets)]);
  const json = awsJson(awsCaller);
  const home = world.services.find(({ service }) => service.account.cloud === "google")?.service.account.id ?? "";
  const googleCaller = new GoogleCaller(world, google, journal, clock, home);
  const storage = new GoogleStorage(googleCaller);
  const regions = [...new Set(world.services.flatMap(({ service }) => service.client.region ?? []))];
  const azureClouds = new Set(world.services.map(({ service }) => azureCloudByName(service.client.cloud)));
  return [
    ...[...regions.flatMap((region) => awsServiceHosts("s3", region)), ...GLOBAL_S3_HOSTS].map(
      (host) => [host, s3.handler] as const,
    ),
    ...regions
      .flatMap((region) => [...awsServiceHosts("secretsmanager", region), ...awsServiceHosts("ssm", region)])
      .map((host) => [host, json] as const),
    ...[...universesOf(world)].flatMap((universe) => [
      [`storage.${universe}`, storage.handler] as const,
      [`secretmanager.${universe}`, googleSecrets(googleCaller)] as const,
    ]),
    ...[...azureClouds].flatMap((cloud = AZURE_CLOUDS[0]) => {
      const caller = new AzureCaller(world, entra, journal, clock, cloud);
      const { blobs, vault } = AZURE_SERVICE_DOMAINS[cloud.name];
      return [[`*.${blobs}`, new AzureBlob(caller).handler] as const, [`*.${vault}`, keyVault(caller)] as const];
    }),
  ];
}
