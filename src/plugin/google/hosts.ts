import { parseUrl } from "../http/endpoint";

/**
 * A URL that is https and of a service at a universe's domain: at its own host, at a Private Service Connect endpoint
 * (`sts-NAME.p.googleapis.com`) or at a regional one (`sts.REGION.rep.googleapis.com`, and the older forms that Google's
 * libraries take: `REGION-sts`, `sts.REGION` and `REGION.sts`). Only Google can hold a certificate for any of them.
 *
 * @param path the form of its path
 * @returns undefined for any other value
 * @see https://docs.cloud.google.com/vpc/docs/private-service-connect — "About accessing Google APIs through endpoints"
 */
export function serviceUrl(value: unknown, service: string, domain: string, path: RegExp): URL | undefined {
  const url = typeof value === "string" ? parseUrl(value) : undefined;
  if (!url?.hostname.endsWith(`.${domain}`)) return undefined;
  const one = "[a-z0-9-]+";
  const host = new RegExp(`^(${service}(-${one}\\.p|\\.${one}(\\.rep)?)?|${one}[.-]${service})$`);
  const fits = host.test(url.hostname.slice(0, -1 - domain.length)) && path.test(url.pathname);
  // Nothing else may be in it: no user, no port, no query.
  return fits && url.href === `https://${url.hostname}${url.pathname}` ? url : undefined;
}
