import { Member } from "./fleet";

/** The bucket of a member's account or project. */
export function bucketOf({ id }: Member): string {
  return `acme-${id}-exports`;
}

/** The key vault of a member's subscription. */
export function vaultOf({ id, account }: Member): string {
  return `/subscriptions/${account}/resourceGroups/${id}/providers/Microsoft.KeyVault/vaults/${id}`;
}
