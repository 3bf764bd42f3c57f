import { declaredWords, Holder, mayGrantMore, rightsWords } from "../rights";
import { meshOf } from "./mesh";
import { MeshSource } from "./types";

/** Who may do what, a line for each subject at each destination, then what is not known. */
export function described(source: MeshSource): string {
  const { holders, open } = meshOf(source);
  const gaps = open.filter((one) => mayGrantMore(one) && one.code !== "unclaimed-trust");
  const lines = [...holders.map(lineOf), ...gaps.map(({ code, place }) => `? ${code} ${place}`)];
  return [...new Set(lines)].join("\n");
}

function lineOf({ from, to, isDeclared, state, rights, missing, refusal }: Holder): string {
  const of = (declared: boolean) => rightsWords(rights.filter((one) => one.isDeclared === declared));
  const may = [
    ...of(true),
    ...(isDeclared ? of(false).map((one) => `! ${one}`) : of(false)),
    ...(state === "admitted" ? missing.map((one) => `not given: ${declaredWords(one)}`) : []),
    ...(state === "refused" ? [`refused at ${refusal?.hop}`] : []),
    ...(state === "unknown" ? ["not known"] : []),
  ];
  return `${isDeclared ? "" : "! "}${from.name} → ${to.label}: ${may.join("; ") || "authenticate"}`;
}
