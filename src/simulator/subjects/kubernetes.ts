import { INTRUDER, Stranger, SubjectKind } from "./subject-kind";
import { SERVICE_ACCOUNT_SUBJECT } from "../../vendor/kubernetes/names";

/** Service accounts of clusters, by projected tokens. */
export const kubernetes: SubjectKind = {
  owns: ({ subject }) => subject.startsWith(SERVICE_ACCOUNT_SUBJECT),
  nameOf: (subject) => partsOf(subject).join("/"),
  claims: (subject, uid = "") => {
    const [namespace, name] = partsOf(subject);
    return { "kubernetes.io": { namespace, serviceaccount: { name, uid } } };
  },
  listsAudience: true,
  exampleOf: (pattern) => pattern.replace(/\*$/, "any"),
  strangersTo: (subject): readonly Stranger[] => {
    const [namespace, name] = partsOf(subject);
    const own = name === "*" ? "any" : name;
    return [
      { who: "another namespace", subject: subjectOf(INTRUDER, own) },
      ...(name === "*" ? [] : [{ who: "another service account", subject: subjectOf(namespace, INTRUDER) }]),
    ];
  },
  namesakesOf: (subject) => {
    const [namespace, name] = partsOf(subject);
    const own = name === "*" ? "any" : name;
    const others = name === "*" ? [] : [subjectOf(namespace, `${name}-x`), subjectOf(namespace, `x-${name}`)];
    return [subjectOf(`${namespace}-x`, own), subjectOf(`x-${namespace}`, own), ...others];
  },
};

/** The namespace of a service account by the `sub` of its tokens; undefined for another subject. */
export function namespaceOfSubject(subject: string): string | undefined {
  return subject.startsWith(SERVICE_ACCOUNT_SUBJECT) ? partsOf(subject)[0] : undefined;
}

function partsOf(subject: string): readonly [string, string] {
  const [namespace = "", name = ""] = subject.slice(SERVICE_ACCOUNT_SUBJECT.length).split(":");
  return [namespace, name];
}

function subjectOf(namespace: string, name: string): string {
  return `${SERVICE_ACCOUNT_SUBJECT}${namespace}:${name}`;
}
