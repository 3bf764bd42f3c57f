import { TerraformResource, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";

/** A resource's address as `depends_on` and `replace_triggered_by` want it: not a template, as `fqn` is. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * An attribute of a resource for the configuration of another one: within a stack as the text that CDKTF would write, and from
 * another stack as a token, which it carries over. CDKTF keeps the whole call stack with each token, and a mesh has thousands of
 * these. Never to be checked as a literal, and not for values that users read.
 *
 * @param reader what the attribute is for
 */
export function referenceTo(resource: TerraformResource, attribute: string, reader: IConstruct): string {
  if (TerraformStack.of(resource) !== TerraformStack.of(reader)) return resource.getStringAttribute(attribute);
  return ["${", addressOf(resource), ".", attribute, "}"].join("");
}
