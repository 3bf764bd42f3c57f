import { Check } from "../check";
import { rbacOf } from "../support/rbac";

const EVERYBODY = /^system:(anonymous|unauthenticated|authenticated)$/;
/** What every cluster gives to everybody, and what issuers publish. */
const OPEN_ROLES = /^system:(public-info-viewer|discovery|basic-user|service-account-issuer-discovery)$/;

export const anonymous: Check = {
  code: "kubernetes-anonymous",
  severity: "critical",
  title: "A role is bound to anonymous or to all authenticated users",
  gain: "Every client that reaches the API server has the role, without a credential or with any credential that the cluster accepts.",
  fix: "Bind the users, groups or service accounts that need it.",
  page: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  find: (world) =>
    rbacOf(world).bindings.flatMap(({ resource, object: { subjects, roleName } }) =>
      subjects
        .filter(({ name }) => EVERYBODY.test(name) && !OPEN_ROLES.test(roleName))
        .map(({ name }) => ({ resource, argument: "subject", reason: `binds ${roleName} to ${name}` })),
    ),
};
