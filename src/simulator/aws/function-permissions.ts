import { Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { AwsAccounts } from "./accounts";
import { Statement } from "./statement";

/** A statement that a permission adds to the policy of a function. */
export interface FunctionPermission {
  readonly resource: Resource;
  /** Undefined where it cannot be known. */
  readonly function?: string;
  /** Undefined where it cannot be known. */
  readonly statement?: Statement;
}

/**
 * The permissions of Lambda functions, each of which is a statement of the function's policy.
 *
 * Terraform registry: "aws_lambda_permission"; AWS Lambda API Reference: "AddPermission".
 */
export function functionPermissions(
  configuration: Configuration,
  accounts: AwsAccounts,
): readonly FunctionPermission[] {
  return configuration.resources("aws_lambda_permission").map((resource) => {
    const arn = unlessUnresolved(() => arnOf(resource, accounts), undefined);
    const statement = arn === undefined ? undefined : unlessUnresolved(() => statementOf(resource, arn), undefined);
    return { resource, ...(arn === undefined ? {} : { function: arn }), ...(statement ? { statement } : {}) };
  });
}

/** A function is named by its name, its ARN, or the end of it; a version or an alias has statements of its own. */
function arnOf(resource: Resource, accounts: AwsAccounts): string {
  const told = text(resource.argument("function_name")) ?? "";
  const name = told.split(":function:").at(-1) ?? told;
  const qualifier = text(resource.argument("qualifier"));
  const whole = qualifier === undefined || name.includes(":") ? name : `${name}:${qualifier}`;
  if (told.startsWith("arn:")) return `${told.split(":function:")[0]}:function:${whole}`;
  const { provider } = resource;
  const region = text(resource.argument("region")) ?? accounts.regionOf(provider);
  return `arn:${accounts.partitionOf(provider)}:lambda:${region}:${accounts.of(resource)}:function:${whole}`;
}

function statementOf(resource: Resource, arn: string): Statement {
  const said = (name: string) => text(resource.argument(name));
  const principal = said("principal") ?? "";
  const isService = principal.includes(".") && !principal.startsWith("arn:");
  const equal = {
    ...ifSaid("aws:SourceAccount", said("source_account")),
    ...ifSaid("aws:PrincipalOrgID", said("principal_org_id")),
    ...ifSaid("lambda:EventSourceToken", said("event_source_token")),
    ...ifSaid("lambda:FunctionUrlAuthType", said("function_url_auth_type")),
  };
  const like = ifSaid("aws:SourceArn", said("source_arn"));
  const Condition = {
    ...(Object.keys(equal).length ? { StringEquals: equal } : {}),
    ...(Object.keys(like).length ? { ArnLike: like } : {}),
  };
  return {
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { [isService ? "Service" : "AWS"]: principal },
    Action: said("action") ?? "",
    Resource: arn,
    ...(Object.keys(Condition).length ? { Condition } : {}),
  };
}

function ifSaid(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [key]: value };
}
