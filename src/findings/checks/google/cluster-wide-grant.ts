import { Check } from "../check";
import { grantsToWorkloads } from "../support/google-grants";

export const clusterWideGrant: Check = {
  code: "gcp-cluster-wide-grant",
  severity: "high",
  title: "A role is granted to every pod of a cluster",
  gain: "Every user who can start a pod in any namespace of the cluster has the role.",
  fix: "Grant the role to principal://…/subject/ns/NAMESPACE/sa/NAME.",
  page: "https://cloud.google.com/iam/docs/principal-identifiers",
  find: (world) =>
    grantsToWorkloads(world)
      .filter(({ resource, role, member }) => resource.type !== "" && role !== "" && OF_CLUSTER.test(member))
      .map(({ resource, role, member, argument }) => ({ resource, argument, reason: `grants ${role} to ${member}` })),
};

/** Kubernetes Engine documentation: "About Workload Identity Federation for GKE", principal identifiers. */
const OF_CLUSTER = /^principalSet:.*\.svc\.id\.goog\/kubernetes\.cluster\//;
