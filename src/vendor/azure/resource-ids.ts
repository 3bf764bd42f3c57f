/** The parts of a resource id that Azure compares without regard to case and that azurerm wants in one spelling. */
const FORM = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/([^/]+)\/([^/]+)$/i;

/**
 * A resource's id as azurerm takes it: `az` prints `resourcegroups`, the portal other spellings. A text that is no id of the
 * type stays as it is.
 *
 * @param type provider and type in azurerm's spelling: `Microsoft.ContainerService/managedClusters`
 */
export function canonicalResourceId(id: string, type: string): string {
  const [, subscription, group, provider, kind, name] = FORM.exec(id) ?? [];
  if (provider === undefined || `${provider}/${kind}`.toLowerCase() !== type.toLowerCase()) return id;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;
}
