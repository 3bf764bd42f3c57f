import { Statement } from "./statement";

/** The first external id that a trust policy asks for. An external id is not a secret: readers of the policy know it. */
export function externalIdsIn(statements: readonly Statement[]): readonly string[] {
  const lines = statements.flatMap(({ Condition }) =>
    Object.values((Condition ?? {}) as Record<string, Record<string, unknown>>),
  );
  const values = lines.flatMap((keys) =>
    Object.entries(keys).flatMap(([key, value]) => (key.toLowerCase() === "sts:externalid" ? [value].flat() : [])),
  );
  return values.slice(0, 1).map(String);
}
