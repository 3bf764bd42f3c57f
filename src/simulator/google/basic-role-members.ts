import { Grants } from "./grants";

/**
 * The basic role by the prefix of members that stand for every principal with that role on a project.
 * IAM reference: "Policy", `bindings[].members[]`.
 */
const ROLES: Readonly<Record<string, string>> = {
  projectEditor: "roles/editor",
  projectOwner: "roles/owner",
  projectViewer: "roles/viewer",
};
const FORM = /^(project(?:Editor|Owner|Viewer)):(.+)$/;

/** Adds to policies what members such as `projectViewer:acme` mean there: each member of the basic role on that project. */
export function spellOut(policies: Iterable<Grants>, onProjects: ReadonlyMap<string, Grants>): void {
  for (const policy of policies) {
    for (const grant of [...policy.all]) {
      const [, kind = "", project = ""] = FORM.exec(grant.member) ?? [];
      if (kind === "") continue;
      const meant = onProjects.get(project)?.all.filter(({ role }) => role === ROLES[kind]) ?? [];
      for (const { member } of meant) policy.add({ ...grant, member });
    }
  }
}
