import { SERVICE_ACCOUNT_SUBJECT, serviceAccountSubject } from "../../vendor/kubernetes/names";
import { isGithubIssuer } from "../../vendor/issuers/github";
import { isServiceAccount, kindOf } from "./kinds";
import { INTRUDER, Source } from "./subject-kind";

/** How many names are combined with each other. */
const MOST = 24;
const LABEL = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/**
 * Subjects that an issuer can give tokens to, made of the texts of a condition and a mapping and of what is next to them: what an
 * expression compares begins, ends, holds or is one of these.
 *
 * @param texts those of the expressions
 */
export function craftedSubjects(source: Source, texts: readonly string[]): readonly string[] {
  const { subject } = source;
  const kind = kindOf(source);
  const known = [...kind.strangersTo(subject).map((one) => one.subject), ...kind.namesakesOf(subject)];
  if (isServiceAccount(source)) return [...new Set([...known, ...serviceAccounts(subject, texts)])];
  // A machine's subject is an id that its cloud assigns.
  if (kind.pluginSource !== undefined && !isGithubIssuer(source.issuer)) return known;
  const samples = texts.flatMap(samplesOf);
  const made = isGithubIssuer(source.issuer) ? samples.flatMap(jobs) : samples.flatMap(besides);
  return [...new Set([...known, ...made])];
}

function serviceAccounts(subject: string, texts: readonly string[]): readonly string[] {
  const own = subject.slice(SERVICE_ACCOUNT_SUBJECT.length).split(":");
  const pieces = texts
    .flatMap(samplesOf)
    .flatMap((text) => [text, ...text.replace(SERVICE_ACCOUNT_SUBJECT, "").split(/[:/]/)]);
  const names = [...new Set([...own, INTRUDER, ...pieces.flatMap(besides), ...own.flatMap(besides)])]
    .filter((one) => LABEL.test(one) && one.length <= 63)
    .slice(0, MOST);
  return names.flatMap((namespace) =>
    namespace.includes(".") ? [] : names.map((name) => serviceAccountSubject(namespace, name)),
  );
}

/** Jobs of GitHub Actions in the repository, the repository's owner or the run that a text may mean. */
function jobs(text: string): readonly string[] {
  const run = "ref:refs/heads/main";
  if (text.startsWith("repo:")) return besides(text);
  if (text.startsWith("refs/")) return besides(text).map((ref) => `repo:${INTRUDER}/${INTRUDER}:ref:${ref}`);
  if (text.includes("/")) return besides(text).map((repository) => `repo:${repository}:${run}`);
  return besides(text).map((owner) => `repo:${owner}/${INTRUDER}:${run}`);
}

/** A text, and with something before or behind it. */
function besides(text: string): readonly string[] {
  return [text, `${text}-x`, `x-${text}`, `${text}x`, `x${text}`, `x${text}x`, `x-${text}-x`];
}

/** A text, and what it matches where it is a regular expression. */
function samplesOf(text: string): readonly string[] {
  const samples = alternatives(text, MOST).flatMap((one) => {
    const plain = one.replace(/\[[^\]]*\]|\\[wd]|(?<!\\)\./g, "x").replace(/\\(.)/g, "$1");
    return [plain.replace(/[\^$?+*]|\{[^}]*\}/g, ""), one.replace(/[\^$\\]/g, "")];
  });
  return [...new Set([text, ...samples])];
}

/** A regular expression with one alternative of each group, as many as are asked for. */
function alternatives(text: string, most: number): readonly string[] {
  const [group, inside] = /\((?:\?:)?([^()]*)\)/.exec(text) ?? [];
  if (group === undefined || inside === undefined) return [text];
  const choices = inside.split("|").slice(0, most);
  const each = Math.ceil(most / choices.length);
  return choices
    .flatMap((one) =>
      alternatives(
        text.replace(group, () => one),
        each,
      ),
    )
    .slice(0, most);
}
