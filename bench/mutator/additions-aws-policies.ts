import { Json, Mutant } from "./mutate";
import { Args, Objects, withArguments, withObjects } from "./with-objects";

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Policies that deny or take away what an edge's role was given, and further ways to it: one mutant for each. */
export function policiesBesideRoles(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  const add = (type: string, args: Args, beside: Readonly<Record<string, Args>> = {}) =>
    found.push({
      ...{ operator: "add object", address: `${type}.added`, path: "" },
      to: JSON.stringify(args).slice(0, 400),
      make: () => withObjects(document, { [type]: args, ...beside }),
    });
  const { resource = {} } = document as { resource?: Objects };
  const policies = Object.entries(resource.aws_iam_role_policy ?? {});
  for (const [name, { assume_role_policy = "" }] of Object.entries(resource.aws_iam_role ?? {})) {
    if (!JSON.stringify(assume_role_policy).includes("sts:AssumeRoleWithWebIdentity")) continue;
    const [role, arn] = [`\${aws_iam_role.${name}.name}`, `\${aws_iam_role.${name}.arn}`];
    const set = (path: string, args: Args) =>
      found.push({
        ...{ operator: "add argument", address: `aws_iam_role.${name}`, path, to: JSON.stringify(args) },
        make: () => withArguments(document, "aws_iam_role", name, args),
      });
    const own = policies.flatMap(([, args]) => (args.role === role ? [args] : []));
    add("aws_iam_role_policy_attachments_exclusive", { role_name: role, policy_arns: [ADMINISTRATOR] });
    set("managed_policy_arns", { managed_policy_arns: [ADMINISTRATOR] });
    set("inline_policy", { inline_policy: [{ name: "added", policy: policyOf("Allow", "*") }] });
    add("aws_eks_access_entry", { cluster_name: "other", principal_arn: arn, kubernetes_groups: ["admins"] });
    if (own.length === 0) continue;
    const actions = own.flatMap(({ policy }) => [
      ...(policy as string).matchAll(/"((?:s3|sqs|secretsmanager|kms|ssm):[^"]*)"/g),
    ]);
    const [action = "s3:*"] = actions.map(([, one]) => one);
    for (const denied of ["*", action, "s3:*"]) {
      add("aws_iam_role_policy", { role, name: "added", policy: policyOf("Deny", denied) });
      const made = { aws_iam_policy: { name: "added", policy: policyOf("Deny", denied) } };
      add("aws_iam_role_policy_attachment", { role, policy_arn: "${aws_iam_policy.added.arn}" }, made);
    }
    add("aws_iam_role_policies_exclusive", { role_name: role, policy_names: [] });
    add("aws_iam_role_policies_exclusive", { role_name: role, policy_names: ["other"] });
    set("inline_policy", { inline_policy: [{}] });
    set("permissions_boundary", { permissions_boundary: "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess" });
    set("permissions_boundary", { permissions_boundary: "arn:aws:iam::111122223333:policy/unread" });
    add("aws_organizations_policy", { name: "added", content: policyOf("Deny", action) });
    for (const { policy } of own) {
      for (const [, bucket] of (policy as string).matchAll(/arn:[^:"]*:s3:::([a-z0-9.-]+)/g)) {
        const deny = { Principal: "*", Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] };
        add("aws_s3_bucket_policy", { bucket, policy: policyOf("Deny", "s3:*", deny) });
      }
    }
  }
  for (const { cluster_name } of Object.values(resource.aws_eks_access_entry ?? {})) {
    const oidc = {
      issuer_url: "https://idp.example.com",
      client_id: "c",
      groups_claim: "groups",
      username_prefix: "-",
    };
    add("aws_eks_identity_provider_config", { cluster_name, oidc: [oidc] });
  }
  return found;
}

function policyOf(Effect: string, Action: string, parts: Args = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*", ...parts }] });
}
