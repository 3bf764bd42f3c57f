import { Block, blocks, text } from "../../terraform";

/**
 * The objects of a manifest: those of a list, or itself. kubectl and Terraform's providers apply each item of a `List`, which no API
 * server has as a kind; the items of a `RoleBindingList` need not say what they are.
 *
 * Kubernetes documentation: "Kubernetes API Concepts", section on collections
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#collections)
 */
export function listedObjects(manifest: Block): readonly Block[] {
  const kind = text(manifest.kind) ?? "";
  if (!kind.endsWith("List") || !Array.isArray(manifest.items)) return [manifest];
  const own = kind === "List" ? {} : { apiVersion: manifest.apiVersion, kind: kind.slice(0, -"List".length) };
  return blocks(manifest.items).flatMap((item) => listedObjects({ ...own, ...item }));
}
