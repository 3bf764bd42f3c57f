import { foreign, Json, Mutant } from "./mutate";
import { isReferredTo } from "./siblings";
import { Args, Objects, without } from "./with-objects";

/** Resources of another type by which the same object is made. */
type Twin = (args: Args, name: string) => Readonly<Record<string, Args>> | undefined;

/** The same objects by other types of the providers, and each again with one text that is another one. */
export function twinsOf(document: Json): readonly Mutant[] {
  const { resource = {} } = document as { resource?: Objects };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, { "//": _notes, ...args }]) => {
      // A twin has another address, which references do not have.
      if (isReferredTo(document, type, name)) return [];
      return (TWINS[type] ?? []).flatMap((twin): Mutant[] => {
        const made = twin(args, name);
        if (made === undefined) return [];
        const [first, second] = Object.keys(made);
        const mutant = (
          operator: string,
          objects: Readonly<Record<string, Args>>,
          others: Partial<Mutant> = {},
        ): Mutant => ({
          ...{ operator, address: `${first}.twin`, path: "", to: first, ...others },
          alsoAt: second === undefined ? `${type}.${name}` : `${second}.twin`,
          make: () => {
            const copy: Objects = { ...resource, [type]: without(named, name) as Objects[string] };
            for (const [other, body] of Object.entries(objects)) {
              copy[other] = { ...copy[other], twin: body };
            }
            return { ...(document as object), resource: copy };
          },
        });
        const isAlone = !type.startsWith("google_") || isAloneOfRole(named, name);
        const changesNothing = "the other type makes the same object";
        return [
          ...(isAlone ? [mutant("twin type", made, { changesNothing })] : []),
          ...Object.entries(args)
            .filter(([argument, value]) => typeof value === "string" && argument !== "provider" && MEANT.test(argument))
            .flatMap(([argument, value]) => {
              const other = twin({ ...args, [argument]: foreign(value as string) }, name);
              return other ? [mutant("twin type with another text", other, { path: argument })] : [];
            }),
        ];
      });
    }),
  );
}

/** Arguments of which another text makes another grant. */
const MEANT =
  /^(role|member|policy|principal_id|scope|role_definition_id|subject|issuer|bucket|project|service_account_id|policy_arn|principal_arn|parent_id)$/;

/** Whether no other member has the role on the same resource: a binding would take it away from them. */
function isAloneOfRole(named: Readonly<Record<string, Args>>, name: string): boolean {
  const key = ({ member: _member, "//": _notes, depends_on: _order, ...place }: Args) => JSON.stringify(place);
  return Object.entries(named).every(([other, args]) => other === name || key(args) !== key(named[name]));
}

/** A member as a binding of the role with it alone. */
function binding(type: string): Twin {
  return ({ member, ...args }) => ({ [`${type}_binding`]: { ...args, members: [member] } });
}

function manifest(apiVersion: string, kind: string, body: (args: Args) => Args): Twin {
  return (args) => ({
    kubernetes_manifest: {
      ...(args.provider === undefined ? {} : { provider: args.provider }),
      manifest: { apiVersion, kind, metadata: first(args.metadata), ...body(args) },
    },
  });
}

/** The older name of a type. */
function older(type: string): Twin {
  return (args) => ({ [type]: args });
}

const RBAC = "rbac.authorization.k8s.io";
const ofBinding = ({ role_ref, subject }: Args): Args => {
  const { api_group: group, ...role } = first(role_ref);
  const subjects = list(subject).map((one) => {
    const { api_group: own, ...others } = one as Record<string, Json>;
    return { ...others, ...(own === undefined ? {} : { apiGroup: own }) };
  });
  return { roleRef: { apiGroup: group ?? RBAC, ...role }, subjects };
};

function first(value: Json | undefined): Record<string, Json> {
  return (Array.isArray(value) ? value[0] : (value ?? {})) as Record<string, Json>;
}

function list(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

const TWINS: Readonly<Record<string, readonly Twin[]>> = {
  aws_iam_role_policy: [
    ({ role, policy, provider }) => ({
      aws_iam_policy: { name: "twin", policy, provider },
      aws_iam_role_policy_attachment: { role, policy_arn: "${aws_iam_policy.twin.arn}", provider },
    }),
    ({ role, policy, provider }) => ({
      aws_iam_policy: { name: "twin", policy, provider },
      aws_iam_policy_attachment: { name: "twin", roles: [role], policy_arn: "${aws_iam_policy.twin.arn}", provider },
    }),
  ],
  google_project_iam_member: [binding("google_project_iam")],
  google_storage_bucket_iam_member: [binding("google_storage_bucket_iam")],
  google_service_account_iam_member: [binding("google_service_account_iam")],
  azurerm_role_assignment: [
    ({ scope, role_definition_id: role, principal_id: principal, principal_type: type, provider: _azurerm }) => ({
      azapi_resource: {
        type: "Microsoft.Authorization/roleAssignments@2022-04-01",
        name: "0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0",
        parent_id: scope,
        body: { properties: { roleDefinitionId: role, principalId: principal, principalType: type ?? null } },
      },
    }),
  ],
  azurerm_federated_identity_credential: [
    ({ name, audience, issuer, parent_id: parent, subject }) => ({
      azapi_resource: {
        type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31",
        ...{ name, parent_id: parent },
        body: { properties: { audiences: audience, issuer, subject } },
      },
    }),
  ],
  aws_eks_access_entry: [(args) => ({ awscc_eks_access_entry: { ...entry(args), provider: null } })],
  kubernetes_role_binding_v1: [older("kubernetes_role_binding"), manifest(`${RBAC}/v1`, "RoleBinding", ofBinding)],
  kubernetes_cluster_role_binding_v1: [
    older("kubernetes_cluster_role_binding"),
    manifest(`${RBAC}/v1`, "ClusterRoleBinding", ofBinding),
  ],
  kubernetes_config_map_v1: [
    older("kubernetes_config_map"),
    manifest("v1", "ConfigMap", ({ data, binary_data: binary, immutable }) => ({
      ...(data === undefined ? {} : { data }),
      ...(binary === undefined ? {} : { binaryData: binary }),
      ...(immutable === undefined ? {} : { immutable }),
    })),
  ],
  kubernetes_service_account_v1: [
    older("kubernetes_service_account"),
    manifest("v1", "ServiceAccount", ({ automount_service_account_token: automount }) => ({
      automountServiceAccountToken: automount ?? true,
    })),
  ],
  kubernetes_deployment_v1: [older("kubernetes_deployment")],
  kubernetes_secret_v1: [older("kubernetes_secret")],
};

function entry(args: Args): Args {
  const { cluster_name, principal_arn, kubernetes_groups, user_name, type } = without(args, "provider", "lifecycle");
  return { cluster_name, principal_arn, kubernetes_groups, username: user_name ?? null, type: type ?? null };
}
