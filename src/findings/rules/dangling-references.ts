import { Configuration, placeOf } from "../../simulator";
import { RefusedObject, RefusedObjectRule } from "../finding";

const PROVIDERS = "aws|awscc|google|azurerm|azuread|azapi|kubernetes|kubectl|helm|tls";
/** A reference at the beginning of an expression, which `$${` is not: others may be text of another language. */
const REFERENCE = new RegExp(`(?<!\\$)\\$\\{(data\\.)?((?:${PROVIDERS})_\\w+)\\.([A-Za-z_][\\w-]*)[.[}]`, "g");
/** Arguments of Terraform's own that are lists of addresses; in JSON without `${`. */
const ADDRESSES = /(?<!\\)"(?:depends_on|replace_triggered_by)"\s*:\s*\[([^\]]*)\]/g;
const ADDRESS = new RegExp(`"(data\\.)?((?:${PROVIDERS})_\\w+)\\.([A-Za-z_][\\w-]*)[^"]*"`, "g");
/** Names that an expression gives to the elements of what it goes over. */
const BOUND = /(?:\b|(?<=\\[nrt]))for\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b|"iterator"\s*:\s*"(?:\$\{\s*)?(\w+)/g;
/** What a `dynamic` block's label has. */
const OF_DYNAMIC = /^(key|value)$/;

/** References to resources and data sources that a synthesized stack does not have: Terraform refuses the whole stack. */
export const danglingReferences: RefusedObjectRule = ({ configuration }) => {
  const found = new Map<string, RefusedObject>();
  const bound = boundNames(configuration);
  for (const { stack, type, name, address, isOrder } of references(configuration)) {
    const place = `${stack}: ${address}`;
    if (!isOrder && (OF_DYNAMIC.test(name) || bound.has(type))) continue;
    if (found.has(place) || !configuration.lacks(stack, address)) continue;
    const by = referrerOf(configuration, stack, address);
    const reason = `${by ?? `the stack ${stack}`} refers to ${address}, which the stack does not have, so Terraform makes nothing of it`;
    found.set(place, { code: "refused-object", severity: "fault", place, what: address, reason });
  }
  return [...found.values()];
};

/** The place of the first resource that refers to an address. */
function referrerOf(configuration: Configuration, stack: string, address: string): string | undefined {
  const own = [...configuration.everyResource(), ...configuration.everyDataSource()].filter(
    (one) => one.stack === stack,
  );
  // An address may be the beginning of another one.
  const whole = new RegExp(`(?<![\\w.-])${address.replaceAll(".", "\\.")}(?![\\w-])`);
  const found = own.find((one) => one.mentions((text) => whole.test(text)));
  return found && placeOf(found);
}

interface Reference {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  /** Whether it is an entry of `depends_on`, and no part of an expression. */
  readonly isOrder: boolean;
}

function references(configuration: Configuration): readonly Reference[] {
  const reference = (stack: string, [, data = "", type, name]: RegExpMatchArray, isOrder: boolean): Reference => ({
    ...{ stack, type, name, isOrder },
    address: `${data}${type}.${name}`,
  });
  return [
    ...configuration.matches(REFERENCE).map(({ stack, match }) => reference(stack, match, false)),
    ...configuration
      .matches(ADDRESSES)
      .flatMap(({ stack, match }) => [...match[1].matchAll(ADDRESS)].map((one) => reference(stack, one, true))),
  ];
}

function boundNames(configuration: Configuration): ReadonlySet<string> {
  return new Set(configuration.matches(BOUND).flatMap(({ match }) => match.slice(1).filter(Boolean)));
}
