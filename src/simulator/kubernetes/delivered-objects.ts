import { asResource, Block, block, Configuration, placeOf, Resource, text, UnresolvedValue } from "../../terraform";
import { TARGET_ANNOTATION } from "../../trust-declaration";
import { decoded, documentsIn } from "../documents/text-documents";
import { listedObjects } from "./listed-objects";
import { bindingOf, RBAC_GROUP, RBAC_VERSION, RbacObject, RbacObjects, roleOf } from "./rbac-objects";
import { Binding, Role } from "./rbac";

const DELIVERED = new RegExp(TARGET_ANNOTATION);
/** Objects that Terraform creates in the cluster of their provider. */
const CREATED = /^kubernetes_((cluster_)?role(_binding)?(_v1)?|manifest)$/;

/**
 * The RBAC objects that Terraform renders and others apply: manifests in outputs and in resources of whatever type, of which
 * the bindings' annotation tells the cluster. An object without it belongs to the cluster that the others of its place name.
 */
export function deliveredObjects(configuration: Configuration): RbacObjects {
  const places = [
    ...configuration.outputs.filter((output) => output.matches(DELIVERED)).map(asResource),
    ...configuration
      .resourcesWith(DELIVERED)
      .filter(({ type }) => !CREATED.test(type))
      .map(withoutProvider),
  ];
  const bindings: RbacObject<Binding>[] = [];
  const roles: RbacObject<Role>[] = [];
  const unknown: UnresolvedValue[] = [];
  const known = new Set<string>();
  for (const resource of places) {
    try {
      for (const manifest of manifestsAt(resource)) {
        const key = JSON.stringify(manifest);
        if (known.has(key)) continue;
        known.add(key);
        const kind = text(manifest.kind) ?? "";
        const metadata = () => block(manifest.metadata);
        if (kind.endsWith("Binding")) {
          bindings.push({ resource, metadata, read: () => bindingOf(resource, kind, manifest) });
        } else roles.push({ resource, metadata, read: () => roleOf(kind, manifest) });
      }
    } catch (error) {
      if (!(error instanceof UnresolvedValue)) throw error;
      unknown.push(error);
    }
  }
  return { bindings, roles, unknown };
}

/** A file's provider is not the cluster that the file's objects are for. */
function withoutProvider(resource: Resource): Resource {
  return Object.create(resource, { provider: { value: undefined } }) as Resource;
}

/** @throws UnresolvedValue */
function manifestsAt(resource: Resource): readonly Block[] {
  const place = placeOf(resource);
  const found = resource.argumentsWith(DELIVERED).flatMap((name) => manifestsIn(place, resource.argument(name)));
  const clusters = new Set(found.map(clusterOf).filter((cluster) => cluster !== undefined));
  return found.map((manifest) => {
    if (clusterOf(manifest) !== undefined) return manifest;
    const [cluster, another] = clusters;
    if (cluster !== undefined && another === undefined) return inCluster(manifest, cluster);
    const name = text(block(manifest.metadata).name) ?? "";
    const reason = `holds the ${text(manifest.kind)} "${name}", and does not tell its cluster`;
    throw new UnresolvedValue(place, reason, `Give it the annotation ${TARGET_ANNOTATION}`);
  });
}

function clusterOf({ metadata }: Block): string | undefined {
  return text(block(block(metadata).annotations)[TARGET_ANNOTATION]);
}

function inCluster(manifest: Block, cluster: string): Block {
  const metadata = block(manifest.metadata);
  const annotations = { ...block(metadata.annotations), [TARGET_ANNOTATION]: cluster };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

function manifestsIn(place: string, value: unknown): readonly Block[] {
  if (typeof value === "string") return manifestsInText(place, value);
  if (typeof value !== "object" || value === null) return [];
  if (isRbac(value as Block)) return listedObjects(value as Block);
  return Object.values(value).flatMap((part) => manifestsIn(place, part));
}

function manifestsInText(place: string, value: string): readonly Block[] {
  const inner = value.includes(TARGET_ANNOTATION) ? value : decoded(value);
  if (inner === undefined || !inner.includes(TARGET_ANNOTATION)) return [];
  const { documents } = documentsIn(place, inner, (one) => one.includes(RBAC_GROUP));
  return documents.flatMap((document) => manifestsIn(place, document.value));
}

function isRbac({ apiVersion, kind }: Block): boolean {
  return apiVersion === RBAC_VERSION && typeof kind === "string";
}
