import { shadowedContainers, shadowReason } from "../../containers";
import { Check } from "../check";

export const shadowedIdentity: Check = {
  code: "kubernetes-shadowed-identity",
  severity: "medium",
  title: "A container has a federated token and a variable that SDKs prefer to it",
  gain: "The pod acts by a static credential that does not end, or as another identity, while its federated identity looks used.",
  fix: "Remove the variable, and the credential that it names.",
  page: "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
  find: (world) =>
    shadowedContainers(world).flatMap((found) => {
      if ("error" in found) return [];
      const { resource, argument } = found;
      return [{ resource, argument, reason: shadowReason(found) }];
    }),
};
