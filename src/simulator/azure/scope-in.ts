/**
 * The namespaces of a cluster that a scope of Azure is about, as namespaces or as managed ones; undefined for the whole of it.
 * Which subscriptions a management group has is not known, so that it may be about any cluster.
 */
export function scopeIn(cluster: string, scope: string): readonly string[] | undefined | "elsewhere" {
  const own = scope.toLowerCase().replace(/\/$/, "");
  const [, namespace] = own.startsWith(`${cluster}/`) ? (/\/(?:managed)?namespaces\/([^/]+)$/.exec(own) ?? []) : [];
  if (namespace !== undefined) return [namespace];
  const holds = own === cluster || cluster.startsWith(`${own}/`) || /^\/providers\/microsoft\.management\//.test(own);
  return holds ? undefined : "elsewhere";
}
