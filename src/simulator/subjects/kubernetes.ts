import { INTRUDER, Stranger, SubjectKind } from "./subject-kind";
import { SERVICE_ACCOUNT_SUBJECT, serviceAccountSubject } from "../../vendor/kubernetes/names";

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
      { who: "another namespace", subject: serviceAccountSubject(INTRUDER, own) },
      ...(name === "*"
        ? []
        : [{ who: "another service account", subject: serviceAccountSubject(namespace, INTRUDER) }]),
    ];
  },
  namesakesOf: (subject) => {
    const [namespace, name] = partsOf(subject);
    const own = name === "*" ? "any" : name;
    const others =
      name === "*"
        ? []
        : [serviceAccountSubject(namespace, `${name}-x`), serviceAccountSubject(namespace, `x-${name}`)];
    return [serviceAccountSubject(`${namespace}-x`, own), serviceAccountSubject(`x-${namespace}`, own), ...others];
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
