import { TerraformStack, Token } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { CloudAccount } from "../accounts";
import { refuseStackCircle } from "../common/stack-circle";
import { stacksIn } from "../common/stacks-in";
import { OidcSubject } from "../subjects";

/**
 * Refuses a trust whose stack, or whose account's stack, reads a value of another stack that by other reads needs this one:
 * Terraform could apply neither first. CDKTF finds the same later, and names stacks only.
 *
 * @param from whose issuer and subject are read
 * @param account what reads them, in the stack of its provider
 * @throws if the circle closes
 */
export function refuseCircle(trust: Construct, from: OidcSubject, account: CloudAccount): void {
  const values = { issuer: from.issuedBy.issuer, subject: from.subject };
  const options = account._written.filter((value) => Token.isUnresolved(value));
  if (!options.length && !Token.isUnresolved(values.issuer) && !Token.isUnresolved(values.subject)) return;
  const stack = TerraformStack.of(trust);
  const home = homeOf(account, stack);
  for (const reader of new Set([stack, home])) {
    const again = `declare the source again in "${reader.node.id}" by a data source`;
    refuseStackCircle(trust, {
      ...{ reader, property: "from", what: "its issuer is an attribute", from: stacksIn(reader, values.issuer) },
      wayOut: `Give the issuers as literals (fromAttributes, or the option issuer of fromResource and fromDataSource), or ${again}`,
    });
    refuseStackCircle(trust, {
      ...{ reader, property: "from", what: "its subject is an attribute", from: stacksIn(reader, values.subject) },
      wayOut: `Give the subject as a literal, or ${again}`,
    });
  }
  refuseStackCircle(trust, {
    ...{ reader: home, property: "to", what: `an option of the account "${account.node.path}" is an attribute` },
    from: stacksIn(home, options),
    wayOut: "Give the account's options as literals",
  });
}

/**
 * Refuses a trust that closes a circle by what it needs of an account whose objects stand in another stack.
 *
 * @param values what the trust's own resources are written with
 * @param made whether the trust depends on resources of the account, whatever its values are
 * @throws if the circle closes
 */
export function refuseAccountCircle(
  trust: Construct,
  account: CloudAccount,
  values: readonly string[],
  made: readonly IConstruct[],
): void {
  const reader = TerraformStack.of(trust);
  refuseStackCircle(trust, {
    ...{ reader, property: "to", what: `what the account "${account.node.path}" creates for it is` },
    from: [...stacksIn(reader, values), ...made.map((one) => TerraformStack.of(one))],
    wayOut: `Give the destination an account with a provider of "${reader.node.id}"`,
  });
}

/**
 * Refuses a trust that closes a circle by names of its destination: a place for identities, or what access is granted to.
 *
 * @param reader the stack whose resources are written with the values
 * @throws if the circle closes
 */
export function refuseDestinationCircle(
  trust: Construct,
  reader: TerraformStack,
  property: string,
  values: readonly string[],
): void {
  if (!values.some((value) => Token.isUnresolved(value))) return;
  refuseStackCircle(trust, {
    ...{ reader, property, what: "a name in it is an attribute", from: stacksIn(reader, values) },
    wayOut: "Give names, places and ids as literals",
  });
}

/** The stack in which the objects of an account stand. */
export function homeOf(account: CloudAccount, fallback: TerraformStack): TerraformStack {
  return account._provider ? TerraformStack.of(account._provider) : fallback;
}
