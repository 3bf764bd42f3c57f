import { AccessRequest, fullResourceName, requestFor, ServiceRequest, TokenHeader } from "../../simulator";
import { isObject } from "../is-object";

/** The version of the form of requests and verdicts. */
export const CAN_I_VERSION = 1;

/** Who asks: a service account by its name, or the claims of a token. */
export interface Caller {
  /** `CLUSTER:NAMESPACE/NAME`. */
  readonly from?: string;
  /** Claims in place of those of an ordinary token of `from`; null takes one away. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** How the token's signature verifies. */
  readonly signature: "good" | "wrong" | "unknown key";
  /** The token's header, where it is not the usual one. */
  readonly header?: TokenHeader;
}

/** Whether a caller may do something in a cluster. */
export interface ClusterQuestion {
  readonly kind: "cluster";
  readonly id?: unknown;
  readonly caller: Caller;
  readonly to: string;
  /** The edge whose document is used, `CLUSTER:NAMESPACE/NAME`; every one into the cluster unless given. */
  readonly by?: string;
  readonly request: AccessRequest;
}

/** Whether a cloud's token endpoint takes a caller's token. */
export interface ExchangeQuestion {
  readonly kind: "exchange";
  readonly id?: unknown;
  readonly caller: Caller;
  readonly exchange:
    | { readonly cloud: "aws"; readonly roleArn: string; readonly sessionName: string }
    | { readonly cloud: "google"; readonly audience: string }
    | { readonly cloud: "azure"; readonly tenantId: string; readonly clientId: string };
}

/** Whether a caller may use a cloud's service. */
export interface ServiceQuestion {
  readonly kind: "service";
  readonly id?: unknown;
  readonly caller: Caller;
  /** The account, by its construct id, or cloud and id: `aws:111122223333`; every one unless given. */
  readonly to?: string;
  readonly request: ServiceRequest;
}

export type Question = ClusterQuestion | ExchangeQuestion | ServiceQuestion;

/** A request that cannot be answered; it names the field, the reason and the way out. */
export class MalformedRequest extends Error {
  public constructor(
    message: string,
    public readonly code: "malformed" | "unknown" | "not-played" = "malformed",
  ) {
    super(message);
    this.name = "MalformedRequest";
  }
}

const COMMON = ["version", "id", "from", "claims", "signature", "header"];
const IN_CLUSTER = [...COMMON, "to", "by", "verb", "resource", "namespace", "name"];
const AT_SERVICE = [...COMMON, "to", "action", "resource", "keys"];
const SIGNATURES = ["good", "wrong", "unknown key"] as const;
const EXCHANGES = {
  aws: ["roleArn", "sessionName"],
  google: ["audience"],
  azure: ["tenantId", "clientId"],
} as const;

/**
 * Reads one request.
 *
 * @throws MalformedRequest
 */
export function questionOf(value: unknown): Question {
  if (!isObject(value)) throw new MalformedRequest("a request is not a JSON object. Give one object a line");
  if (value.version !== undefined && value.version !== CAN_I_VERSION) {
    throw new MalformedRequest(`version is ${JSON.stringify(value.version)}. Give ${CAN_I_VERSION}, or leave it out`);
  }
  const id = value.id === undefined ? {} : { id: value.id };
  const caller = callerOf(value);
  if (value.exchange !== undefined) {
    only(value, [...COMMON, "exchange"]);
    return { kind: "exchange", ...id, caller, exchange: exchangeOf(value.exchange) };
  }
  if (value.action !== undefined) {
    only(value, AT_SERVICE);
    const [action, resource] = ["action", "resource"].map((name) => textOf(value, name));
    const to = optional(value, "to");
    const request = { action, resource, ...keysOf(value.keys) };
    return { kind: "service", ...id, caller, ...(to === undefined ? {} : { to }), request };
  }
  only(value, IN_CLUSTER);
  const [to, verb, resource] = ["to", "verb", "resource"].map((name) => textOf(value, name));
  const [by, namespace, name] = ["by", "namespace", "name"].map((field) => optional(value, field));
  const request = accessRequest(verb, resource, namespace, name);
  return { kind: "cluster", ...id, caller, to, ...(by === undefined ? {} : { by }), request };
}

/** The keys of a request that conditions of AWS ask for. */
function keysOf(value: unknown): Pick<ServiceRequest, "keys"> {
  if (value === undefined) return {};
  if (!isObject(value)) throw new MalformedRequest('keys is not an object. Give { "s3:prefix": "2027/" }');
  const keys = new Map<string, readonly string[]>();
  for (const [name, one] of Object.entries(value)) {
    const values: unknown[] = Array.isArray(one) ? one : [one];
    if (!values.every((each) => ["string", "number", "boolean"].includes(typeof each))) {
      throw new MalformedRequest(`keys.${name} is no text and no list of texts. Correct it, or leave it out`);
    }
    // Names of condition keys have no case.
    if (keys.has(name.toLowerCase())) throw new MalformedRequest(`keys.${name} is there twice. Leave one of them out`);
    keys.set(name.toLowerCase(), values.map(String));
  }
  return { keys: Object.fromEntries(keys) };
}

function callerOf(value: Readonly<Record<string, unknown>>): Caller {
  const { claims = {}, signature = "good" } = value;
  const from = optional(value, "from");
  if (!isObject(claims)) throw new MalformedRequest("claims is not an object. Give a token's claims");
  if (from === undefined && (typeof claims.iss !== "string" || typeof claims.sub !== "string")) {
    throw new MalformedRequest("from is missing. Give CLUSTER:NAMESPACE/NAME, or claims with iss and sub");
  }
  const known = SIGNATURES.find((one) => one === signature);
  if (!known) {
    throw new MalformedRequest(`signature is ${JSON.stringify(signature)}. Give one of ${SIGNATURES.join(", ")}`);
  }
  return { ...(from === undefined ? {} : { from }), claims, signature: known, ...headerOf(value) };
}

function headerOf({ header }: Readonly<Record<string, unknown>>): Pick<Caller, "header"> {
  if (header === undefined) return {};
  if (!isObject(header)) throw new MalformedRequest("header is not an object. Give { alg, kid }, or leave it out");
  only(header, ["alg", "kid"], "header.");
  const kid = optional(header, "kid", "header.");
  return { header: { alg: textOf(header, "alg", "header."), ...(kid === undefined ? {} : { kid }) } };
}

function exchangeOf(value: unknown): ExchangeQuestion["exchange"] {
  const clouds = Object.keys(EXCHANGES) as (keyof typeof EXCHANGES)[];
  const cloud = isObject(value) ? clouds.find((one) => one === value.cloud) : undefined;
  if (!isObject(value) || cloud === undefined) {
    throw new MalformedRequest(`exchange has no cloud. Give { cloud } with one of ${clouds.join(", ")}`);
  }
  only(value, ["cloud", ...EXCHANGES[cloud]], "exchange.");
  const field = (name: string) => textOf(value, name, "exchange.");
  switch (cloud) {
    case "aws":
      return { cloud, roleArn: field("roleArn"), sessionName: optional(value, "sessionName", "exchange.") ?? "can-i" };
    case "google":
      return { cloud, audience: field("audience") };
    case "azure":
      return { cloud, tenantId: field("tenantId"), clientId: field("clientId") };
  }
}

/**
 * A request from what kubectl's words are: `pods`, `deployments.apps`, `pods/exec`, `/healthz`.
 *
 * @throws MalformedRequest
 */
function accessRequest(verb: string, resource: string, namespace = "", name?: string): AccessRequest {
  if (resource.startsWith("/") && (namespace || name !== undefined)) {
    throw new MalformedRequest(`resource is the path ${resource}, which has no namespace and no name. Leave them out`);
  }
  const full = fullResourceName(resource);
  if (full) throw new MalformedRequest(`resource is "${resource}", and rules have it as ${full}. Give that`);
  const request = requestFor(verb, resource, namespace, name);
  if (request) return request;
  throw new MalformedRequest(
    `resource is "${resource}". Give pods, deployments.apps, pods/exec, or a path such as /healthz`,
  );
}

function only(value: Readonly<Record<string, unknown>>, names: readonly string[], prefix = ""): void {
  const further = Object.keys(value).find((name) => !names.includes(name));
  if (further === undefined) return;
  throw new MalformedRequest(`"${prefix}${further}" is no field of such a request. Its fields are ${names.join(", ")}`);
}

function textOf(value: Readonly<Record<string, unknown>>, name: string, prefix = ""): string {
  const text = value[name];
  if (typeof text === "string" && text !== "") return text;
  throw new MalformedRequest(`${prefix}${name} is missing or no text. Give it`);
}

function optional(value: Readonly<Record<string, unknown>>, name: string, prefix = ""): string | undefined {
  const text = value[name];
  if (text === undefined || typeof text === "string") return text;
  throw new MalformedRequest(`${prefix}${name} is no text. Correct it, or leave it out`);
}
