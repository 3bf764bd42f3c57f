import { hasUnknown, World } from "../../../simulator";
import { Check } from "../check";
import { attributeOf, resourcesOf, textsOf } from "../support/arguments";
import { isPattern, isPositive } from "../support/conditions";
import { linesOn, statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** An audience that a trust policy wants and the provider does not take. */
export const audienceNotRegistered: Check = {
  code: "aws-audience-not-registered",
  severity: "medium",
  title: "A trust policy requires an audience that its OIDC provider does not accept",
  gain: "No direct gain. No token matches both, and a hurried fix often makes one of them too wide.",
  fix: "Use one audience in client_id_list, in the condition and in the client.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  find: (world) => {
    const registered = clientIdsByArn(world);
    return webIdentityTrusts(world).flatMap((trust) => {
      const known = registered.get(trust.provider);
      const wanted = linesOn(trust, "aud").filter((line) => isPositive(line) && !isPattern(line));
      if (!known || [...known, ...wanted.flatMap(({ values }) => values)].some(hasUnknown)) return [];
      return wanted
        .filter(({ values }) => !values.some((value) => known.includes(value)))
        .map(({ values }) => ({
          resource: trust.role,
          argument: TRUST,
          reason: `${statementOf(trust)} requires ${values.join(", ")}, and the provider accepts ${known.join(", ") || "none"}`,
        }));
    });
  },
};

function clientIdsByArn(world: World): ReadonlyMap<string, readonly string[]> {
  const resources = resourcesOf(world, ["aws_iam_openid_connect_provider"]);
  return new Map(resources.map((one) => [attributeOf(one, "arn") ?? "", textsOf(one, "client_id_list")]));
}
