import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readWorld, World } from "../../simulator";
import { Found, GivenVariables, isHclFolder, readHclFolder, UnreadableConfiguration } from "../../terraform";

/** What CDKTF writes into a folder. */
const SYNTHESIZED = ["manifest.json", "cdk.tf.json"];
const WAYS =
  "Give a folder that holds .tf, .tofu or .tf.json files, a folder that cdktf synth wrote, or what terraform show -json printed of a plan or a state";

/**
 * Reads what `verify` judges: folders of Terraform or OpenTofu files, synthesized folders, plans and states. What cannot be known is
 * left out and told.
 *
 * @throws UnreadableConfiguration, UnresolvedValue
 */
export async function readForVerify(paths: readonly string[], variables?: GivenVariables): Promise<World> {
  const read: (string | Found)[] = [];
  for (const path of paths) {
    if (isHclFolder(path)) read.push(await readHclFolder(path));
    else {
      refuseOthers(path);
      read.push(path);
    }
  }
  return readWorld(read, variables, { keepsUnknown: true });
}

/** @throws UnreadableConfiguration for a folder of other files, and a single file of HCL */
function refuseOthers(path: string): void {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file?.isFile() && /\.(tf|tofu)$/.test(path)) {
    throw new UnreadableConfiguration(
      path,
      "is one file of a configuration",
      `Give its folder, whose files belong together`,
    );
  }
  if (!file?.isDirectory() || SYNTHESIZED.some((name) => statSync(join(path, name), { throwIfNoEntry: false }))) return;
  const below = readdirSync(path, { withFileTypes: true })
    .filter((one) => one.isDirectory() && !one.name.startsWith(".") && isHclFolder(join(path, one.name)))
    .map(({ name }) => name);
  const wayOut = below.length ? `Give one of its folders: ${below.slice(0, 5).join(", ")}` : WAYS;
  throw new UnreadableConfiguration(
    path,
    "has no .tf, .tofu or .tf.json file, and is no folder that cdktf synth wrote",
    wayOut,
  );
}
