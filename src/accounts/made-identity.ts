import { TerraformResource } from "cdktf";

/** An attribute of a resource. */
export type AttributeOf = readonly [resource: TerraformResource, name: string];

/** What was made of an identity, whichever resources that takes. */
export interface MadeIdentity {
  readonly resources: readonly TerraformResource[];
  /** What federated credentials are added to. */
  readonly id: AttributeOf;
  /** What tokens are asked for. */
  readonly clientId: AttributeOf;
  /** The object id of the service principal, which acts. */
  readonly principalId: AttributeOf;
  readonly tenantId: AttributeOf;
}

/** An attribute as a token, for values that users read. */
export function tokenOf([resource, name]: AttributeOf): string {
  return resource.getStringAttribute(name);
}
