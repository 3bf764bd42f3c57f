import { namespaceOfSubject } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Cluster secrets of Argo CD in a namespace where none of its declared service accounts lives: Argo CD reads those of its own
 * namespace alone.
 *
 * Argo CD documentation: "Declarative Setup", section "Clusters".
 */
export const argoCdPlaces: Rule = ({ argoCdSecrets }) =>
  argoCdSecrets.flatMap((client): readonly Finding[] => {
    const { argoCd, declarations, place } = client;
    if (!argoCd) return [];
    const own = declarations.flatMap(({ source }) => namespaceOfSubject(source.subject) ?? []);
    if (own.length === 0 || own.includes(argoCd.namespace)) return [];
    const reason = `is in the namespace "${argoCd.namespace}", and Argo CD, whose service accounts are of "${own[0]}", reads cluster secrets of its own namespace alone`;
    return [{ code: "document-fault", severity: "fault", place, what: argoCd.namespace, reason }];
  });
