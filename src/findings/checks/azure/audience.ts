import { Check } from "../check";
import { hasUnknown } from "../../../simulator";
import { federatedCredentials } from "../support/azure-credentials";

export const azureAudience: Check = {
  code: "azure-audience",
  severity: "low",
  title: "A federated credential accepts another audience than its cloud's default",
  gain: "A token that a workload presents to another service with this audience can be exchanged here.",
  fix: "Use api://AzureADTokenExchange, or the audience of the US Government or China cloud.",
  page: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  find: (world) =>
    federatedCredentials(world).flatMap(({ resource, audiences }) =>
      audiences
        .filter((one) => !hasUnknown(one) && !/^api:\/\/AzureADTokenExchange(USGov|China)?$/.test(one))
        .map((one) => ({ resource, argument: "audience", reason: `the audience is ${one}` })),
    ),
};
