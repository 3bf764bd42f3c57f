import { Expected, inWords, verdicts } from "./ask";

/** A row of a table: in words, what is deployed, a request, and what an outside source says of it. */
export type Row<Deployed> = readonly [words: string, deployed: Deployed, request: object, expected: Expected];

/** A test of each row: the verdict on its request from the caller is what the table says. */
export function itAnswers<Deployed>(
  rows: readonly Row<Deployed>[],
  caller: object,
  stackOf: (deployed: Deployed) => object,
): void {
  it.each(rows.map(([words, deployed, request, expected]) => [words, expected, deployed, request] as const))(
    "%s: %s",
    async (_words, expected, deployed, request) => {
      const [verdict] = await verdicts(stackOf(deployed), [{ ...caller, ...request }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
}

/** A row of a table about one request. */
export type Case<Deployed> = readonly [words: string, deployed: Deployed, expected: Expected];

/** A test of each row: the verdict on the one request is what the table says. */
export function itAnswersOne<Deployed>(
  rows: readonly Case<Deployed>[],
  request: object,
  stackOf: (deployed: Deployed) => object,
): void {
  const asked = rows.map(([words, deployed, expected]) => [words, deployed, {}, expected] as const);
  itAnswers(asked, request, stackOf);
}
