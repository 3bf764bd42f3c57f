import { DeclaredGrant } from "../../trust-declaration";
import { ServiceEdge } from "../services/service-edge";
import { ServiceRequest } from "../services/service-request";
import { isWithin } from "../services/window";
import { decideAction, GivenPolicy } from "./decide-action";
import { declaredStatement } from "./declared-statement";
import { managedPolicy, managedPolicyName } from "./permissions";

/**
 * Whether what was declared of an edge permits a request; undefined where it names a policy that is not known.
 *
 * @param now seconds since 1970
 */
export function promisesService(
  { service, declaration }: ServiceEdge,
  { action, resource, keys = {} }: ServiceRequest,
  now: number,
): boolean | undefined {
  const names = [declaration.principal];
  const caller = { kind: "AWS", names, account: declaration.principal.split(":")[4] ?? "" } as const;
  const context = { get: (key: string) => keys[key] ?? [] };
  const identity = service.grants.filter((grant) => isWithin(grant, now)).map(policyOf);
  const { allowed, gaps } = decideAction({ caller, action, resource, context }, { identity, isSameAccount: true });
  return gaps.length ? undefined : allowed;
}

function policyOf(grant: DeclaredGrant): GivenPolicy {
  const { words, role } = grant;
  if (role !== undefined) {
    const name = managedPolicyName(role);
    if (name === undefined) return { name: words, unknown: "is not in the declaration" };
    const { document, unknown } = managedPolicy(name);
    return document ? { name: words, document } : { name: words, unknown: unknown ?? "is not in the list here" };
  }
  return { name: words, document: { kind: "identity", statements: [declaredStatement(grant)], hasVariables: true } };
}
