import { bindingsIn, block, placeOf, Resource, text, UnresolvedValue, World } from "../../simulator";
import { ARGUMENT_FORMS } from "../../vendor/argument-rules";
import { RefusedObject, RefusedObjectRule } from "../finding";

/** Objects that the vendor's API does not store as they are written: they are not there, and grant nothing. */
export const refusedObjects: RefusedObjectRule = (world) => [
  ...byForms(world),
  ...bindings(world),
  ...associations(world),
];

function byForms({ configuration }: World): readonly RefusedObject[] {
  return Object.entries(ARGUMENT_FORMS).flatMap(([type, forms]) =>
    configuration.resources(type).flatMap((resource) =>
      forms.flatMap(({ argument, form, words, isOptional, unless, shown }): readonly RefusedObject[] => {
        const value = known(() => valueAt(resource, argument));
        if (value === UNKNOWN || (value === undefined && isOptional)) return [];
        const isReplaced = unless !== undefined && known(() => valueAt(resource, unless)) !== undefined;
        if (value === undefined && isReplaced) return [];
        if (value !== undefined && form.test(value)) return [];
        if (value !== undefined && shown?.test(value) && configuration.locate(resource).isShown) return [];
        const reason =
          value === undefined ? `${argument} is not set` : `${argument} is "${value}", and must be ${words}`;
        return [refused(resource, argument, reason)];
      }),
    ),
  );
}

function bindings({ configuration }: World): readonly RefusedObject[] {
  return bindingsIn(configuration).flatMap(({ resource, fault }) =>
    resource && fault !== undefined ? [refused(resource, "metadata", fault)] : [],
  );
}

/** Access policies of EKS, which are of the partition of the principal that they are for, and of an entry of it. */
function associations({ aws, clusters }: World): readonly RefusedObject[] {
  return clusters.flatMap(({ name }) => {
    const entered = new Set(aws.entriesOf(name).map(({ principalArn }) => principalArn));
    return aws
      .associationsOf(name)
      .flatMap(({ resource, principalArn, policy, namespaces }): readonly RefusedObject[] => {
        if (policy === "") {
          return [
            refused(
              resource,
              "policy_arn",
              `policy_arn is no access policy of EKS in the partition of ${principalArn}`,
            ),
          ];
        }
        if (namespaces?.length === 0) {
          return [refused(resource, "access_scope", "the scope has the type namespace and names none")];
        }
        if (entered.size === 0 || entered.has(principalArn)) return [];
        return [
          refused(resource, "principal_arn", `no access entry of the cluster has the principal_arn "${principalArn}"`),
        ];
      });
  });
}

/** An argument's text, or that of one in a block. */
function valueAt(resource: Resource, argument: string): string | undefined {
  const [first, ...rest] = argument.split(".");
  return text(rest.reduce((value, name) => block(value)[name], resource.argument(first)));
}

const UNKNOWN = Symbol("unknown");

function known<T>(read: () => T): T | typeof UNKNOWN {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnresolvedValue) return UNKNOWN;
    throw error;
  }
}

function refused(resource: Resource, argument: string, fault: string): RefusedObject {
  const found = { place: placeOf(resource), resource, argument, what: resource.type };
  return {
    code: "refused-object",
    severity: "fault",
    ...found,
    reason: `the vendor's API does not store it: ${fault}`,
  };
}
