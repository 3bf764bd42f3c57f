import { INTRUDER, Stranger } from "./subject-kind";

/** Strangers to a subject of fields, `name:value:name:value`: each with another value in one of them. */
export function fieldStrangers(subject: string): readonly Stranger[] {
  const fields = subject.replace(/\*$/, "").replace(/:$/, "").split(":");
  if (fields.length < 2) return [{ who: "another subject", subject: INTRUDER }];
  return fields.flatMap((name, i): Stranger[] => {
    if (i % 2 || fields[i + 1] === undefined) return [];
    const changed = fields.map((field, at) => (at === i + 1 ? INTRUDER : field));
    return [{ who: `another ${name.replaceAll("_", " ")}`, subject: changed.join(":") }];
  });
}
