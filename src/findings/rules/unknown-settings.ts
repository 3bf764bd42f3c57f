import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** What of a cluster decides who gets in, in words. */
const WORDS = {
  authenticationMode: "the authentication mode, without which access entries may not count,",
  entraIntegration: "whether the cluster takes tokens of Entra",
  azureRbacEnabled: "whether Azure's role assignments decide in the cluster",
  localAccounts: "whether the cluster has local accounts, which pass Entra by,",
  legacyAbac: "whether the legacy authorizer gives rights beside RBAC",
} as const;
/** Settings whose default is what the simulator plays, so that not knowing them hides nothing of an edge. */
const HARMLESS = ["localAccounts"];

/** Settings that decide who gets in, and are neither read nor stated; those that were stated are listed. */
export const unknownSettings: Rule = ({ clusters }) =>
  clusters.flatMap(({ label, settings = [] }) =>
    settings.flatMap(({ name, origin, resource, value, reason }): readonly Finding[] => {
      const place = resource ? placeOf(resource) : label;
      const where = resource ? { resource } : {};
      if (origin === "stated") {
        const words = `${name} of ${label} was stated: ${String(value)}`;
        return [{ code: "stated-setting", severity: "note", place, ...where, what: name, reason: words }];
      }
      if (origin === "read" || HARMLESS.includes(name)) return [];
      const words = `${WORDS[name]} is neither read nor stated: state ${name} of the cluster ${label}`;
      const told = reason === undefined ? words : `${words} (${reason})`;
      return [{ code: "unknown-setting", severity: "gap", place, ...where, what: name, reason: told }];
    }),
  );
