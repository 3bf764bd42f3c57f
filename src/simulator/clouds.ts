import { Configuration } from "../terraform";
import { Aws } from "./aws";
import { Azure } from "./azure";
import { Google } from "./google";

/** Every cloud by its name: a further cloud is a folder and a line here. */
export const CLOUDS = { aws: Aws, google: Google, azure: Azure };

type Begun<Folder extends { begin(configuration: () => Configuration): unknown }> = ReturnType<Folder["begin"]>;

/** What each cloud was told, by the cloud's name. */
export type CloudFacts = {
  readonly [Name in keyof typeof CLOUDS]: ReturnType<Begun<(typeof CLOUDS)[Name]>["read"]>["facts"];
};
