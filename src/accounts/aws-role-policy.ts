import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Lazy, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AwsAccountObjects } from "./aws-account-objects";
import { digest, isLiteral, problem, refuse, resolved } from "../common";
import { MAX_INLINE_POLICY_LENGTH } from "../vendor/aws/iam";

/** The name of the one inline policy that a role gets. */
const POLICY_NAME = "trust-mesh";

/** One statement of an identity policy, in the form that IAM stores. */
export interface PolicyStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** The role that permissions are given to. */
interface RolePolicyProps {
  readonly objects: AwsAccountObjects;
  /** The role's name; a token is allowed. */
  readonly roleName: string;
}

/**
 * What a role may do: one inline policy, to which every trust of the role adds its statements, and managed policies. It
 * stands where the account's objects do, so that two trusts never write two policies of one name.
 */
export class AwsRolePolicy extends Construct {
  private readonly objects: AwsAccountObjects;
  private readonly roleName: string;
  private readonly statements: PolicyStatement[] = [];
  private inline?: IamRolePolicy;
  private readonly attachments = new Map<string, IamRolePolicyAttachment>();

  public constructor(scope: Construct, id: string, { objects, roleName }: RolePolicyProps) {
    super(scope, id);
    this.objects = objects;
    this.roleName = roleName;
    refuse(this, () => [this.lengthProblem()]);
  }

  /** The policies that were made so far. */
  public get resources(): TerraformResource[] {
    return [...(this.inline ? [this.inline] : []), ...this.attachments.values()];
  }

  /** Adds statements to the inline policy. */
  public allow(statements: readonly PolicyStatement[]): IamRolePolicy {
    this.statements.push(...statements);
    if (!this.inline) this.objects.claimPolicy(this.roleName, this);
    this.inline ??= this.objects.created(
      new IamRolePolicy(this, "policy", {
        provider: this.objects.provider,
        role: this.roleName,
        name: POLICY_NAME,
        policy: Lazy.stringValue({ produce: () => this.document() }),
      }),
    );
    return this.inline;
  }

  /** Attaches a managed policy, once. */
  public attach(policyArn: string): IamRolePolicyAttachment {
    const key = isLiteral(policyArn) ? policyArn.replace(/^.*:policy\//, "") : String(resolved(this, policyArn));
    const known = this.attachments.get(key);
    if (known) return known;
    const readable = key.replace(/[^\w.-]+/g, "-").slice(-40);
    const made = this.objects.created(
      new IamRolePolicyAttachment(this, `managed-${readable}-${digest(key)}`, {
        provider: this.objects.provider,
        role: this.roleName,
        policyArn,
      }),
    );
    this.attachments.set(key, made);
    return made;
  }

  /** Statements that two trusts ask for stand once; the order of trusts does not count. */
  private document(): string {
    const texts = [...new Set(this.statements.map((statement) => JSON.stringify(statement)))].sort();
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: texts.map((text) => JSON.parse(text) as PolicyStatement),
    });
  }

  /** IAM counts the characters of all inline policies of a role, without white space. */
  private lengthProblem(): string | undefined {
    const text = this.document();
    if (!isLiteral(text) || text.length <= MAX_INLINE_POLICY_LENGTH) return undefined;
    return problem(
      "access",
      `the role's inline policy has ${text.length} characters, and IAM takes ${MAX_INLINE_POLICY_LENGTH}`,
      "Put statements into a managed policy: AwsAccess.managedPolicy(arn)",
    );
  }
}
