/** One condition of a policy statement: an operator compares a condition key with values. */
export interface AwsCondition {
  /** The operator, such as `StringEquals` or `DateLessThan`. */
  readonly operator: string;
  /** The condition key, such as `aws:PrincipalTag/team`. */
  readonly key: string;
  /** The values; one that matches is enough. */
  readonly values: string[];
}

/**
 * One statement that allows actions on resources.
 *
 * AWS Identity and Access Management: "IAM JSON policy element reference"
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface AwsStatement {
  /** What is allowed: `<service>:<Action>`; a `*` in it warns. */
  readonly actions: string[];
  /** On what: ARNs, or `*` for actions that take no resource, which warns. */
  readonly resources: string[];
  /** Under which conditions; all must hold. @default - none */
  readonly conditions?: AwsCondition[];
}
