import { block, isOn, Resource, text, texts } from "../../terraform";

/** A workload identity pool. */
export interface Pool {
  readonly name: string;
  readonly disabled: boolean;
  readonly resource?: Resource;
  /** The data source that shows it, where it was made elsewhere. */
  readonly shownBy?: Resource;
}

/** An OIDC provider in a pool. */
export interface PoolProvider {
  readonly name: string;
  readonly pool: string;
  readonly disabled: boolean;
  readonly issuer: string;
  /** Empty for the provider's own name, with or without `https:`. */
  readonly allowedAudiences: readonly string[];
  /** Claims to attributes, in CEL. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly condition?: string;
  /** The keys that were uploaded for the issuer, as JSON; its own document counts without them. */
  readonly jwks?: string;
  readonly resource?: Resource;
  /** The data source that shows it, where it was made elsewhere. */
  readonly shownBy?: Resource;
}

/** What makes a pool or a provider, or shows it. */
export function toldBy(one: Pick<PoolProvider, "resource" | "shownBy"> | undefined): Resource | undefined {
  return one?.resource ?? one?.shownBy;
}

/** Reads a provider of a pool that a resource makes, or a data source shows. @throws UnresolvedValue */
export function readProvider(resource: Resource): PoolProvider {
  const name = String(resource.attribute("name"));
  const oidc = block(resource.argument("oidc"));
  const condition = text(resource.argument("attribute_condition"));
  const told = Object.entries(block(resource.argument("attribute_mapping")));
  const mapping = Object.fromEntries(
    told.flatMap(([name, value]) => (value === null ? [] : [[name, text(value) ?? ""]])),
  );
  return {
    name,
    [resource.mode === "data" ? "shownBy" : "resource"]: resource,
    pool: name.replace(/\/providers\/.*$/, ""),
    disabled: isOn(resource.argument("disabled")),
    issuer: text(oidc.issuer_uri) ?? "",
    allowedAudiences: texts(oidc.allowed_audiences),
    mapping,
    ...(text(oidc.jwks_json) ? { jwks: text(oidc.jwks_json) } : {}),
    ...(condition ? { condition } : {}),
  };
}
