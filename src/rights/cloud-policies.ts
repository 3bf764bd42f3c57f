import { Cloud, Grant } from "../simulator";
import { EKS_ACCESS_POLICIES_BY_ROLE } from "../vendor/aws/eks";
import { AKS_ROLE_IDS, azureRoleName } from "../vendor/azure/roles";

type Policy = Pick<Grant, "kind" | "name">;

/** The clouds' own policies for the levels of ClusterAccess, by the kind of cluster. */
export const CLOUD_POLICY_KINDS: Readonly<Partial<Record<Cloud["kind"], (level: string) => Policy | undefined>>> = {
  eks: (level) => {
    const policies: Readonly<Record<string, string>> = EKS_ACCESS_POLICIES_BY_ROLE;
    return Object.hasOwn(policies, level) ? { kind: "EKS access policy", name: policies[level] } : undefined;
  },
  aks: (level) => {
    const ids: Readonly<Record<string, string>> = AKS_ROLE_IDS;
    const name = Object.hasOwn(ids, level) ? azureRoleName(ids[level]) : undefined;
    return name === undefined ? undefined : { kind: "Azure role", name };
  },
};
