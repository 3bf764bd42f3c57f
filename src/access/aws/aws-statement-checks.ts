import { AwsStatement } from "./aws-statement";
import { isLiteral, problem, Risk } from "../../common";
import { ACTS_AS_OTHERS, IAM_CHANGES } from "../../vendor/aws/leading-actions";

const ACTION = /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/;

/** What is wrong with statements of a user's own. */
export function statementProblems(statements: readonly AwsStatement[]): (string | undefined)[] {
  if (!statements.length) {
    return [problem("access statements", "are empty, so nothing is allowed", "Give at least one statement")];
  }
  return statements.flatMap(({ actions, resources, conditions = [] }) => [
    actions.length ? undefined : problem("access actions", "are empty", "Give at least one action"),
    resources.length ? undefined : problem("access resources", "are empty", "Give at least one ARN"),
    ...actions
      .filter((action) => isLiteral(action) && !ACTION.test(action))
      .map((action) =>
        problem("access actions", `"${action}" is not an action`, "Give <service>:<Action>: s3:GetObject"),
      ),
    ...resources
      .filter((resource) => isLiteral(resource) && resource !== "*" && !/^arn:[^:]*:[^:]+:/.test(resource))
      .map((resource) =>
        problem(
          "access resources",
          `"${resource}" is not an ARN`,
          "Give an ARN, or * for actions that take no resource",
        ),
      ),
    ...conditions
      .filter(({ operator }) => /^ForAllValues:/i.test(operator))
      .map(({ key }) =>
        problem(
          "access conditions",
          `ForAllValues on ${key} holds where the key is absent`,
          "Use ForAnyValue, or an operator for one value",
        ),
      ),
  ]);
}

/** Actions without a resource of their own: `*` is the only resource that they take. */
const TAKES_NO_RESOURCE: readonly string[] = ["s3:ListAllMyBuckets", "sts:GetCallerIdentity"];

/** Statements that allow more than one action or one resource, or actions that lead to further rights. */
export function statementRisks(statements: readonly AwsStatement[]): Risk[] {
  return statements.flatMap(({ actions, resources }) => {
    const wideActions = actions.filter((action) => isLiteral(action) && /[*?]/.test(action));
    const needsResource = actions.some((action) => !TAKES_NO_RESOURCE.includes(action));
    return [
      ...leadingOn(actions, resources),
      ...wideActions.map((action) => ({ code: "wildcard-action", message: wildcardWords(action) })),
      ...(needsResource ? resources.filter(isEverything) : []).map((resource) => {
        const which = resource === "*" ? "every resource of the account" : `every one that ${resource} stands for`;
        return { code: "account-wide-grant", message: `${actions.join(", ")} is allowed on ${which}.` };
      }),
    ];
  });
}

/** Actions by which a role comes to rights that its statements do not name. */
function leadingOn(actions: readonly string[], resources: readonly string[]): Risk[] {
  const allowed = (of: readonly string[]) => of.filter((one) => actions.some((action) => covers(action, one)));
  const [changes, others] = [allowed(IAM_CHANGES), allowed(ACTS_AS_OTHERS)];
  const on = resources.filter(isLiteral).join(", ") || "a resource that is not known at synth";
  return [
    ...(changes.length
      ? [
          {
            code: "changes-iam",
            message: `${few(changes)} on ${on} lets the role give itself or others further rights. Remove it, or limit it to one path of roles with a permissions boundary.`,
          },
        ]
      : []),
    ...(others.length
      ? [
          {
            code: "acts-as-others",
            message: `${few(others)} on ${on} lets the role act with the rights of other roles. Remove it, or acknowledge it where those roles are meant.`,
          },
        ]
      : []),
  ];
}

function few(actions: readonly string[]): string {
  return `${actions.slice(0, 3).join(", ")}${actions.length > 3 ? ", …" : ""}`;
}

/** Whether a pattern of IAM stands for an action; their case makes no difference. */
function covers(pattern: string, action: string): boolean {
  if (!isLiteral(pattern)) return false;
  const form = pattern
    .replace(/[^\w*?]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${form}$`, "i").test(action);
}

function wildcardWords(action: string): string {
  if (action === "*") return "* allows every action, those of administrators included.";
  if (action.endsWith(":*")) return `${action} allows every action of the service, those of administrators included.`;
  return `${action} allows every action whose name is so, also those that AWS adds later.`;
}

/** Whether an ARN stands for every resource of a kind: it names none, or nothing but the kind. */
function isEverything(resource: string): boolean {
  if (!isLiteral(resource)) return false;
  if (resource === "*") return true;
  const [, , service, , , ...rest] = resource.split(":");
  const named = service === "s3" ? rest[0].split("/")[0] : rest.join(":").replace(/^[A-Za-z-]+[:/]/, "");
  return /^[*/:]+$/.test(named);
}

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/;

export function managedPolicyProblem(policyArn: string): string | undefined {
  if (!isLiteral(policyArn) || POLICY_ARN.test(policyArn)) return undefined;
  return problem(
    "access managedPolicy",
    `"${policyArn}" is not the ARN of a managed policy`,
    "Give arn:<partition>:iam::<account or aws>:policy/<name>",
  );
}

/** Policies of AWS that let their holder give itself every right. */
const ADMINISTRATORS = ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"];

/** What a managed policy of AWS allows beyond one resource. */
export function managedPolicyRisk(policyArn: string): Risk[] {
  if (!isLiteral(policyArn) || !policyArn.includes(":iam::aws:policy/")) return [];
  const name = policyArn.replace(/^.*\//, "");
  if (ADMINISTRATORS.includes(name)) {
    return [{ code: "administrator-policy", message: `${name} is a policy for administrators.` }];
  }
  return [{ code: "account-wide-grant", message: `${name} is not limited to one resource of the account.` }];
}
