import { Check } from "../check";
import { gather, Resource } from "../../../simulator";
import { MAX_FEDERATED_CREDENTIALS } from "../../../vendor/azure/entra";
import { federatedCredentials } from "../support/azure-credentials";

/** From this share of the limit on it is told. */
const HEADROOM = 0.9;

export const credentialLimit: Check = {
  code: "azure-credential-limit",
  severity: "low",
  title: "An identity is close to its limit of federated credentials",
  gain: "No direct gain. Azure refuses the next credential, and a hurried fix is often a shared service account.",
  fix: "Create a separate identity for further subjects.",
  page: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  find: (world) => {
    const all = new Map<string, Resource[]>();
    for (const { resource, parent } of federatedCredentials(world)) {
      if (parent !== "") gather(all, parent.toLowerCase(), resource);
    }
    return [...all.values()]
      .filter((resources) => resources.length >= MAX_FEDERATED_CREDENTIALS * HEADROOM)
      .map((resources) => ({
        resource: resources[resources.length - 1],
        argument: "subject",
        reason: `is one of ${resources.length} credentials of its identity, of at most ${MAX_FEDERATED_CREDENTIALS}`,
      }));
  },
};
