import { gke, PROJECT } from "./support/google";
import { bound, ME, member, Parts, PODS } from "./support/gke";
import { Case, itAnswersOne } from "./support/rows";

const DNS = "https://gke-0a1b2c.europe-west4.gke.goog";
const cluster = (more: object): NonNullable<Parts["resource"]> => ({
  google_container_cluster: { euro: { project: PROJECT, location: "europe-west4", name: "euro", ...more } },
});
const endpoints = (more: object) => cluster({ control_plane_endpoints_config: [more] });
const dns = (more: object) => endpoints({ dns_endpoint_config: [more] });
const CONNECTS = { ...bound(ME), ...member("roles/container.clusterViewer") };

/**
 * What the cluster's own resource says.
 *
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster: legacy authorization gives rights beside RBAC and IAM.
 * https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster: `allow_external_traffic` controls whether
 * user traffic is allowed over the DNS endpoint, and `ip_endpoints_config.enabled` whether there are IP endpoints.
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/network-isolation: the DNS-based endpoint asks for container.clusters.connect.
 */
const CASES: readonly Case<Parts>[] = [
  [
    "legacy authorization, and nothing grants",
    { stated: {}, resource: cluster({ enable_legacy_abac: true }) },
    "authorization not simulated",
  ],
  [
    "legacy authorization by a text",
    { stated: {}, resource: cluster({ enable_legacy_abac: "true" }) },
    "authorization not simulated",
  ],
  [
    "legacy authorization beside RBAC",
    { stated: {}, resource: { ...cluster({ enable_legacy_abac: true }), ...bound(ME) } },
    "allowed",
  ],
  ["legacy authorization that was stated", { stated: { legacyAbac: true } }, "authorization not simulated"],
  [
    "no legacy authorization, and nothing grants",
    { stated: {}, resource: cluster({ enable_legacy_abac: false }) },
    "authorization 403",
  ],
  [
    "no legacy authorization by the resource, where it was stated",
    { stated: { legacyAbac: true }, resource: cluster({ enable_legacy_abac: false }) },
    "authorization 403",
  ],
  [
    "the DNS endpoint, open",
    { server: DNS, resource: { ...dns({ allow_external_traffic: true }), ...CONNECTS } },
    "allowed",
  ],
  [
    "the DNS endpoint, closed",
    { server: DNS, resource: { ...dns({ allow_external_traffic: false }), ...CONNECTS } },
    "authentication",
  ],
  [
    "the DNS endpoint, closed by a text",
    { server: DNS, resource: { ...dns({ allow_external_traffic: "false" }), ...CONNECTS } },
    "authentication",
  ],
  [
    "the DNS endpoint, open, without IAM",
    { server: DNS, resource: { ...dns({ allow_external_traffic: true }), ...bound(ME) } },
    "authentication 403",
  ],
  [
    "the DNS endpoint of a cluster that says nothing of it",
    { server: DNS, resource: { ...cluster({}), ...CONNECTS } },
    "authentication not simulated",
  ],
  ["the DNS endpoint of a cluster that was not read", { server: DNS, resource: CONNECTS }, "allowed"],
  [
    "an IP endpoint beside a closed DNS endpoint",
    { resource: { ...dns({ allow_external_traffic: false }), ...bound(ME) } },
    "allowed",
  ],
  [
    "an IP endpoint that is off",
    { resource: { ...endpoints({ ip_endpoints_config: [{ enabled: false }] }), ...bound(ME) } },
    "authentication",
  ],
  [
    "an IP endpoint that is on",
    { resource: { ...endpoints({ ip_endpoints_config: [{ enabled: true }] }), ...bound(ME) } },
    "allowed",
  ],
  [
    "the DNS endpoint beside IP endpoints that are off",
    {
      server: DNS,
      resource: {
        ...endpoints({
          dns_endpoint_config: [{ allow_external_traffic: true }],
          ip_endpoints_config: [{ enabled: false }],
        }),
        ...CONNECTS,
      },
    },
    "allowed",
  ],
  [
    "the DNS endpoint by a custom role",
    {
      server: DNS,
      resource: {
        google_project_iam_custom_role: {
          own: { project: PROJECT, role_id: "own", title: "o", permissions: ["container.clusters.connect"] },
        },
        ...member(`projects/${PROJECT}/roles/own`),
        ...bound(ME),
      },
    },
    "allowed",
  ],
  [
    "the DNS endpoint by a custom role that only looks up",
    {
      server: DNS,
      resource: {
        google_project_iam_custom_role: {
          own: { project: PROJECT, role_id: "own", title: "o", permissions: ["container.clusters.get"] },
        },
        ...member(`projects/${PROJECT}/roles/own`),
        ...bound(ME),
      },
    },
    "authentication 403",
  ],
  [
    "the DNS endpoint by a custom role that is deprecated, which still counts",
    {
      server: DNS,
      resource: {
        google_project_iam_custom_role: {
          own: {
            project: PROJECT,
            role_id: "own",
            title: "o",
            permissions: ["container.clusters.connect"],
            stage: "DEPRECATED",
          },
        },
        ...member(`projects/${PROJECT}/roles/own`),
        ...bound(ME),
      },
    },
    "allowed",
  ],
  [
    "a client certificate, which is of no edge",
    {
      resource: {
        ...cluster({ master_auth: [{ client_certificate_config: [{ issue_client_certificate: true }] }] }),
        ...bound(ME),
      },
    },
    "allowed",
  ],
];

describe("the state of a GKE cluster", () => {
  itAnswersOne(CASES, { from: "corp:deploy/deployer", to: "euro", ...PODS }, gke);
});
