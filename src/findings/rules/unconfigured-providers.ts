import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Resources and data sources that name a provider which nothing configures: Terraform makes and asks none of them. */
export const unconfiguredProviders: Rule = ({ configuration }) =>
  [...configuration.everyResource(), ...configuration.everyDataSource()].flatMap((resource): readonly Finding[] => {
    const { namedProvider, provider } = resource;
    if (namedProvider === undefined || provider) return [];
    const reason = `names the provider "${namedProvider}", which nothing configures, so Terraform does not make it`;
    const found = { place: placeOf(resource), resource, argument: "provider", what: namedProvider };
    return [{ code: "unconfigured-provider", severity: "fault", ...found, reason }];
  });
