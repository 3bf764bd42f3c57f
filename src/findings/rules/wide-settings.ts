import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Settings by which a cluster admits identities, or gives rights, that neither RBAC nor its cloud's grants tell. */
export const wideSettings: Rule = ({ clusters }) =>
  clusters.flatMap(({ label, settings = [] }) =>
    settings.flatMap(({ name, value, resource, argument, origin }): readonly Finding[] => {
      const found = {
        place: resource ? placeOf(resource) : label,
        ...(resource ? { resource, argument } : {}),
        what: name,
      };
      if (name === "legacyAbac" && value === true) {
        const reason = `the legacy authorizer of ${label} gives rights that RBAC and IAM do not tell, so nothing there is proved`;
        return [{ code: "wide-setting", severity: "gap", ...found, reason }];
      }
      if (name !== "localAccounts" || value !== true) return [];
      const reason = `${label} has local accounts: its admin kubeconfig passes Entra and role assignments by`;
      return [{ code: "wide-setting", severity: origin === "read" ? "gap" : "note", ...found, reason }];
    }),
  );
