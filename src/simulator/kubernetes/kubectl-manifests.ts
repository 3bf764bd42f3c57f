import { Block, block, placeOf, Resource, text, UnresolvedValue } from "../../terraform";
import { documentsIn } from "../documents/text-documents";
import { listedObjects } from "./listed-objects";

/**
 * The objects of a `kubectl_manifest`, which has them as YAML.
 *
 * @throws UnresolvedValue for what is unknown, or is neither YAML nor JSON
 */
export function kubectlManifests(resource: Resource): readonly Block[] {
  const place = placeOf(resource);
  const body = text(resource.argument("yaml_body")) ?? "";
  const { documents, rest } = documentsIn(place, body, () => true);
  if (rest.trim() === "") return documents.flatMap(({ value }) => listedObjects(block(value)));
  throw new UnresolvedValue(place, "its yaml_body is neither YAML nor JSON", "Write the manifest out");
}
