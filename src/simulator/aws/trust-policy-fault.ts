import { policyFault } from "./policy-fault";
import { namesAction, Statement } from "./statement";

const KINDS = ["AWS", "CanonicalUser", "Federated", "Service"];

/**
 * What keeps IAM from storing a role's trust policy; undefined for nothing.
 *
 * AWS IAM documentation: "Grammar of the IAM JSON policy language", "AWS JSON policy elements: Principal".
 */
export function trustPolicyFault(text: string): string | undefined {
  return policyFault(text, "trust", (one) => principalFault(one.Principal) ?? actionFault(one));
}

function principalFault(principal: unknown): string | undefined {
  if (principal === undefined) return undefined;
  // hashicorp/terraform-provider-aws, internal/service/iam/policy_model.go: everybody of AWS is written { AWS: "*" } here.
  if (typeof principal !== "object" || principal === null) return `Principal is ${JSON.stringify(principal)}`;
  const entries = Object.entries(principal as Record<string, unknown>);
  if (entries.length === 0) return "Principal names nobody";
  for (const [kind, names] of entries) {
    if (!KINDS.includes(kind)) return `Principal has no ${kind}`;
    const wrong = [names].flat().find((name) => typeof name !== "string" || !isPrincipal(kind, name));
    if (wrong !== undefined) return `Principal names the ${kind} ${JSON.stringify(wrong)}`;
  }
  return undefined;
}

function isPrincipal(kind: string, name: string): boolean {
  if (kind === "Service") {
    return /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov)$/.test(name);
  }
  if (kind === "AWS") {
    return name === "*" || /^\d{12}$|^A[A-Z0-9]{15,}$|^arn:[a-z-]+:(iam|sts)::\d{12}:[^*?]+$/.test(name);
  }
  if (kind === "Federated") {
    return /^arn:[a-z-]+:iam::\d{12}:(oidc|saml)-provider\/[^*?]+$|^[a-z.]+\.[a-z]+$/.test(name);
  }
  return name !== "";
}

/** What a trust policy may name, which IAM words: "AssumeRole policy may only specify STS AssumeRole actions". */
const TRUST_ACTIONS = [
  ...["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
  ...["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"],
];

function actionFault({ Action, NotAction }: Statement): string | undefined {
  const wrong = [Action ?? NotAction].flat().find((one) => !isOfTrust(String(one)));
  return wrong === undefined ? undefined : `an action of a trust policy is none of STS: ${JSON.stringify(wrong)}`;
}

function isOfTrust(pattern: string): boolean {
  return /^sts:/i.test(pattern) && TRUST_ACTIONS.some((known) => namesAction(pattern, known));
}
