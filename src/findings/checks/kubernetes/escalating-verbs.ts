import { Check } from "../check";
import { Role } from "../../../simulator";
import { rbacOf } from "../support/rbac";

type Rules = Role["rules"];

const VERBS = ["bind", "escalate", "impersonate"];
const RESOURCES = /^(\*|(cluster)?roles|users|groups|serviceaccounts|userextras(\/.*)?|uids)$/;

function escalates({ verbs, resources = [], resourceNames = [] }: Rules[number]): boolean {
  const hasVerb = verbs.some((verb) => VERBS.includes(verb) || verb === "*");
  return hasVerb && resourceNames.length === 0 && resources.some((one) => RESOURCES.test(one));
}

function verbsOf(rules: Rules): readonly string[] {
  const verbs = rules.filter(escalates).flatMap(({ verbs }) => verbs);
  return [...new Set(verbs.includes("*") ? VERBS : verbs.filter((verb) => VERBS.includes(verb)))];
}

export const escalatingVerbs: Check = {
  code: "kubernetes-escalating-verbs",
  severity: "high",
  title: "A bound role allows privilege escalation",
  gain: "The subject can bind or write a role with every right, or impersonate another user.",
  fix: "Remove bind, escalate and impersonate, or name the roles and users in resourceNames.",
  page: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb",
  find: (world) => {
    const { bindings, roles } = rbacOf(world);
    const bound = new Set(
      bindings
        .filter(({ object }) => object.subjects.some(({ name }) => !name.startsWith("system:")))
        .map(({ object, resource }) => `${resource.stack}\n${object.roleName}`),
    );
    return roles
      .filter(({ object, resource }) => object.rules.some(escalates) && bound.has(`${resource.stack}\n${object.name}`))
      .map(({ resource, object }) => ({
        resource,
        argument: "rule",
        reason: `may ${verbsOf(object.rules).join(", ")}, and is bound`,
      }));
  },
};
