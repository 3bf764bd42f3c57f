import { generateKeyPairSync } from "node:crypto";
import { pki } from "node-forge";
import { clientCertificates } from "../../src/findings/rules/client-certificates";
import { account } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/**
 * Requests as node-forge writes them, for certificates that API servers take.
 *
 * Kubernetes documentation: "Certificates and Certificate Signing Requests", "Kubernetes signers".
 */
const SIGNER = "kubernetes.io/kube-apiserver-client";
const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const edge = declaring({
  args: EKS_ARGS,
  declaration: declaration({ groups: ["team"], user: "hub:{{SessionName}}" }),
});
const found = (spec: Args, ...stacks: Stack[]) =>
  clientCertificates(
    read(merged(account(), ...stacks, { resource: { kubernetes_certificate_signing_request_v1: { one: { spec } } } })),
    NOW,
  ).map(({ severity, place }) => `${severity} ${place}`);

function requestOf(commonName: string, organization: string): string {
  const request = pki.createCertificationRequest();
  request.publicKey = pki.publicKeyFromPem(KEYS.publicKey.export({ type: "spki", format: "pem" }) as string);
  request.setSubject([
    { name: "commonName", value: commonName },
    { name: "organizationName", value: organization },
  ]);
  request.sign(pki.privateKeyFromPem(KEYS.privateKey.export({ type: "pkcs1", format: "pem" }) as string));
  return pki.certificationRequestToPem(request);
}

describe("a certificate that Terraform asks an API server for", () => {
  const AT = "mesh: kubernetes_certificate_signing_request_v1.one";

  it.each([
    ["an edge's group", requestOf("eve", "team")],
    ["an edge's user", requestOf("hub:ns.sa", "others")],
  ])("is a fault with %s", (_what, request) => {
    expect(found({ signer_name: SIGNER, request }, edge)).toEqual([`fault ${AT}`]);
  });

  it("is a gap where its subject cannot be known", () => {
    const request = "${tls_cert_request.eve.cert_request_pem}";
    expect(found({ signer_name: SIGNER, request }, edge)).toEqual([`gap ${AT}`]);
  });

  it("is none of another subject, of another signer, or where no edge leads into a cluster", () => {
    expect(found({ signer_name: SIGNER, request: requestOf("eve", "others") }, edge)).toEqual([]);
    expect(found({ signer_name: "example.com/own", request: requestOf("eve", "team") }, edge)).toEqual([]);
    expect(found({ signer_name: SIGNER, request: requestOf("eve", "team") })).toEqual([]);
  });
});
