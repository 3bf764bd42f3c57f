import {
  blocks,
  claimsOf,
  enterService,
  exampleOf,
  isServicePromised,
  placeOf,
  Resource,
  ServiceEdge,
  serviceProbesOf,
  text,
  unlessUnresolved,
  useService,
  World,
} from "../../simulator";
import { AWS_MANAGED_KEY, KEY_ACTIONS } from "../../vendor/aws/key-actions";
import { KEY_TYPES } from "../../vendor/aws/key-types";
import { Finding, Rule } from "../finding";

type Configuration = World["configuration"];

/** A resource of which the content is encrypted with a key of AWS KMS. */
interface Encrypted {
  readonly service: string;
  /** Its name, as the last part of its ARN has it. */
  readonly name: string;
  /** Undefined where it cannot be known. */
  readonly key?: string;
  readonly resource: Resource;
  readonly argument: string;
}

/**
 * Declared uses of buckets, queues, topics, secrets and parameters whose content is encrypted with a customer managed key, which the
 * edge's identity may not use: AWS answers AccessDenied, whatever the resource's own service would say.
 */
export const encryptedResources: Rule = (world, now) => {
  const encrypted = everyEncrypted(world.configuration);
  if (encrypted.length === 0) return [];
  return world.services.flatMap((edge) => [...lackingKeys(world, edge, encrypted, now).values()]);
};

function lackingKeys(world: World, edge: ServiceEdge, encrypted: readonly Encrypted[], now: number) {
  const found = new Map<string, Finding>();
  const { source, audience, suspended } = edge.declaration;
  if (edge.service.account.cloud !== "aws" || suspended === true) return found;
  const claims = claimsOf(source.issuer, exampleOf(source), audience, now, source.uid);
  const { identity } = enterService(world, edge, { claims, signature: "good" }, now);
  if (identity === undefined) return found;
  for (const { kind, request } of serviceProbesOf(world, edge, identity)) {
    const needed = KEY_ACTIONS[request.action];
    const of = kind === "own" && needed ? encrypted.find((one) => isOf(one, request.resource)) : undefined;
    if (!of || !needed || isServicePromised(world, edge, request, now) !== true) continue;
    const { place, key } = keyOf(world.configuration, of);
    const decisions = key === undefined ? [] : needed.map((action) => [action, useKey(action, key)] as const);
    const refused = decisions.filter(([, { allowed }]) => !allowed);
    if (key !== undefined && refused.length === 0) continue;
    const isSure = refused.some(([, { gaps }]) => gaps.length === 0);
    const actions = refused.map(([action]) => action).join(" and ") || needed.join(" and ");
    const what = `${request.action} of ${of.name}`;
    const reason = isSure
      ? `${what} needs ${actions} of ${key ?? place}, by which ${placeOf(of.resource)} encrypts, and ${edge.declaration.principal} may not: grant useKey as well`
      : `${what} needs ${actions} of ${key ?? place}, by which ${placeOf(of.resource)} encrypts, and whether ${edge.declaration.principal} may cannot be told`;
    const at = { edge, hop: "authorization", what, resource: of.resource, argument: of.argument } as const;
    const finding = isSure
      ? ({ code: "missing-grant", severity: "fault", place: edge.client.place, ...at, reason } as const)
      : ({ code: "unseen-grant", severity: "gap", place: edge.client.place, ...at, reason } as const);
    found.set(what, finding);
  }
  return found;

  function useKey(action: string, key: string) {
    return useService(world, edge, identity, { action, resource: key }, now);
  }
}

/** Whether an ARN is of what is encrypted, or of an object in it. */
function isOf({ service, name }: Encrypted, arn: string): boolean {
  const [, , ofService, , , ...rest] = arn.split(":");
  if (ofService !== service) return false;
  const path = rest.join(":");
  if (service === "s3") return path.split("/")[0] === name;
  // Secrets Manager puts a hyphen and six characters behind a name.
  if (service === "secretsmanager") return path.startsWith("secret:") && path.slice("secret:".length, -7) === name;
  if (service === "ssm") return path === `parameter/${name.replace(/^\//, "")}`;
  return path === name;
}

function everyEncrypted(configuration: Configuration): readonly Encrypted[] {
  const of = (type: string, service: string, argument: string): readonly Encrypted[] =>
    configuration
      .resources(type)
      .flatMap((resource) => oneEncrypted(service, resource, argument, () => text(resource.argument(argument))));
  return [
    ...of("aws_sqs_queue", "sqs", "kms_master_key_id"),
    ...of("aws_sns_topic", "sns", "kms_master_key_id"),
    ...of("aws_secretsmanager_secret", "secretsmanager", "kms_key_id"),
    ...of("aws_ssm_parameter", "ssm", "key_id"),
    ...["aws_s3_bucket", "aws_s3_bucket_server_side_encryption_configuration"].flatMap((type) =>
      configuration.resources(type).flatMap((resource) => {
        const isOwn = type === "aws_s3_bucket";
        const argument = isOwn ? "server_side_encryption_configuration" : "rule";
        return oneEncrypted("s3", resource, argument, () => keyOfBucket(resource, isOwn), "bucket");
      }),
    ),
  ];
}

function keyOfBucket(resource: Resource, isOwn: boolean): string | undefined {
  const parts = isOwn ? blocks(resource.argument("server_side_encryption_configuration")) : [undefined];
  const rules = parts.flatMap((part) => blocks(part === undefined ? resource.argument("rule") : part.rule));
  const defaults = rules.flatMap(({ apply_server_side_encryption_by_default: one }) => blocks(one));
  return defaults
    .filter(({ sse_algorithm: algorithm }) => text(algorithm)?.startsWith("aws:kms") === true)
    .map(({ kms_master_key_id: key }) => text(key))
    .find((key) => key !== undefined && key !== "");
}

const UNKNOWN = Symbol("a key that cannot be known");

function oneEncrypted(
  service: string,
  resource: Resource,
  argument: string,
  keyId: () => string | undefined,
  nameArgument = "name",
): readonly Encrypted[] {
  const key = unlessUnresolved(keyId, UNKNOWN);
  const name = unlessUnresolved(() => text(resource.argument(nameArgument)), undefined);
  if (!key || !name) return [];
  if (key !== UNKNOWN) return AWS_MANAGED_KEY.test(key) ? [] : [{ service, name, key, resource, argument }];
  // A plan does not know either what AWS fills in where nothing is written.
  return resource.argumentsWith(/./, [argument]).length > 0 ? [{ service, name, resource, argument }] : [];
}

/** The key's ARN, where it is written or told by the key or the alias that was read. */
function keyOf(configuration: Configuration, { key }: Encrypted): { readonly place: string; readonly key?: string } {
  if (key === undefined) return { place: "a key that cannot be known" };
  if (/^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(key)) return { place: key, key };
  const alias = /^(?:arn:[^:]+:kms:[^:]*:[^:]*:)?(alias\/.+)$/.exec(key)?.[1];
  const target = alias === undefined ? key : aliasTarget(configuration, alias);
  if (target === undefined) return { place: key };
  const made = KEY_TYPES.flatMap((type) => configuration.resources(type)).find((one) =>
    [attributeOf(one, "arn"), attributeOf(one, "key_id"), attributeOf(one, "id")].includes(target),
  );
  const arn = made ? attributeOf(made, "arn") : undefined;
  return arn === undefined ? { place: key } : { place: key, key: arn };
}

function aliasTarget(configuration: Configuration, name: string): string | undefined {
  const alias = configuration
    .resources("aws_kms_alias")
    .find((one) => unlessUnresolved(() => text(one.argument("name")), undefined) === name);
  return alias && unlessUnresolved(() => text(alias.argument("target_key_id")), undefined);
}

function attributeOf(resource: Resource, name: string): string | undefined {
  return unlessUnresolved(() => text(resource.attribute(name)), undefined);
}
