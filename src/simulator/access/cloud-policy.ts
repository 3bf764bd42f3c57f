import { DeclaredAccess } from "../../trust-declaration";
import { covers } from "./further-right";

/**
 * Whether a cloud's policy realises a declared access, in no more namespaces than were declared.
 *
 * @param policies the cloud's policies by the level that ClusterAccess names
 */
export function isPolicyDeclared(
  accesses: readonly DeclaredAccess[],
  policies: Readonly<Record<string, string>>,
  policy: string,
  given: readonly string[] | undefined,
): boolean {
  return accesses.some(
    ({ role, namespaces, cloudPolicy }) => cloudPolicy && policies[role] === policy && covers(namespaces, given),
  );
}
