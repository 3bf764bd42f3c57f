import { alike, INTRUDER, Stranger, SubjectKind } from "./subject-kind";
import { GITLAB_SUBJECT } from "../../vendor/issuers/gitlab";

/**
 * CI jobs of GitLab.
 *
 * GitLab Docs: "OpenID Connect (OIDC) Authentication Using ID Tokens".
 */
export const gitlab: SubjectKind = {
  owns: ({ subject }) => subject.startsWith(GITLAB_SUBJECT),
  nameOf: (subject) => subject,
  claims: (subject) => {
    const { project, type, ref } = read(subject);
    return {
      project_path: project,
      namespace_path: project.replace(/\/[^/]*$/, ""),
      ref_type: type ?? "branch",
      ref: ref ?? "main",
      pipeline_source: "push",
    };
  },
  listsAudience: false,
  exampleOf: (pattern) => pattern.replace(/\*$/, "ref_type:branch:ref:any"),
  strangersTo: (subject): readonly Stranger[] => {
    const { project, type, ref } = read(subject);
    const whole = subject.replace(/\*$/, "ref_type:branch:ref:any");
    const inProject = (other: string) => whole.replace(`${GITLAB_SUBJECT}${project}`, `${GITLAB_SUBJECT}${other}`);
    const name = project.replace(/^.*\//, "");
    const others = [
      { who: "another project", subject: inProject(project.replace(/[^/]*$/, INTRUDER)) },
      { who: "a fork", subject: inProject(`${INTRUDER}/${name}`) },
    ];
    if (ref === undefined) return others;
    const [own, other] = type === "tag" ? ["tag", "branch"] : ["branch", "tag"];
    const kinds =
      type === undefined
        ? []
        : [{ who: `a ${other} of the name`, subject: subject.replace(`:ref_type:${own}`, `:ref_type:${other}`) }];
    return [
      ...others,
      { who: `another ${own}`, subject: subject.replace(`:ref:${ref}`, `:ref:${INTRUDER}`) },
      ...kinds,
    ];
  },
  namesakesOf: (subject) => {
    const { project } = read(subject);
    const longer = `${GITLAB_SUBJECT}${project}-x`;
    const whole = subject.replace(/\*$/, "ref_type:branch:ref:any");
    return [...alike(subject), whole.replace(`${GITLAB_SUBJECT}${project}`, longer)];
  },
};

function read(subject: string): { readonly project: string; readonly type?: string; readonly ref?: string } {
  const [, project = ""] = /^project_path:([^:]*)/.exec(subject) ?? [];
  const [, type] = /:ref_type:(branch|tag)(?::|$)/.exec(subject) ?? [];
  const [, ref] = /:ref:(.*?)(?::ref_type:(?:branch|tag))?$/s.exec(subject) ?? [];
  return { project, ...(type === undefined ? {} : { type }), ...(ref === undefined ? {} : { ref }) };
}
