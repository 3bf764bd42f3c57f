import { Check } from "../check";
import { resourcesOf, textOf } from "../support/arguments";
import { rbacOf } from "../support/rbac";
import { SESSION_NAME_TEMPLATE } from "../../../vendor/aws/eks";

/** A session's ARN, which EKS makes the user's name unless told otherwise. */
const SESSION = /^arn:aws[\w-]*:sts::\d{12}:assumed-role\/[^/]+\/.+$/;

/** Rights that follow the session's name, which the caller of AssumeRole chooses. */
export const sessionNameUser: Check = {
  code: "eks-session-name-user",
  severity: "high",
  title: "RBAC binds a user name that contains the session name",
  gain: "The caller of AssumeRole chooses the session name, and so becomes any user that is bound this way.",
  fix: "Give the access entry kubernetes_groups, and bind the group.",
  page: "https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html",
  find: (world) => {
    const templates = resourcesOf(world, ["aws_eks_access_entry"])
      .map((entry) => textOf(entry, "user_name") ?? "")
      .filter((name) => SESSION_NAME_TEMPLATE.test(name))
      .map((name) => name.split(SESSION_NAME_TEMPLATE) as [string, string]);
    const isBySession = (name: string) =>
      SESSION.test(name) || templates.some(([before, after]) => name.startsWith(before) && name.endsWith(after));
    return rbacOf(world).bindings.flatMap(({ resource, object }) =>
      object.subjects
        .filter(({ kind, name }) => kind === "User" && isBySession(name))
        .map(({ name }) => ({
          resource,
          argument: "subject",
          reason: `binds the user ${name}, which contains a session name that the caller chooses`,
        })),
    );
  },
};
