import { CloudName, KubernetesUser } from "../kubernetes/user";

/** Azure knows a user by the object id. */
export interface AzureName extends CloudName {
  readonly cloud: "azure";
  readonly objectId: string;
}

export function azureName(objectId: string): AzureName {
  return { cloud: "azure", objectId };
}

/** The object id of a user; undefined for a user of another cloud. */
export function objectIdOf({ cloudName }: Pick<KubernetesUser, "cloudName">): string | undefined {
  return cloudName.cloud === "azure" ? (cloudName as AzureName).objectId : undefined;
}
