import { IMPERSONATION_ROLE, LOOKUP_ROLE } from "../../vendor/google/roles";
import { CloudCluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { impersonatedAccount } from "./built-in";
import { ServiceGrant } from "../services/service-grant";

/** Roles that count inside clusters, and let nothing else be done but look them up: "Google Kubernetes Engine roles and permissions". */
const INSIDE: readonly string[] = ["roles/container.developer", "roles/container.viewer"];
/** What looks a cluster up, as `roles/container.clusterViewer` has it, or connects to it by its DNS endpoint. */
const LOOKUPS =
  /^(container\.clusters\.(connect|get|list)|container\.operations\.(get|list)|resourcemanager\.projects\.(get|list))$/;

/**
 * Whether a grant only lets a principal look clusters up or act inside the edge's own one, or act as the service account that the
 * edge acts as.
 */
export function isOfCluster(edge: Edge, { project }: CloudCluster, { name, actions, resources }: ServiceGrant) {
  if (name === LOOKUP_ROLE || actions?.every((one) => LOOKUPS.test(one))) return true;
  const email = impersonatedAccount(edge);
  const isOn = (resource: string) => resources.every((one) => one === resource);
  if (name === IMPERSONATION_ROLE) return isOn(`//iam.googleapis.com/projects/-/serviceAccounts/${email}`);
  // A custom role that was not read is told in the cluster, where it may permit anything.
  const isUnread = actions === undefined && !name.startsWith("roles/");
  return (INSIDE.includes(name) || isUnread) && isOn(`//cloudresourcemanager.googleapis.com/projects/${project}`);
}
