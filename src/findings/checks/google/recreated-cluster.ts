import { Check } from "../check";
import { issuerKindOf } from "../support/issuers";
import { trustedIssuers } from "../support/trusted-subjects";

export const recreatedCluster: Check = {
  code: "trust-recreated-gke-cluster",
  severity: "note",
  title: "A recreated GKE cluster with the same name is trusted again",
  gain: "A user who can delete the cluster and create another with the same name, location and project gets every trust of it.",
  fix: "Remove the trusts together with the cluster, and set deletion_protection.",
  page: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
  find: (world) =>
    trustedIssuers(world)
      .filter(({ text }) => issuerKindOf(text).kind === "gke")
      .map(({ resource, argument, text }) => ({
        resource,
        argument,
        reason: `trusts ${text}, an issuer that consists of names`,
      })),
};
