import { OtherBlock, typeOf } from "./other-blocks";
import { resourcesIn, ShownDocument, withoutKeys } from "./shown-document";

/** What a plan forgets without destroying it, and the actions that it runs. */
export function otherBlocksOfPlan(
  stack: string,
  { resource_changes = [], action_invocations = [] }: ShownDocument,
): readonly OtherBlock[] {
  return [
    ...resource_changes.flatMap(({ address, change: { actions, before } }): OtherBlock[] => {
      if (!Array.isArray(actions) || !actions.includes("forget")) return [];
      const mentions = (test: (text: string) => boolean) => test(JSON.stringify(before ?? null));
      return [{ kind: "removed", stack, address, type: typeOf(address), isShown: true, mentions }];
    }),
    ...action_invocations.map((action): OtherBlock => {
      const mentions = (test: (text: string) => boolean) => test(JSON.stringify(action));
      const [address, type] = [String(action.address), String(action.type)];
      return { kind: "action", stack, address, type, isShown: true, mentions };
    }),
  ];
}

/** Why a plan does not tell of all that is in force after it; undefined where it does. */
export function whyIncomplete(document: ShownDocument): string | undefined {
  const { complete, errored, deferred_changes = [], planned_values, configuration } = document;
  if (errored === true) return "ended with an error, so what comes behind it was not planned";
  if (deferred_changes.length > 0) return "defers changes to a later plan";
  if (complete === false) return "is not complete: it was made with -target, or defers changes";
  if (complete === true || !planned_values) return undefined;
  const planned = new Set(resourcesIn(planned_values).map(({ address }) => withoutKeys(address)));
  const missing = configuration?.root_module?.resources?.find(
    ({ address, mode, count_expression, for_each_expression }) =>
      mode === "managed" && !count_expression && !for_each_expression && !planned.has(address),
  );
  return missing && `is not complete: the configuration has ${missing.address}, which was not planned`;
}
