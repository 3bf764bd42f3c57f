import { block, isSameCluster, placeOf, StoredFiles, storedFiles, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Writes keys of a Secret that something else makes, by server-side apply. */
const PATCH = "kubernetes_secret_v1_data";

/**
 * What writes keys into a cluster secret of Argo CD beside the object that makes it: which server and stanza Argo CD reads then is not
 * compared.
 *
 * Terraform registry: "kubernetes_secret_v1_data".
 */
export const argoCdPatches: Rule = ({ configuration, argoCdSecrets }) => {
  const places = new Set(argoCdSecrets.map(({ place }) => place));
  const secrets = storedFiles(configuration).filter(
    ({ kind, resource }) => kind === "Secret" && places.has(placeOf(resource)),
  );
  if (secrets.length === 0) return [];
  return configuration.resources(PATCH).flatMap((resource): readonly Finding[] => {
    const metadata: Readonly<Record<string, unknown>> = unlessUnresolved(
      () => block(resource.argument("metadata")),
      {},
    );
    const isMeant = ({ name, namespace, provider }: StoredFiles) =>
      (metadata.name === undefined || text(metadata.name) === name) &&
      (text(metadata.namespace) ?? "default") === namespace &&
      isSameCluster(provider, resource.provider) !== false;
    const secret = secrets.find(isMeant);
    if (!secret) return [];
    const keys = ["data", "data_wo"].flatMap((name) =>
      unlessUnresolved(() => Object.keys(block(resource.argument(name))), ["keys that are not known"]),
    );
    const reason = `writes ${keys.join(", ")} into ${placeOf(secret.resource)}, a cluster secret of Argo CD: what it then holds is not compared`;
    return [{ code: "document-fault", severity: "gap", place: placeOf(resource), resource, argument: "data", reason }];
  });
};
