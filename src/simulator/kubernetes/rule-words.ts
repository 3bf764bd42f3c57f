import { Rule } from "./rule";

/** A rule of one verb on one resource or path in a few words: `get secrets`, `patch deployments.apps`. */
export function ruleWords(rule: Partial<Rule>): string {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const groups = apiGroups.filter(Boolean);
  const on = [
    ...resources.map((one) => (groups.length ? `${one}.${groups.join(",")}` : one)),
    ...nonResourceURLs,
    ...resourceNames.map((one) => `named ${one}`),
  ];
  return `${verbs.join(",")} ${on.join(" ")}`;
}
