import { Token } from "cdktf";
import { problem } from "../common";

const CODE = "access-address";

/** What is wrong with an access of whose values an address is made in place of another one's. */
export function addressProblem(values: readonly unknown[] | undefined, words: string): string | undefined {
  if (values === undefined || !Token.isUnresolved(JSON.stringify(values))) return undefined;
  return problem(
    "access addressedAs",
    `"${words}" is not known at synth itself, and the grant's address is made of it`,
    "Give an access whose names are literals",
    CODE,
  );
}

/** Why a grant has no address: a `Lazy` is among the values of which it is made. */
export function lateProblem(words: string): string {
  return problem(
    "access",
    `"${words}" names what it is granted on by a Lazy, and the grant's address is made of that name`,
    "Give the name itself, or say what the address is made of: addressedAs(…) with an access whose names are literals",
    CODE,
  );
}
