import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { AzureSubscriptionObjects } from "./azure-subscription-objects";
import { addressOf, claim, fittedName, isLiteral, problem, refuse, renamedChild } from "../common";
import { OidcSubject } from "../subjects";
import {
  FEDERATED_CREDENTIAL_NAME,
  MAX_CREDENTIAL_FIELD_LENGTH,
  MAX_FEDERATED_CREDENTIALS,
  REFUSED_ISSUERS,
} from "../vendor/azure/entra";

/** Of which identity credentials are. */
export interface AzureCredentialsProps {
  readonly objects: AzureSubscriptionObjects;
  readonly identityId: string;
  readonly resourceGroupName: string;
  readonly audience: string;
  /** How many credentials the identity has from elsewhere. */
  readonly others: number;
}

/**
 * The federated credentials of one identity, one for each subject that may act as it. They are chained with `depends_on`,
 * because Azure answers concurrent writes with a conflict.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations "Important considerations
 * and restrictions for federated identity credentials"
 */
export class AzureCredentials extends Construct {
  private readonly credentials = new Map<string, FederatedIdentityCredential>();
  private readonly subjects: OidcSubject[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureCredentialsProps,
  ) {
    super(scope, id);
    refuse(this, () => this.problems());
  }

  /** The credential of a subject, created at first use. */
  public of(subject: OidcSubject): FederatedIdentityCredential {
    const { objects, identityId, resourceGroupName, audience } = this.props;
    objects.noteSource(subject.issuedBy);
    const known = this.credentials.get(subject._key);
    if (known) return known;
    this.claimSubject(subject);
    const id = renamedChild(
      this,
      subject._sharedId((key) => `credential_${key}`),
    );
    const credential = objects.created(
      new FederatedIdentityCredential(this, id, {
        provider: objects.provider,
        name: fittedName([subject._name], subject._name, FEDERATED_CREDENTIAL_NAME.max),
        resourceGroupName,
        parentId: identityId,
        issuer: subject.issuedBy.issuer,
        subject: subject.subject,
        audience: [audience],
      }),
    );
    this.credentials.set(subject._key, credential);
    this.subjects.push(subject);
    this.chain();
    return credential;
  }

  /** An identity has one credential for an issuer and subject. */
  private claimSubject(subject: OidcSubject): void {
    const { issuer } = subject.issuedBy;
    if (!isLiteral(issuer)) return;
    claim(this, {
      property: "from",
      name: () => `${issuer} ${subject.subject}`,
      by: subject.issuedBy,
      wayOut: "Declare each cluster once",
      place: () => undefined,
    });
  }

  /** All credentials. */
  public get resources(): FederatedIdentityCredential[] {
    return [...this.credentials.values()];
  }

  /** Each credential waits for the one before it, in an order that does not depend on which was asked for first. */
  private chain(): void {
    const sorted = [...this.credentials].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, credential]) => credential);
    sorted.forEach((credential, index) => {
      credential.dependsOn = index === 0 ? undefined : [addressOf(sorted[index - 1])];
    });
  }

  private problems(): (string | undefined)[] {
    const { others } = this.props;
    const count = this.credentials.size + (Token.isUnresolved(others) ? 0 : others);
    return [
      count > MAX_FEDERATED_CREDENTIALS
        ? problem(
            "from",
            `${count} subjects share one identity, and Entra takes ${MAX_FEDERATED_CREDENTIALS} federated credentials`,
            "Divide them over several identities",
          )
        : undefined,
      ...this.subjects.flatMap((subject) => credentialProblems(subject)),
    ];
  }
}

function credentialProblems(subject: OidcSubject): (string | undefined)[] {
  const { issuer } = subject.issuedBy;
  return [
    subject.isPattern
      ? problem(
          "from",
          "stands for every service account of a namespace, and Entra knows no patterns",
          "Trust single service accounts",
        )
      : undefined,
    isLiteral(issuer) && issuer.length > MAX_CREDENTIAL_FIELD_LENGTH
      ? problem(
          "issuer",
          `has ${issuer.length} characters, and Entra takes ${MAX_CREDENTIAL_FIELD_LENGTH}`,
          "Use a shorter issuer URL",
        )
      : undefined,
    isLiteral(issuer) && REFUSED_ISSUERS.some((refused) => issuer.startsWith(refused))
      ? problem("issuer", `"${issuer}" is one of Entra's own, which it refuses`, "Give the cluster's own issuer")
      : undefined,
  ];
}
