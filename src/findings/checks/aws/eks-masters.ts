import { block } from "../../../simulator";
import { Check } from "../check";
import { argumentOf, resourcesOf } from "../support/arguments";

/** The ConfigMap aws-auth, by which roles are members of system:masters. */
export const eksMasters: Check = {
  code: "eks-system-masters",
  severity: "high",
  title: "The ConfigMap aws-auth makes a role a member of system:masters",
  gain: "Every principal that can assume the role has full control of the cluster; RBAC cannot limit it, and no access entry shows it.",
  fix: "Create an access entry with the access policy that is needed, and remove the mapping from the ConfigMap.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html",
  find: (world) =>
    resourcesOf(world, ["kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"])
      .filter((map) => block(argumentOf(map, "metadata")).name === "aws-auth")
      .filter((map) => JSON.stringify(argumentOf(map, "data") ?? "").includes("system:masters"))
      .map((resource) => ({ resource, argument: "data", reason: "aws-auth gives system:masters" })),
};
