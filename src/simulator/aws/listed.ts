/** What a policy's element or a claim lists, which may be one value alone; empty where it is not there. */
export function listed(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : [value].flat().map(String);
}
