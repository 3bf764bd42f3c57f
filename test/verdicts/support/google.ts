import { CA, kubeconfig } from "./documents";

export const PROJECT = "acme-euro";
export const NUMBER = "210987654321";
export const ISSUER = "https://issuer.example/tenants/Acme";
export const SUBJECT = "system:serviceaccount:deploy:deployer";
export const SERVER = "https://34.90.12.7";
const POOLS = `projects/${NUMBER}/locations/global/workloadIdentityPools`;

/** A provider's resource name, which is also the audience of its exchange with `//iam.googleapis.com/` before it. */
export const provider = (pool: string, name = "kubernetes"): string => `${POOLS}/${pool}/providers/${name}`;
export const audience = (pool: string, name?: string): string => `//iam.googleapis.com/${provider(pool, name)}`;
export const tokenAudience = (pool: string, name?: string): string =>
  `https://iam.googleapis.com/${provider(pool, name)}`;
export const principal = (pool: string, subject = SUBJECT): string =>
  `principal://iam.googleapis.com/${POOLS}/${pool}/subject/${subject}`;
export const principalSet = (pool: string, rest: string): string =>
  `principalSet://iam.googleapis.com/${POOLS}/${pool}/${rest}`;

export interface Provider {
  readonly mapping?: Readonly<Record<string, string>>;
  readonly condition?: string;
  readonly oidc?: object;
  readonly more?: object;
  readonly pool?: object;
}

/** Pools by their ids, each with the provider `kubernetes`. */
export function pools(
  providers: Readonly<Record<string, Provider>>,
): Readonly<Record<string, Readonly<Record<string, object>>>> {
  const all = Object.entries(providers);
  return {
    google_iam_workload_identity_pool: Object.fromEntries(
      all.map(([id, { pool }]) => [id, { project: PROJECT, workload_identity_pool_id: id, ...pool }]),
    ),
    google_iam_workload_identity_pool_provider: Object.fromEntries(
      all.map(([id, { mapping, condition, oidc, more }]) => [
        id,
        {
          project: PROJECT,
          workload_identity_pool_id: `\${google_iam_workload_identity_pool.${id}.workload_identity_pool_id}`,
          workload_identity_pool_provider_id: "kubernetes",
          attribute_mapping: mapping ?? { "google.subject": "assertion.sub" },
          ...(condition !== undefined && { attribute_condition: condition }),
          oidc: { issuer_uri: ISSUER, allowed_audiences: [tokenAudience(id)], ...oidc },
          ...more,
        },
      ]),
    ),
  };
}

/** A GKE cluster `euro` and an edge into it from `corp:deploy/deployer` by the pool `own`. */
export function gke(parts: {
  readonly own?: Provider;
  readonly user?: string;
  readonly args?: readonly string[];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly data?: object;
  readonly stated?: object;
  readonly output?: object;
  readonly server?: string;
}): object {
  const user = parts.user ?? principal("own");
  const edge = kubeconfig({
    source: { cluster: "corp", issuer: ISSUER, subject: SUBJECT },
    target: {
      cluster: "euro",
      name: `//container.googleapis.com/projects/${PROJECT}/locations/europe-west4/clusters/euro`,
      server: parts.server ?? SERVER,
      stated: parts.stated ?? { legacyAbac: false },
    },
    audience: tokenAudience("own"),
    principal: principal("own"),
    user,
    args: ["gke", "--audience", audience("own"), "--universe-domain", "googleapis.com", ...(parts.args ?? [])],
  });
  return {
    provider: {
      google: [{ project: PROJECT }],
      kubernetes: [{ host: parts.server ?? SERVER, cluster_ca_certificate: `\${base64decode("${CA}")}`, token: "x" }],
    },
    ...(parts.data === undefined ? {} : { data: parts.data }),
    resource: {
      ...pools({ own: parts.own ?? { condition: `assertion.sub == '${SUBJECT}'` } }),
      ...parts.resource,
    },
    output: { edge, ...parts.output },
  };
}
