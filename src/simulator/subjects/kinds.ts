import { github } from "./github";
import { gitlab } from "./gitlab";
import { kubernetes } from "./kubernetes";
import { aws, azure, google } from "./machines";
import { other } from "./other";
import { Source, SubjectKind } from "./subject-kind";

/** Every kind, the most particular first: a further kind is a file and an entry here. */
const KINDS: readonly SubjectKind[] = [kubernetes, github, gitlab, google, aws, azure, other];

/** The kind of a source. */
export function kindOf(source: Source): SubjectKind {
  return KINDS.find((kind) => kind.owns(source)) ?? other;
}

/** The subject of a source, or one of those that it stands for. */
export function exampleOf(source: Source): string {
  return source.subject.endsWith("*") ? kindOf(source).exampleOf(source.subject) : source.subject;
}

/** Whether a source is a service account of a cluster. */
export function isServiceAccount(source: Source): boolean {
  return kindOf(source) === kubernetes;
}
