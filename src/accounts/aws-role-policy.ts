import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AwsAccountObjects } from "./aws-account-objects";
import { digest, isLiteral, problem, refuseFaulty, resolved } from "../common";
import { MAX_INLINE_POLICY_LENGTH } from "../vendor/aws/iam";

/** The name of the one inline policy that a role gets. */
const POLICY_NAME = "trust-mesh";

/** What stands before the name of a policy of AWS. */
const MANAGED_BY_AWS = /^arn:[^:]+:iam::aws:policy\//;

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
  /** The role's name; a token is allowed, and `referenceTo` where the role is made by trusts. */
  readonly roleName: string;
  /** Whether trusts make the role. */
  readonly isMade: boolean;
}

/**
 * What a role may do: one inline policy, to which every trust of the role adds its statements, and managed policies. It
 * stands where the account's objects do, so that two trusts never write two policies of one name.
 */
export class AwsRolePolicy extends Construct {
  private readonly objects: AwsAccountObjects;
  private readonly roleName: string;
  private readonly isMade: boolean;
  /** The statements as JSON, in the order in which trusts asked for them. */
  private statements: readonly string[] = [];
  private inline?: IamRolePolicy;
  private readonly attachments = new Map<string, { policyArn: string; made: IamRolePolicyAttachment }>();
  /** ARNs that were given for one key. */
  private readonly pairs: [key: string, first: string, second: string][] = [];

  public constructor(scope: Construct, id: string, { objects, roleName, isMade }: RolePolicyProps) {
    super(scope, id);
    this.isMade = isMade;
    this.objects = objects;
    this.roleName = roleName;
    refuseFaulty(this);
  }

  /** The policies that were made so far. */
  public get resources(): TerraformResource[] {
    return [...(this.inline ? [this.inline] : []), ...[...this.attachments.values()].map(({ made }) => made)];
  }

  /** Adds statements to the inline policy. */
  public allow(statements: readonly PolicyStatement[]): IamRolePolicy {
    const { objects, roleName: role } = this;
    this.statements = this.statements.concat(statements.map((statement) => JSON.stringify(statement)));
    const policy = policyOf(this.statements);
    if (this.inline) {
      this.inline.policy = policy;
      return this.inline;
    }
    if (!this.isMade) objects.claimPolicy(role, this);
    const { provider } = objects;
    this.inline = objects.created(new IamRolePolicy(this, "policy", { provider, role, name: POLICY_NAME, policy }));
    return this.inline;
  }

  /**
   * Attaches a managed policy, once.
   *
   * @param key what tells the policy from others in addresses: its ARN, or text that stands for a token
   */
  public attach(policyArn: string, key: string): IamRolePolicyAttachment {
    const told = key.replace(MANAGED_BY_AWS, "").replace(/^arn:[^:]+:iam::(\d{12}):policy\//, "$1:");
    const known = this.attachments.get(told);
    if (known) {
      if (known.policyArn !== policyArn) this.pairs.push([told, known.policyArn, policyArn]);
      return known.made;
    }
    const readable = told.replace(/[^\w.-]+/g, "-").slice(-40);
    const made = this.objects.created(
      new IamRolePolicyAttachment(this, `managed-${readable}-${digest(told)}`, {
        provider: this.objects.provider,
        role: this.roleName,
        policyArn,
      }),
    );
    this.attachments.set(told, { policyArn, made });
    return made;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [this.lengthProblem(), ...this.pairs.map((pair) => this.pairProblem(pair))];
  }

  /** Two policies of one address would be one attachment. */
  private pairProblem([key, ...arns]: [string, string, string]): string | undefined {
    const [first, second] = arns.map((arn) => String(resolved(this, arn)));
    if (first === second) return undefined;
    return problem(
      "access addressedAs",
      `"${first}" and "${second}" would have one address, of "${key}"`,
      "Give each managed policy an address of its own",
      "access-address",
    );
  }

  /** IAM counts the characters of all inline policies of a role, without white space. */
  private lengthProblem(): string | undefined {
    const text = policyOf(this.statements);
    if (!isLiteral(text) || text.length <= MAX_INLINE_POLICY_LENGTH) return undefined;
    return problem(
      "access",
      `the role's inline policy has ${text.length} characters, and IAM takes ${MAX_INLINE_POLICY_LENGTH}`,
      "Put statements into a managed policy: AwsAccess.managedPolicy(arn)",
    );
  }
}

/** Statements that two trusts ask for stand once; the order of trusts does not count. */
function policyOf(statements: readonly string[]): string {
  return `{"Version":"2012-10-17","Statement":[${[...new Set(statements)].sort().join(",")}]}`;
}
