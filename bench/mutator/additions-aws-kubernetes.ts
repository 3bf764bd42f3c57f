import { Json, Mutant } from "./mutate";
import { Args, Objects, providerArguments, withObjects, withProvider } from "./with-objects";

const STRANGE_ROLE = "arn:aws:iam::999999999999:role/eve";
const RBAC = "rbac.authorization.k8s.io";
const READ_SECRETS: Args = { api_groups: [""], resources: ["secrets"], verbs: ["get", "list"] };

/** @param providers providers that the object needs beside those of the stack, by their kinds */
type Add = (
  type: string,
  args: Args,
  beside?: Readonly<Record<string, Args>>,
  providers?: Readonly<Record<string, Args>>,
) => void;

/** Objects of AWS and of clusters beside those of a stack, each of which changes who may do what: one mutant for each. */
export function additionsBesideRolesAndBindings(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  const add: Add = (type, args, beside = {}, providers = {}) => {
    found.push({
      ...{ operator: "add object", address: `${type}.added`, path: "" },
      to: JSON.stringify(args).slice(0, 400),
      make: () =>
        Object.entries(providers).reduce<Json>(
          (made, [kind, own]) => withProvider(made, kind, own),
          withObjects(document, { [type]: args, ...beside }),
        ),
    });
  };
  const { resource = {} } = document as { resource?: Objects };
  const each = (type: string, visit: (args: Record<string, Json>, name: string) => void): void => {
    for (const [name, args] of Object.entries(resource[type] ?? {})) visit(args, name);
  };
  each("aws_iam_role", (args, name) => {
    if (JSON.stringify(args.assume_role_policy ?? "").includes("sts:AssumeRoleWithWebIdentity")) {
      besideRole(add, `aws_iam_role.${name}`);
    }
  });
  each("aws_eks_access_entry", (args) =>
    besideEntry(add, args, providerArguments(document, args.provider ?? "aws", "aws")),
  );
  for (const type of ["kubernetes_role_binding_v1", "kubernetes_cluster_role_binding_v1"]) {
    each(type, (args) =>
      besideBinding(add, args, providerArguments(document, args.provider ?? "kubernetes", "kubernetes")),
    );
  }
  return found;
}

/** Further rights of an edge's role, and what gives the role out. */
function besideRole(add: Add, address: string): void {
  const [name, arn] = [`\${${address}.name}`, `\${${address}.arn}`];
  const managed = (policy: string) => `arn:aws:iam::aws:policy/${policy}`;
  for (const policy of ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AmazonS3FullAccess"]) {
    add("aws_iam_role_policy_attachment", { role: name, policy_arn: managed(policy) });
    add("aws_iam_policy_attachment", { name: "added", roles: [name], policy_arn: managed(policy) });
  }
  for (const action of ["*", "iam:*", "eks:*", "sts:AssumeRole", "s3:DeleteObject", "eks:CreateAccessEntry"]) {
    const policy = inPolicy({ Effect: "Allow", Action: action, Resource: "*" });
    add("aws_iam_role_policy", { role: name, policy });
    add("awscc_iam_role_policy", { role_name: name, policy_name: "added", policy_document: policy });
    const own = { aws_iam_policy: { name: "added", policy } };
    add("aws_iam_role_policy_attachment", { role: name, policy_arn: "${aws_iam_policy.added.arn}" }, own);
  }
  add("awscc_iam_managed_policy", {
    roles: [name],
    policy_document: inPolicy({ Effect: "Allow", Action: "*", Resource: "*" }),
  });
  add("aws_iam_instance_profile", { name: "added", role: name });
  add("awscc_iam_instance_profile", { roles: [name] });
  const pod = { cluster_name: "other", namespace: "evil", service_account: "evil", role_arn: arn };
  add("aws_eks_pod_identity_association", pod);
  add("awscc_eks_pod_identity_association", pod);
  add("aws_rolesanywhere_profile", { name: "added", role_arns: [arn] });
  add("aws_lambda_function", { function_name: "added", role: arn });
  add("aws_cognito_identity_pool_roles_attachment", { identity_pool_id: "p", roles: { authenticated: arn } });
  const actions = { Action: "sts:AssumeRole" };
  add("aws_iam_role", {
    name: "added",
    assume_role_policy: inPolicy({ Effect: "Allow", Principal: { AWS: arn }, ...actions }),
  });
  const bucket = (Effect: string, Principal: Json) =>
    inPolicy({ Effect, Principal, Action: "s3:*", Resource: ["arn:aws:s3:::acme-other", "arn:aws:s3:::acme-other/*"] });
  add("aws_s3_bucket_policy", { bucket: "acme-other", policy: bucket("Allow", { AWS: arn }) });
  add("awscc_s3_bucket_policy", { bucket: "acme-other", policy_document: bucket("Allow", { AWS: arn }) });
  add("aws_kms_grant", { key_id: "k", grantee_principal: arn, operations: ["Decrypt"] });
  add("aws_lakeformation_permissions", { principal: arn, permissions: ["ALL"] });
  add("aws_ram_principal_association", { principal: arn, resource_share_arn: "s" });
}

/** Another principal with an edge's groups, and further policies of its own principal. */
function besideEntry(
  add: Add,
  { cluster_name, principal_arn, kubernetes_groups = [], provider }: Args,
  { region }: Args,
): void {
  const own = { ...(provider === undefined ? {} : { provider }), cluster_name };
  const awscc: Readonly<Record<string, Args>> = { awscc: region === undefined ? {} : { region } };
  if (Array.isArray(kubernetes_groups) && kubernetes_groups.length > 0) {
    const eve = { principal_arn: STRANGE_ROLE, kubernetes_groups };
    add("aws_eks_access_entry", { ...own, ...eve });
    add("awscc_eks_access_entry", { cluster_name, ...eve }, {}, awscc);
  }
  const access_policies = [{ policy_arn: policyOf("ClusterAdmin"), access_scope: { type: "cluster" } }];
  add("awscc_eks_access_entry", { cluster_name, principal_arn, access_policies }, {}, awscc);
  for (const level of ["ClusterAdmin", "Admin", "AdminView"]) {
    const scopes: readonly Args[] = [{ type: "cluster" }, { type: "namespace", namespaces: ["kube-system"] }];
    for (const access_scope of scopes) {
      add("aws_eks_access_policy_association", { ...own, principal_arn, policy_arn: policyOf(level), access_scope });
    }
  }
}

/** Further bindings of an edge's group or user, in every form in which people write them. */
function besideBinding(add: Add, { provider, metadata, subject }: Args, { alias: _alias, ...place }: Args): void {
  const own = { ...(provider === undefined ? {} : { provider }) };
  const clusterRole = (name: string) => ({ api_group: RBAC, kind: "ClusterRole", name });
  const every = [subject].flat() as Args[];
  for (const suffix of ["_v1", ""]) {
    for (const role of ["cluster-admin", "admin"]) {
      const args = { ...own, metadata: { name: "added" }, role_ref: clusterRole(role), subject };
      add(`kubernetes_cluster_role_binding${suffix}`, args);
      const inNamespace = { ...args, metadata: { name: "added", namespace: "kube-system" } };
      add(`kubernetes_role_binding${suffix}`, inNamespace);
    }
    const aggregated = { name: "added", labels: { [`${RBAC}/aggregate-to-view`]: "true" } };
    add(`kubernetes_cluster_role${suffix}`, { ...own, metadata: aggregated, rule: [READ_SECRETS] });
  }
  const role = { kubernetes_cluster_role_v1: { ...own, metadata: { name: "added" }, rule: [READ_SECRETS] } };
  const toOwn = { ...own, metadata: { name: "added" }, role_ref: clusterRole("added"), subject };
  add("kubernetes_cluster_role_binding_v1", toOwn, role);
  const all = [{ api_group: RBAC, kind: "Group", name: "system:authenticated" }];
  const toAll = { ...own, metadata: { name: "added" }, role_ref: clusterRole("cluster-admin"), subject: all };
  add("kubernetes_cluster_role_binding_v1", toAll);
  const impersonation = { api_groups: [""], resources: ["users", "groups"], verbs: ["impersonate"] };
  const eve = [{ api_group: RBAC, kind: "User", name: "eve" }];
  add(
    "kubernetes_cluster_role_binding_v1",
    { ...own, metadata: { name: "added" }, role_ref: clusterRole("added"), subject: eve },
    { kubernetes_cluster_role_v1: { ...own, metadata: { name: "added" }, rule: [impersonation] } },
  );
  const manifest = (to: string): Args => ({
    ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata: { name: "added" } },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: to },
    subjects: every.map(({ kind, name }) => ({ apiGroup: RBAC, kind, name })),
  });
  for (const to of ["cluster-admin", "admin"]) {
    add("kubernetes_manifest", { ...own, manifest: manifest(to) });
    add("kubectl_manifest", { yaml_body: JSON.stringify(manifest(to)) }, {}, { kubectl: place });
  }
  // The provider takes its cluster from the environment, and the chart is not read: what these create cannot be known.
  add("kubectl_manifest", { yaml_body: JSON.stringify(manifest("cluster-admin")) });
  add("helm_release", { name: "added", chart: "bindings", values: [JSON.stringify(manifest("cluster-admin"))] });
  const labels = { [`${RBAC}/aggregate-to-edit`]: "true", [`${RBAC}/aggregate-to-view`]: "true" };
  add("kubernetes_manifest", {
    ...own,
    manifest: {
      ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata: { name: "added", labels } },
      rules: [{ apiGroups: [""], resources: ["secrets", "nodes"], verbs: ["*"] }],
    },
  });
  besideSource(add, metadata);
}

/** Tokens of an edge's service account that are made for others to hold. */
function besideSource(add: Add, metadata: Json | undefined): void {
  const { annotations = {} } = (metadata ?? {}) as { annotations?: Record<string, string> };
  const [, , namespace, name] = (annotations["cdktf-trust-mesh/source-subject"] ?? "").split(":");
  if (!annotations["cdktf-trust-mesh/source-subject"]?.startsWith("system:serviceaccount:")) return;
  // An audience of Google Cloud is the name of a provider, which is not written here.
  if (name === undefined || /^\/\/container/.test(annotations["cdktf-trust-mesh/target-cluster"])) return;
  const spec = { audiences: ["sts.amazonaws.com", "api://AzureADTokenExchange"] };
  add("kubernetes_token_request_v1", { metadata: { name, namespace }, spec });
}

function inPolicy(statement: Args): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function policyOf(level: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${level}Policy`;
}
