import { Lazy } from "cdktf";
import { ITrust } from "../i-trust";
import { jsonDocument } from "../json-document";
import { isCloudTrust } from "../sdk/of-trusts";
import { SERVICES_ANNOTATION, ServiceDeclaration } from "../../trust-declaration";

/** What pods are promised by trusts, as an annotation; empty without a trust into an account. Later grants are in it. */
export function serviceAnnotations(trusts: readonly ITrust[]): { [name: string]: string } {
  if (!trusts.some(isCloudTrust)) return {};
  return { [SERVICES_ANNOTATION]: Lazy.stringValue({ produce: () => jsonDocument(declarationsOf(trusts)) }) };
}

/** The same as a document of its own, for an output. */
export function serviceDocument(trusts: readonly ITrust[]): string {
  return Lazy.stringValue({ produce: () => jsonDocument({ [SERVICES_ANNOTATION]: declarationsOf(trusts) }) });
}

/** The same as an annotation of a service account whose pods a webhook wires, where it takes a projected token. */
export function webhookServiceAnnotations(trusts: readonly ITrust[]): { [name: string]: string } {
  if (!trusts.some(isCloudTrust)) return {};
  const declarations = () =>
    trusts.flatMap((trust) =>
      declarationsOf([trust]).map((one) => (trust.usesProjectedToken ? { ...one, byWebhook: true } : one)),
    );
  return { [SERVICES_ANNOTATION]: Lazy.stringValue({ produce: () => jsonDocument(declarations()) }) };
}

function declarationsOf(trusts: readonly ITrust[]): ServiceDeclaration[] {
  return trusts.flatMap((trust) => trust._declaration?.() ?? []);
}
