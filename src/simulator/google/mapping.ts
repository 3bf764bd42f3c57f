import { MAX_MAPPED_BYTES, MAX_SUBJECT_BYTES } from "../../vendor/google/federation";
import { refused, Refused } from "../answer";
import { Claims, ShownToken } from "../token";
import { CelFault, evaluateCel } from "./cel";
import { PoolProvider } from "./pools";
import { FederatedPrincipal } from "./principal";

/** What a mapping makes of a token's claims. */
export interface Attributes {
  /** Undefined where it has no value. */
  readonly subject?: unknown;
  /** Why the subject has no value. */
  readonly fault?: string;
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Maps claims to attributes; one whose claim is not there is left out. */
export function attributesOf({ mapping }: PoolProvider, claims: Claims): Attributes {
  let found: Pick<Attributes, "subject" | "fault"> = {};
  let groups: readonly string[] = [];
  const attributes: Record<string, string> = {};
  for (const [attribute, expression] of Object.entries(mapping)) {
    const { value, fault } = mapped(expression, claims);
    if (attribute === "google.subject") {
      found = fault === undefined ? { subject: value } : { fault: `${expression}: ${fault}` };
    } else if (fault === undefined) {
      if (attribute === "google.groups") groups = [value].flat().map(String);
      else attributes[attribute.replace(/^attribute\./, "")] = String(value);
    }
  }
  return { ...found, groups, attributes };
}

/**
 * Whom a provider's mapping makes of a token's claims, whatever its condition says.
 *
 * @param pool the pool with the service in front: `iam.googleapis.com/projects/<number>/…`
 */
export function principalOf(
  provider: PoolProvider,
  pool: string,
  { claims }: Pick<ShownToken, "claims">,
): FederatedPrincipal | Refused {
  const { subject, fault, groups, attributes } = attributesOf(provider, claims);
  const refuse = (message: string, line: string) =>
    refused("exchange", "invalid_request", message, {
      resource: provider.resource,
      argument: "attribute_mapping",
      line,
    });
  if (typeof subject !== "string" || subject === "") {
    const message = "The mapped attribute 'google.subject' must be of type STRING";
    return refuse(message, fault ?? "it gives no google.subject");
  }
  const bytes = Buffer.byteLength(subject);
  if (bytes > MAX_SUBJECT_BYTES) {
    const message = `The size of mapped attribute google.subject exceeds the ${MAX_SUBJECT_BYTES} bytes limit. Either modify your attribute mapping or the incoming assertion to produce a mapped attribute that is less than ${MAX_SUBJECT_BYTES} bytes.`;
    return refuse(message, `google.subject is "${subject}", of ${bytes} bytes`);
  }
  const all = [subject, ...groups, ...Object.values(attributes)].reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (all > MAX_MAPPED_BYTES) {
    const message = `The size of the mapped attributes exceeds the ${MAX_MAPPED_BYTES} bytes limit.`;
    return refuse(message, `the mapped attributes have ${all} bytes`);
  }
  return { kind: "federated", name: `principal://${pool}/subject/${subject}`, pool, subject, attributes, groups };
}

function mapped(expression: string, claims: Claims): { value?: unknown; fault?: string } {
  try {
    return { value: evaluateCel(expression, { assertion: claims }) };
  } catch (error) {
    if (!(error instanceof CelFault)) throw error;
    return { fault: error.message };
  }
}
