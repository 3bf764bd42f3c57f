import {
  ApplicationFederatedIdentityCredential,
  ApplicationFederatedIdentityCredentialConfig,
} from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import {
  FederatedIdentityCredential,
  FederatedIdentityCredentialConfig,
} from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { TerraformProvider, TerraformResource, Token } from "cdktf";
import { Construct } from "constructs";
import type { AzureSubscriptionObjects } from "./azure-subscription-objects";
import {
  addressOf,
  fittedName,
  followRenaming,
  isLiteral,
  problem,
  refuseFaulty,
  renamedChild,
  secondClaim,
} from "../common";
import { OidcSubject } from "../subjects";
import {
  FEDERATED_CREDENTIAL_NAME,
  isEntraIssuer,
  MAX_CREDENTIAL_FIELD_LENGTH,
  MAX_FEDERATED_CREDENTIALS,
} from "../vendor/azure/entra";

/** Of which identity credentials are. */
export interface AzureCredentialsProps {
  readonly objects: AzureSubscriptionObjects;
  readonly identityId: string;
  /** Of a user-assigned identity; an application of Entra is in none. */
  readonly resourceGroupName: string;
  /** For an application of Entra: the provider that adds credentials to it. */
  readonly azureadProvider?: TerraformProvider;
  readonly audience: string;
  /** How many credentials the identity has from elsewhere. */
  readonly others: number;
}

interface SubjectCredential {
  readonly subject: OidcSubject;
  readonly credential: TerraformResource;
}

/**
 * The federated credentials of one identity, one for each subject that may act as it. They are chained with `depends_on`,
 * because Azure answers concurrent writes with a conflict.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations "Important considerations
 * and restrictions for federated identity credentials"
 */
export class AzureCredentials extends Construct {
  private made: readonly SubjectCredential[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureCredentialsProps,
  ) {
    super(scope, id);
    refuseFaulty(this);
  }

  /** The credential of a subject, created at first use. */
  public of(subject: OidcSubject): TerraformResource {
    const { objects } = this.props;
    objects.noteSource(subject.issuedBy);
    const known = this.made.find((one) => one.subject._key === subject._key);
    if (known) return known.credential;
    const id = renamedChild(
      this,
      subject._sharedId((key) => `credential_${key}`),
    );
    const { azureadProvider } = this.props;
    const credential = azureadProvider
      ? followRenaming(
          new ApplicationFederatedIdentityCredential(this, id, this.ofApplication(subject, azureadProvider)),
        )
      : objects.created(new FederatedIdentityCredential(this, id, this.ofIdentity(subject)));
    this.made = this.made.concat({ subject, credential });
    this.chain();
    return credential;
  }

  /** All credentials. */
  public get resources(): TerraformResource[] {
    return this.made.map(({ credential }) => credential);
  }

  private ofIdentity(subject: OidcSubject): FederatedIdentityCredentialConfig {
    const { objects, identityId: parentId, resourceGroupName, audience } = this.props;
    const name = nameOf(subject);
    return { provider: objects.provider, name, resourceGroupName, parentId, ...tokenOf(subject), audience: [audience] };
  }

  private ofApplication(
    subject: OidcSubject,
    provider: TerraformProvider,
  ): ApplicationFederatedIdentityCredentialConfig {
    const { identityId: applicationId, audience } = this.props;
    return { provider, displayName: nameOf(subject), applicationId, ...tokenOf(subject), audiences: [audience] };
  }

  /** Each credential waits for the one before it, in an order that does not depend on which was asked for first. */
  private chain(): void {
    if (this.made.length < 2) return;
    const sorted = [...this.made]
      .sort(({ subject: a }, { subject: b }) => (a._key < b._key ? -1 : 1))
      .map(({ credential }) => credential);
    sorted.forEach((credential, index) => {
      credential.dependsOn = index === 0 ? undefined : [addressOf(sorted[index - 1])];
    });
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { others } = this.props;
    const count = this.made.length + (Token.isUnresolved(others) ? 0 : others);
    return [
      count > MAX_FEDERATED_CREDENTIALS
        ? problem(
            "from",
            `${count} subjects share one identity, and Entra takes ${MAX_FEDERATED_CREDENTIALS} federated credentials`,
            "Divide them over several identities",
          )
        : undefined,
      ...this.made.flatMap(({ subject }) => credentialProblems(subject)),
      ...this.secondClaims(),
    ];
  }

  /** An identity has one credential for an issuer and subject. */
  private secondClaims(): string[] {
    if (this.made.length < 2) return [];
    const firsts = new Map<string, OidcSubject>();
    const found = this.made.flatMap(({ subject }) => {
      const { issuedBy } = subject;
      if (!isLiteral(issuedBy.issuer)) return [];
      const name = `${issuedBy.issuer} ${subject.subject}`;
      const first = firsts.get(name) ?? subject;
      firsts.set(name, first);
      if (first.issuedBy === issuedBy) return [];
      return [secondClaim("from", name, [first.issuedBy, issuedBy], "Declare each cluster once")];
    });
    return [...new Set(found)];
  }
}

function nameOf({ _name: name }: OidcSubject): string {
  return fittedName([name], name, FEDERATED_CREDENTIAL_NAME.max);
}

/** What a token of the subject must say. */
function tokenOf({ issuedBy, subject }: OidcSubject) {
  return { issuer: issuedBy.issuer, subject };
}

function credentialProblems(subject: OidcSubject): (string | undefined)[] {
  const { issuer } = subject.issuedBy;
  return [
    subject.isPattern
      ? problem("from", "stands for several subjects, and Entra knows no patterns", "Trust single subjects")
      : undefined,
    isLiteral(issuer) && issuer.length > MAX_CREDENTIAL_FIELD_LENGTH
      ? problem(
          "issuer",
          `has ${issuer.length} characters, and Entra takes ${MAX_CREDENTIAL_FIELD_LENGTH}`,
          "Use a shorter issuer URL",
        )
      : undefined,
    isLiteral(issuer) && isEntraIssuer(issuer)
      ? problem("issuer", `"${issuer}" is one of Entra's own, which it refuses`, "Give the cluster's own issuer")
      : undefined,
  ];
}
