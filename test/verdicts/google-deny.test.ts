import { Expected, inWords, verdicts } from "./support/ask";
import { audience, gke, principal, principalSet, PROJECT } from "./support/google";
import { Objects, on, READ, stack, VIEWER } from "./support/google-services";
import { bound, EMAIL, impersonated, ME, member, onRobot, Parts, PODS } from "./support/gke";
import { Case, itAnswersOne } from "./support/rows";

const TAG = "resource.matchTag('1/env', 'prod')";
const TOKEN = "iam.googleapis.com/serviceAccounts.getAccessToken";
const CONNECT = "container.googleapis.com/clusters.connect";

interface Rule {
  readonly permissions: readonly string[];
  readonly principals?: readonly string[];
  readonly more?: object;
  readonly condition?: string;
  readonly at?: string;
}

/** A deny policy with one rule, in the project unless it is attached elsewhere. */
const denied = ({ permissions, principals = [ME], more, condition, at = `projects/${PROJECT}` }: Rule): Objects => ({
  google_iam_deny_policy: {
    no: {
      parent: encodeURIComponent(`cloudresourcemanager.googleapis.com/${at}`),
      name: "no",
      rules: [
        {
          deny_rule: [
            {
              denied_principals: principals,
              denied_permissions: permissions,
              ...(condition !== undefined && { denial_condition: [{ title: "when", expression: condition }] }),
              ...more,
            },
          ],
        },
      ],
    },
  },
});

const USER = "roles/iam.workloadIdentityUser";
const acting = (rule: Rule): Parts => impersonated({ ...onRobot(USER), ...denied(rule) });
const DNS = "https://gke-0a1b2c.europe-west4.gke.goog";
const byDns = (rule?: Rule, role = "roles/container.clusterViewer"): Parts => ({
  server: DNS,
  resource: { ...bound(ME), ...member(role), ...(rule && denied(rule)) },
});

/**
 * Deny policies on the way into a cluster.
 *
 * https://docs.cloud.google.com/iam/docs/deny-overview: a rule denies whatever roles a principal has, where its condition is true or
 * cannot be evaluated; it asks for tags of the resource. Rules of folders and organizations are inherited. What decides and was not
 * read is no yes: docs/lab.md, "can-i".
 * https://docs.cloud.google.com/iam/docs/create-short-lived-credentials-direct: a token of a service account asks for
 * iam.serviceAccounts.getAccessToken.
 * https://docs.cloud.google.com/kubernetes-engine/docs/concepts/network-isolation: the DNS-based endpoint asks for
 * container.clusters.connect before RBAC; IP-based endpoints do not.
 */
const CLUSTER: readonly Case<Parts>[] = [
  ["tokens under a condition", acting({ permissions: [TOKEN], condition: TAG }), "impersonation not simulated"],
  ["tokens in a folder", acting({ permissions: [TOKEN], at: "folders/1" }), "impersonation not simulated"],
  ["tokens in an organization", acting({ permissions: [TOKEN], at: "organizations/1" }), "impersonation not simulated"],
  ["tokens in another project", acting({ permissions: [TOKEN], at: "projects/other" }), "allowed"],
  [
    "tokens in another project under a condition",
    acting({ permissions: [TOKEN], at: "projects/other", condition: TAG }),
    "allowed",
  ],
  [
    "everything of service accounts under a condition",
    acting({ permissions: ["iam.googleapis.com/serviceAccounts.*"], condition: TAG }),
    "impersonation not simulated",
  ],
  [
    "everything with the verb under a condition",
    acting({ permissions: ["iam.googleapis.com/*.getAccessToken"], condition: TAG }),
    "impersonation not simulated",
  ],
  ["everything of the service", acting({ permissions: ["iam.googleapis.com/*.*"] }), "impersonation PERMISSION_DENIED"],
  [
    "ID tokens under a condition",
    acting({ permissions: ["iam.googleapis.com/serviceAccounts.getOpenIdToken"], condition: TAG }),
    "allowed",
  ],
  [
    "tokens under a condition, but for itself",
    acting({ permissions: [TOKEN], condition: TAG, more: { exception_principals: [ME] } }),
    "allowed",
  ],
  [
    "tokens under a condition, but for the permission",
    acting({
      permissions: ["iam.googleapis.com/serviceAccounts.*"],
      condition: TAG,
      more: { exception_permissions: [TOKEN] },
    }),
    "allowed",
  ],
  [
    "tokens under a condition, to another",
    acting({ permissions: [TOKEN], condition: TAG, principals: [principal("own", "x")] }),
    "allowed",
  ],
  [
    "tokens under a condition, to the pool",
    acting({ permissions: [TOKEN], condition: TAG, principals: [principalSet("own", "*")] }),
    "impersonation not simulated",
  ],
  [
    "tokens under a condition, to everyone",
    acting({ permissions: [TOKEN], condition: TAG, principals: ["principalSet://goog/public:all"] }),
    "impersonation not simulated",
  ],
  [
    "tokens under a condition, without a role",
    impersonated(denied({ permissions: [TOKEN], condition: TAG })),
    "impersonation PERMISSION_DENIED",
  ],
  [
    "tokens under a condition, of an account without rights",
    {
      ...acting({ permissions: [TOKEN], condition: TAG }),
      resource: {
        ...acting({ permissions: [TOKEN], condition: TAG }).resource,
        ...bound("other@acme-euro.iam.gserviceaccount.com"),
      },
    },
    "authorization",
  ],
  ["no rule, by the DNS endpoint", byDns(), "allowed"],
  ["connections", byDns({ permissions: [CONNECT] }), "authentication 403"],
  ["connections under a condition", byDns({ permissions: [CONNECT], condition: TAG }), "authentication not simulated"],
  ["connections in a folder", byDns({ permissions: [CONNECT], at: "folders/1" }), "authentication not simulated"],
  ["everything of clusters", byDns({ permissions: ["container.googleapis.com/clusters.*"] }), "authentication 403"],
  [
    "everything of GKE under a condition",
    byDns({ permissions: ["container.googleapis.com/*.*"], condition: TAG }),
    "authentication not simulated",
  ],
  ["connections in another project", byDns({ permissions: [CONNECT], at: "projects/other" }), "allowed"],
  [
    "connections under a condition, without a role",
    byDns({ permissions: [CONNECT], condition: TAG }, "roles/storage.objectViewer"),
    "authentication 403",
  ],
  ["connections, by an IP endpoint", { resource: { ...bound(ME), ...denied({ permissions: [CONNECT] }) } }, "allowed"],
  [
    "everything of GKE under a condition, by RBAC and an IP endpoint",
    { resource: { ...bound(ME), ...denied({ permissions: ["container.googleapis.com/*.*"], condition: TAG }) } },
    "allowed",
  ],
  [
    "everything of GKE under a condition, by IAM",
    {
      resource: {
        ...member("roles/container.developer"),
        ...denied({ permissions: ["container.googleapis.com/*.*"], condition: TAG }),
      },
    },
    "authorization not simulated",
  ],
];

describe("deny policies on the way into a GKE cluster", () => {
  itAnswersOne(CLUSTER, { from: "corp:deploy/deployer", to: "euro", ...PODS }, gke);
});

const AS_ROBOT = { principal: EMAIL, client: { audience: audience("own"), "service-account": EMAIL } };
const ROBOT: Objects = {
  google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
  ...onRobot(USER),
  ...on(VIEWER, { member: `serviceAccount:${EMAIL}` }),
};
const ACCOUNT = `//iam.googleapis.com/projects/-/serviceAccounts/${EMAIL}`;
const GET = "storage.googleapis.com/objects.get";
const TO_ROBOT = `principal://iam.googleapis.com/projects/-/serviceAccounts/${EMAIL}`;
const onAccount = (action: string) => ({ action, resource: ACCOUNT });
const creator = (rule: Rule): Objects => ({
  google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
  ...onRobot("roles/iam.serviceAccountTokenCreator"),
  ...denied(rule),
});

/** The same for what a principal asks of services, by itself or by a service account. */
const SERVICES: readonly [words: string, resource: Objects, request: object, expected: Expected, use?: object][] = [
  [
    "tokens under a condition",
    { ...ROBOT, ...denied({ permissions: [TOKEN], condition: TAG }) },
    READ,
    "impersonation not simulated",
    AS_ROBOT,
  ],
  [
    "tokens under a condition, to the account that acts",
    { ...ROBOT, ...denied({ permissions: [TOKEN], condition: TAG, principals: [TO_ROBOT] }) },
    READ,
    "allowed",
    AS_ROBOT,
  ],
  [
    "reads under a condition, to the account that acts",
    { ...ROBOT, ...denied({ permissions: [GET], condition: TAG, principals: [TO_ROBOT] }) },
    READ,
    "authorization not simulated",
    AS_ROBOT,
  ],
  [
    "reads, to the principal that acts as the account",
    { ...ROBOT, ...denied({ permissions: [GET] }) },
    READ,
    "allowed",
    AS_ROBOT,
  ],
  // https://docs.cloud.google.com/iam/docs/principal-identifiers: all service accounts of a folder's or an organization's projects
  [
    "reads, to every service account of an organization",
    {
      ...ROBOT,
      ...denied({
        permissions: [GET],
        principals: ["principalSet://cloudresourcemanager.googleapis.com/organizations/1/type/ServiceAccount"],
      }),
    },
    READ,
    "authorization not simulated",
    AS_ROBOT,
  ],
  [
    "reads, to every service account of an organization, which a pool's principal is not",
    {
      ...on(VIEWER),
      ...denied({
        permissions: [GET],
        principals: ["principalSet://cloudresourcemanager.googleapis.com/organizations/1/type/ServiceAccount"],
      }),
    },
    READ,
    "allowed",
  ],
  [
    "reads, to everyone but the service accounts of a folder",
    {
      ...ROBOT,
      ...denied({
        permissions: [GET],
        principals: ["principalSet://goog/public:all"],
        more: {
          exception_principals: ["principalSet://cloudresourcemanager.googleapis.com/folders/1/type/ServiceAccount"],
        },
      }),
    },
    READ,
    "authorization not simulated",
    AS_ROBOT,
  ],
  ...["getOpenIdToken", "signJwt", "signBlob", "getAccessToken", "implicitDelegation"].map(
    (verb): (typeof SERVICES)[number] => [
      `${verb} under a condition`,
      creator({ permissions: [`iam.googleapis.com/serviceAccounts.${verb}`], condition: TAG }),
      onAccount(`iam.serviceAccounts.${verb}`),
      "authorization not simulated",
    ],
  ),
  [
    "signJwt under a condition, and another permission is asked",
    creator({ permissions: ["iam.googleapis.com/serviceAccounts.signJwt"], condition: TAG }),
    onAccount("iam.serviceAccounts.signBlob"),
    "allowed",
  ],
  [
    "actAs in a folder",
    {
      google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
      ...onRobot("roles/iam.serviceAccountUser"),
      ...denied({ permissions: ["iam.googleapis.com/serviceAccounts.actAs"], at: "folders/1" }),
    },
    onAccount("iam.serviceAccounts.actAs"),
    "authorization not simulated",
  ],
];

describe("deny policies of Google Cloud's services", () => {
  it.each(
    SERVICES.map(([words, resource, request, expected, use]) => [words, expected, resource, request, use] as const),
  )("%s: %s", async (_words, expected, resource, request, use) => {
    const [verdict] = await verdicts(stack({ resource, ...(use && { use }) }), [
      { from: "corp:deploy/deployer", ...request },
    ]);
    expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
  });
});
