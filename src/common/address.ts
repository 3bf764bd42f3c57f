import { TerraformResource } from "cdktf";

/** A resource's address as `depends_on` and `replace_triggered_by` want it: not a template, as `fqn` is. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}
