import { accountObjects } from "../../../src/simulator";
import { merged, read, Stack } from "../support/stack";

/** Kubernetes API reference: ServiceAccount; Terraform's provider: `kubernetes_service_account_v1`, `kubernetes_annotations`. */
const metadata = { name: "loader", namespace: "etl", annotations: { a: "x" } };
const found = (...stacks: Stack[]) =>
  accountObjects(read(merged(...stacks)).configuration).map(
    ({ name, namespace, annotations, automount, isPart }) =>
      `${namespace}/${name} ${JSON.stringify(annotations)} ${automount ?? "-"}${isPart ? " in part" : ""}`,
  );
const typed: Stack = { resource: { kubernetes_service_account_v1: { one: { metadata } } } };
const patch = (args: object = {}): Stack => {
  const one = { kind: "ServiceAccount", metadata: { name: "loader", namespace: "etl" }, annotations: { b: "y" } };
  return { resource: { kubernetes_annotations: { patch: { ...one, ...args } } } };
};

it("a service account is read wherever it stands", () => {
  const yaml = "kind: ServiceAccount\nmetadata:\n  name: loader\n  namespace: etl\n  annotations:\n    a: x\n";
  const manifest = { kind: "ServiceAccount", metadata, automountServiceAccountToken: false };

  expect(found(typed)).toEqual(['etl/loader {"a":"x"} -']);
  expect(found({ resource: { kubernetes_manifest: { one: { manifest } } } })).toEqual(['etl/loader {"a":"x"} false']);
  expect(found({ resource: { kubectl_manifest: { one: { yaml_body: `apiVersion: v1\n${yaml}` } } } })).toHaveLength(1);
  expect(found({ output: { one: { value: `apiVersion: v1\n${yaml}` } } })).toEqual(['etl/loader {"a":"x"} -']);
});

it("a role binding's subject is no service account's object", () => {
  const subjects = [{ kind: "ServiceAccount", name: "loader", namespace: "etl" }];
  const manifest = { kind: "RoleBinding", metadata: { name: "b" }, subjects };

  expect(found({ resource: { kubernetes_manifest: { one: { manifest } } } })).toEqual([]);
});

it("what writes annotations of one changes it, or is known in part where it was not read", () => {
  expect(found(typed, patch())).toEqual(['etl/loader {"a":"x","b":"y"} -']);
  expect(found(typed, patch({ annotations: { a: "z" } }))).toEqual(['etl/loader {"a":"z"} -']);
  expect(found(patch())).toEqual(['etl/loader {"b":"y"} - in part']);
  expect(found(patch({ kind: "Namespace" }))).toEqual([]);
});
