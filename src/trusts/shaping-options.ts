import { AwsRoleOptions, AzureIdentityOptions, WorkloadIdentityOptions } from "../accounts";
import { comparableApplication } from "../accounts/entra-application";
import { keysOf } from "../common";

/** The options that shape a new role, and mean nothing for one that is given. */
export const AWS_ROLE_OPTIONS = keysOf({
  roleName: true,
  rolePath: true,
  permissionsBoundaryArn: true,
  maxSessionSeconds: true,
  validFrom: true,
  validUntil: true,
  tags: true,
  trustPolicyMaxLength: true,
} satisfies Record<keyof AwsRoleOptions, true>);

/** The options that shape a new identity, and mean nothing for one that is given. */
export const AZURE_IDENTITY_OPTIONS = keysOf({
  identityName: true,
  tags: true,
  application: true,
} satisfies Record<keyof AzureIdentityOptions, true>);

/** The same options in values that JSON can hold, as trusts that share an identity must agree on them. */
export function comparableIdentity<T extends AzureIdentityOptions>(options: T): object {
  return options.application ? { ...options, application: comparableApplication(options.application) } : options;
}

/** Those of some options that were given; undefined for none, so that a mesh makes no object for each trust. */
export function givenOf<T extends object, Key extends keyof T>(
  props: T,
  keys: readonly Key[],
): Pick<T, Key> | undefined {
  const given = keys.filter((key) => props[key] !== undefined);
  if (!given.length) return undefined;
  return Object.fromEntries(given.map((key) => [key, props[key]])) as Pick<T, Key>;
}

/** The options that shape a new pool or provider, and mean nothing for one that is given. */
export const POOL_OPTIONS = keysOf({
  poolId: true,
  providerId: true,
  existingPoolId: true,
  audience: true,
} satisfies Record<keyof WorkloadIdentityOptions, true>);
