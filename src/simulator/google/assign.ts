import { Assignable, block, blocks, text, texts } from "../../terraform";
import { ASSIGNED_AUTHORITY } from "../assigned-authority";
import { digitsOf, hexOf } from "../digest";
import { GoogleProjects } from "./projects";

/** What Google Cloud assigns to a resource or tells in a data source; undefined for what it does not. */
export function assign(projects: GoogleProjects, resource: Assignable, attribute: string): unknown {
  const { type, mode } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  if (type === "google_container_cluster") return cluster(projects, resource, attribute);
  if (type === "google_project") {
    const id = resource.has("project_id") ? asked("project_id") : projects.idOf(resource);
    if (attribute === "number") return projects.numberOf(id);
    return attribute === "id" ? `projects/${id}` : attribute === "project_id" ? id : undefined;
  }
  if (mode === "data") return type === "google_iam_policy" ? policyData(resource, attribute) : undefined;
  switch (type) {
    // Only what is asked for may be worked out: a project's number may rest on other names of the same resource.
    case "google_iam_workload_identity_pool": {
      const below = `locations/global/workloadIdentityPools/${asked("workload_identity_pool_id")}`;
      if (attribute === "id") return `projects/${projects.idOf(resource)}/${below}`;
      return attribute === "name" ? `${numbered(projects, resource)}/${below}` : undefined;
    }
    case "google_iam_workload_identity_pool_provider": {
      if (attribute !== "name") return undefined;
      const pool = `locations/global/workloadIdentityPools/${asked("workload_identity_pool_id")}`;
      const provider = asked("workload_identity_pool_provider_id");
      return `${numbered(projects, resource)}/${pool}/providers/${provider}`;
    }
    case "google_service_account": {
      const project = projects.idOf(resource);
      const email = `${asked("account_id")}@${project}.iam.gserviceaccount.com`;
      if (attribute === "email") return email;
      if (attribute === "member") return `serviceAccount:${email}`;
      if (attribute === "unique_id") return digitsOf(`google service account ${email}`, 21);
      return attribute === "name" || attribute === "id" ? `projects/${project}/serviceAccounts/${email}` : undefined;
    }
    case "google_iam_principal_access_boundary_policy": {
      const below = `principalAccessBoundaryPolicies/${asked("principal_access_boundary_policy_id")}`;
      const name = `organizations/${asked("organization")}/locations/${asked("location")}/${below}`;
      return attribute === "name" || attribute === "id" ? name : undefined;
    }
    case "google_folder": {
      const id = digitsOf(`google folder ${asked("display_name")} in ${asked("parent")}`, 12);
      if (attribute === "folder_id") return id;
      return attribute === "name" || attribute === "id" ? `folders/${id}` : undefined;
    }
    case "google_project_iam_custom_role": {
      const name = `projects/${projects.idOf(resource)}/roles/${asked("role_id")}`;
      return attribute === "name" || attribute === "id" ? name : undefined;
    }
    case "google_organization_iam_custom_role": {
      const name = `organizations/${asked("org_id")}/roles/${asked("role_id")}`;
      return attribute === "name" || attribute === "id" ? name : undefined;
    }
    case "google_kms_key_ring": {
      const name = `projects/${projects.idOf(resource)}/locations/${asked("location")}/keyRings/${asked("name")}`;
      return attribute === "id" ? name : undefined;
    }
    case "google_kms_crypto_key":
      return attribute === "id" ? `${asked("key_ring")}/cryptoKeys/${asked("name")}` : undefined;
    case "google_storage_bucket":
      return attribute === "id" ? asked("name") : undefined;
    default: {
      const [kind, name] = IN_PROJECTS[type] ?? [];
      if (kind === undefined || name === undefined) return undefined;
      if (attribute === "id") return `projects/${projects.idOf(resource)}/${kind}/${asked(name)}`;
      // The one that Secret Manager answers has the project's number.
      const isSecret = type === "google_secret_manager_secret" && attribute === "name";
      return isSecret ? `${numbered(projects, resource)}/${kind}/${asked(name)}` : undefined;
    }
  }
}

/** Types whose id is a name in their project, by the collection and the argument that names them. */
const IN_PROJECTS: Readonly<Record<string, readonly [collection: string, argument: string]>> = {
  google_bigquery_dataset: ["datasets", "dataset_id"],
  google_pubsub_subscription: ["subscriptions", "name"],
  google_pubsub_topic: ["topics", "name"],
  google_secret_manager_secret: ["secrets", "secret_id"],
};

/** A policy that is written as blocks, as JSON. Google provider documentation: "google_iam_policy". */
function policyData(resource: Assignable, attribute: string): string | undefined {
  if (attribute !== "policy_data") return undefined;
  const bindings = blocks(resource.argument("binding")).map(({ role, members, condition }) => ({
    role: text(role) ?? "",
    members: texts(members),
    ...(blocks(condition).length ? { condition: block(condition) } : {}),
  }));
  return JSON.stringify({ bindings });
}

/** The project of a resource by its number. */
function numbered(projects: GoogleProjects, resource: Assignable): string {
  return `projects/${projects.numberOf(projects.idOf(resource))}`;
}

function cluster(projects: GoogleProjects, resource: Assignable, attribute: string): unknown {
  if (!["id", "endpoint", "master_auth", "self_link"].includes(attribute)) return undefined;
  const location = text(resource.argument("location")) ?? "";
  const name = `projects/${projects.idOf(resource)}/locations/${location}/clusters/${text(resource.argument("name"))}`;
  switch (attribute) {
    case "endpoint": {
      // Of the range that is kept for measurements, so that no host has it.
      const drawn = parseInt(hexOf(name, 6), 16);
      return `198.${18 + (drawn % 2)}.${(drawn >> 8) % 256}.${(drawn >> 16) % 256}`;
    }
    case "master_auth":
      return [{ cluster_ca_certificate: ASSIGNED_AUTHORITY }];
    default:
      return name;
  }
}
