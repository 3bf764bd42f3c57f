import { merged, Stack } from "../../simulator/support/stack";
import { EKS, GITHUB, GKE } from "./support/aws";
import { describeCheck } from "./support/cases";
import { onAccount, one, onProject, principal, principalSet, PROJECT, provider, SUBJECT } from "./support/google";

const under = (
  attribute_condition: string,
  issuer = GITHUB,
  attribute_mapping: object = { "google.subject": "assertion.sub" },
) => provider(issuer, { attribute_condition, attribute_mapping });
const EXACT = { "one subject": under(`google.subject == "${SUBJECT}"`, EKS) };

describeCheck("gcp-shared-condition-missing", {
  bad: { GitHub: provider(GITHUB), GitLab: provider("gitlab.com"), Upbound: provider("proidc.upbound.io") },
  good: { "one owner": under("assertion.repository_owner_id == '1342004'") },
  near: {
    // Its audience is the team.
    "a team of Vercel": provider("oidc.vercel.com", {
      oidc: { issuer_uri: "https://oidc.vercel.com", allowed_audiences: ["https://vercel.com/acme"] },
    }),
    "a cluster": provider(EKS),
    "an AWS account": provider("", { oidc: [], aws: { account_id: "111122223333" } }),
  },
});

describeCheck("gcp-condition-missing", {
  bad: { "a cluster": provider(EKS), "an issuer of one's own": provider("oidc.acme.example") },
  good: EXACT,
  near: { GitHub: provider(GITHUB) },
});

describeCheck("gcp-condition-open", {
  bad: {
    "the branch alone": under("assertion.ref == 'refs/heads/main'"),
    "that there is a repository": under('assertion.repository != ""'),
    "every repository, by its prefix": under("assertion.sub.startsWith('repo:')"),
    "every service account": under("assertion.sub.startsWith('system:serviceaccount:')", EKS),
    "an attribute that all have": under("attribute.env == 'production'", GITHUB, {
      ...{ "google.subject": "assertion.sub", "attribute.env": "assertion.environment" },
    }),
    "the other way round": under("assertion.repository_owner != 'evil'"),
    // Anybody may register an owner or a group of such a name.
    "owners by the beginning of their names": under("assertion.repository_owner.startsWith('acme')"),
    "subjects by the beginning of an owner": under("assertion.sub.startsWith('repo:acme')"),
    "groups of GitLab by the beginning": under('assertion.namespace_path.startsWith("acme")', "gitlab.com"),
    // Every owner of a repository chooses these.
    "another branch": under("assertion.ref == 'refs/heads/release/2026'"),
    "an environment and a workflow": under("assertion.environment == 'eu' && assertion.workflow in ['Ship it']"),
    "a branch, of an attribute": under("attribute.branch.endsWith('/stable')", GITHUB, {
      ...{ "google.subject": "assertion.sub", "attribute.branch": "assertion.ref" },
    }),
    "one of several branches": under(
      "assertion.repository == 'acme/a' && assertion.ref == 'x' || assertion.ref == 'y'",
    ),
    "the end of a subject": under("assertion.sub.endsWith(':environment:prod-eu')"),
    "a repository of any owner": under("assertion.repository.endsWith('/infrastructure')"),
    "a workflow of any repository": under(
      "assertion.job_workflow_ref.endsWith('/.github/workflows/x.yml@refs/heads/y')",
    ),
    "tags of any project of GitLab": under("assertion.ref_type == 'tag' && assertion.ref == 'v1'", "gitlab.com"),
    "a project of any organization": under("assertion.terraform_workspace_name == 'network'", "app.terraform.io"),
    "a pipeline of any organization": under("assertion.pipeline_slug == 'ship'", "agent.buildkite.com"),
    "a service account of any namespace": under("assertion['kubernetes.io'].serviceaccount.name == 'loader'", EKS),
    "a subject of any namespace": under("assertion.sub.endsWith(':loader')", EKS),
  },
  good: { "one owner": under("assertion.repository_owner == 'acme'"), ...EXACT },
  near: {
    "several owners": under("assertion.repository_owner in ['acme', 'acme-labs']"),
    "an owner up to the slash": under("assertion.sub.startsWith('repo:acme/')"),
    "a group up to the slash": under("assertion.project_path.startsWith('acme/')", "gitlab.com"),
    "a namespace": under("assertion['kubernetes.io']['namespace'] == 'payments'", EKS),
    "a repository and its branch": under("assertion.repository == 'acme/shop' && assertion.ref == 'refs/heads/x'"),
    "a workflow of one repository": under("assertion.job_workflow_ref.startsWith('acme/shop/.github/workflows/')"),
    "a pipeline of one organization": under("assertion.organization_slug == 'acme'", "agent.buildkite.com"),
    "a service account of a namespace": under(
      "assertion['kubernetes.io'].namespace == 'a' && assertion['kubernetes.io'].serviceaccount.name == 'loader'",
      EKS,
    ),
    "one that does not parse": under("assertion.sub ==", EKS),
    "an owner that is not known": { ...under("assertion.repository_owner == '${var.owner}'"), variable: { owner: {} } },
  },
});

describeCheck("gcp-pool-wide-grant", {
  bad: {
    "on the project": onProject("roles/viewer", principalSet("*")),
    "on a service account": onAccount("roles/iam.workloadIdentityUser", principalSet("*")),
  },
  good: { "one subject": onProject("roles/viewer", principal()) },
  near: { "one repository": onProject("roles/viewer", principalSet("attribute.repository/acme/shop")) },
});

const ofGke = (set: string) =>
  `principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/acme.svc.id.goog/${set}`;
const CLUSTER = "https://container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/shop";

// Kubernetes Engine documentation: "About Workload Identity Federation for GKE", table of principal identifiers.
describeCheck("gcp-cluster-wide-grant", {
  bad: { "every pod of a cluster": onProject("roles/storage.objectViewer", ofGke(`kubernetes.cluster/${CLUSTER}`)) },
  good: { "one service account": onProject("roles/viewer", principal()) },
  near: { "one namespace": onProject("roles/storage.objectViewer", ofGke("namespace/reports")) },
});

describeCheck("gcp-namespace-blind", {
  bad: {
    "the subject": under("true", EKS, { "google.subject": "assertion['kubernetes.io']['serviceaccount']['name']" }),
    "an attribute that is granted to": merged(
      under("true", EKS, {
        ...{ "google.subject": "assertion.sub", "attribute.sa": "assertion['kubernetes.io'].serviceaccount.name" },
      }),
      onProject("roles/viewer", principalSet("attribute.sa/loader")),
    ),
  },
  good: EXACT,
  near: {
    "with the namespace": under("true", EKS, {
      "google.subject":
        "assertion['kubernetes.io']['namespace'] + '/' + assertion['kubernetes.io']['serviceaccount']['name']",
    }),
    "an attribute that nothing is granted to": under("true", EKS, {
      ...{ "google.subject": "assertion.sub", "attribute.sa": "assertion['kubernetes.io']['serviceaccount']['name']" },
    }),
  },
});

const prefixed = (prefix: string) => ({ attribute_mapping: { "google.subject": `"${prefix}::" + assertion.sub` } });

describeCheck("gcp-several-issuers", {
  bad: { "two clusters": merged(provider(EKS), provider(GKE, {}, "other")) },
  good: { "a pool for each": merged(provider(EKS), provider(GKE, {}, "other", "east")) },
  near: {
    "subjects with their issuers in front": merged(
      provider(EKS, prefixed("eks")),
      provider(GKE, prefixed("gke"), "other"),
    ),
    "one issuer with two audiences": merged(provider(EKS), provider(EKS, {}, "other")),
    "one that is disabled": merged(provider(EKS), provider(GKE, { disabled: true }, "other")),
  },
});

describeCheck("gcp-public-member", {
  bad: {
    "everybody on the project": onProject("roles/viewer", "allUsers"),
    "every account of Google in a binding": one("google_pubsub_topic_iam_binding", {
      ...{ topic: "t", role: "roles/pubsub.publisher", members: ["allAuthenticatedUsers"] },
    }),
    "everybody as a service account": onAccount("roles/iam.workloadIdentityUser", "allUsers"),
  },
  good: { "one subject": onProject("roles/viewer", principal()) },
  near: {
    "a website": one("google_storage_bucket_iam_member", {
      ...{ bucket: "www", role: "roles/storage.objectViewer", member: "allUsers" },
    }),
  },
});

const ACCOUNT = `serviceAccount:loader@${PROJECT}.iam.gserviceaccount.com`;
const ACTING = onAccount("roles/iam.workloadIdentityUser", principal());

describeCheck("gcp-basic-role", {
  bad: {
    "owner for one subject": onProject("roles/owner", principal()),
    "editor for a built-in workload": onProject(
      "roles/editor",
      `serviceAccount:${PROJECT}.svc.id.goog[payments/loader]`,
    ),
    "editor for the service account that it acts as": merged(ACTING, onProject("roles/editor", ACCOUNT)),
    "the same by references": merged(
      one("google_service_account", { account_id: "loader" }),
      one("google_service_account_iam_member", {
        service_account_id: "${google_service_account.it.name}",
        role: "roles/iam.workloadIdentityUser",
        member: principalSet("attribute.repository/acme/shop"),
      }),
      onProject("roles/editor", "serviceAccount:${google_service_account.it.email}"),
    ),
  },
  good: {
    "one bucket": one("google_storage_bucket_iam_member", {
      bucket: "b",
      role: "roles/storage.objectViewer",
      member: principal(),
    }),
  },
  near: {
    "a person": onProject("roles/owner", "user:a@acme.example"),
    "a service account that nothing from outside acts as": onProject("roles/editor", ACCOUNT),
    viewer: onProject("roles/viewer", principal()),
  },
});

describeCheck("gcp-iam-admin-role", {
  bad: { "IAM of the project": onProject("roles/resourcemanager.projectIamAdmin", principal()) },
  good: { "one predefined role": onProject("roles/storage.objectViewer", principal()) },
  near: {
    "a person": onProject("roles/iam.securityAdmin", "group:admins@acme.example"),
    "the reviewer's": onProject("roles/iam.securityReviewer", principal()),
  },
});

describeCheck("gcp-project-wide-impersonation", {
  bad: {
    "on the project": onProject("roles/iam.workloadIdentityUser", principal()),
    "tokens of any account": onProject(
      "roles/iam.serviceAccountTokenCreator",
      principalSet("attribute.repository/acme/shop"),
    ),
  },
  good: { "on one account": ACTING },
  near: { "a person": onProject("roles/iam.serviceAccountUser", "user:a@acme.example") },
});

describeCheck("gcp-service-account-key", {
  bad: {
    "a key": one("google_service_account_key", { service_account_id: "x" }),
    "an HMAC key": one("google_storage_hmac_key", { service_account_email: "x@y" }),
  },
  good: { federation: ACTING },
  near: { "a service account": one("google_service_account", { account_id: "loader" }) },
});

const long = (bytes: number) => onProject("roles/viewer", principal("s".repeat(bytes)));

describeCheck("gcp-subject-length", {
  bad: { "more than there is room": long(128), "little room": long(115) },
  good: { "one subject": onProject("roles/viewer", principal()) },
  near: { "some room": long(114) },
});

describeCheck("gcp-subject-mutable", {
  bad: {
    "an address": under("true", "oidc.acme.example", { "google.subject": "assertion.email" }),
    "who started it": under("assertion.repository_owner == 'acme'", GITHUB, { "google.subject": "assertion.actor" }),
  },
  good: EXACT,
  near: {
    "an attribute beside the subject": under("true", GITHUB, {
      "google.subject": "assertion.sub",
      "attribute.actor": "assertion.actor",
    }),
  },
});

describeCheck("gcp-issuer-form", {
  bad: {
    "a slash too many": provider(`${GITHUB}/`),
    "no encryption": provider("x", { oidc: { issuer_uri: "http://oidc.acme.example" } }),
  },
  good: { EKS: provider(EKS) },
  near: { "an AKS issuer": provider("westeurope.oic.prod-aks.azure.com/t/g/") },
});

describeCheck("gcp-disabled", {
  bad: {
    "a provider": provider(EKS, { disabled: true }),
    "a pool": one("google_iam_workload_identity_pool", { workload_identity_pool_id: "west", disabled: true }),
  },
  good: { "one that is not": provider(EKS) },
  near: { "one that says so": provider(EKS, { disabled: false }) },
});

const cluster = (args: object): Stack =>
  one("google_container_cluster", { name: "one", location: "europe-west1", ...args });

describeCheck("gke-legacy-abac", {
  bad: { on: cluster({ enable_legacy_abac: true }) },
  good: { "left out": cluster({}) },
  near: { off: cluster({ enable_legacy_abac: false }) },
});

describeCheck("gke-client-certificate", {
  bad: { on: cluster({ master_auth: { client_certificate_config: { issue_client_certificate: true } } }) },
  good: { "left out": cluster({}) },
  near: { off: cluster({ master_auth: [{ client_certificate_config: [{ issue_client_certificate: false }] }] }) },
});
