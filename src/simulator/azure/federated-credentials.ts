import { Configuration, Resource, text, texts } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { applicationCredential, applicationCredentials } from "./applications";
import { azapiCredentials, azapiObject, credentialIn } from "./azapi";
import { credentialFault } from "./credential-faults";
import {
  applicationFlexibleCredential,
  applicationFlexibleCredentials,
  azapiFlexibleCredential,
  FlexibleCredential,
} from "./flexible-credentials";

/** A federated identity credential. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly resource?: Resource;
  /** Why Azure does not store it: no token is exchanged by it. */
  readonly fault?: string;
}

/** Federated credentials by the id of their identity or application, in small letters. */
export class FederatedCredentials {
  private readonly byParent = new Map<string, FederatedCredential[]>();
  private readonly flexibleByParent = new Map<string, FlexibleCredential[]>();

  /** @throws UnresolvedValue for one that cannot be known */
  public constructor(configuration: Configuration, leftOut: LeftOut) {
    leftOut.eachGrant(configuration.resources("azurerm_federated_identity_credential"), (resource) => {
      const parent = text(resource.argument("parent_id") ?? resource.argument("user_assigned_identity_id")) ?? "";
      const name = text(resource.argument("name")) ?? "";
      const issuer = text(resource.argument("issuer")) ?? "";
      const subject = text(resource.argument("subject")) ?? "";
      const audiences = texts(resource.argument("audience"));
      const fault = credentialFault({ name, issuer, subject, audiences });
      this.add(parent, { issuer, subject, audience: audiences[0] ?? "", resource, ...faulted(fault) });
    });
    leftOut.eachGrant(applicationCredentials(configuration), (resource) => {
      const { application, ...credential } = applicationCredential(resource);
      this.add(application, credential);
    });
    leftOut.eachGrant(azapiCredentials(configuration), (resource) => {
      const flexible = azapiFlexibleCredential(resource);
      const object = azapiObject(resource);
      if (flexible) gather(this.flexibleByParent, object.parent.toLowerCase(), flexible);
      else this.add(object.parent, { ...credentialIn(object), resource });
    });
    leftOut.eachGrant(applicationFlexibleCredentials(configuration), (resource) => {
      const one = applicationFlexibleCredential(resource);
      gather(this.flexibleByParent, one.parent.toLowerCase(), one);
    });
  }

  /** Those that are written, with what Azure does not store. */
  public writtenFor(id: string): readonly FederatedCredential[] {
    const written = this.byParent.get(id.toLowerCase()) ?? [];
    return written.map((one) => {
      const other = written.find(
        ({ issuer, subject, audience }) => isSame(one, { issuer, subject }) && audience !== one.audience,
      );
      return one.fault === undefined && other
        ? {
            ...one,
            fault: "another credential of the identity has its issuer and subject, and Azure takes one of them",
          }
        : one;
    });
  }

  /**
   * The credentials by which Azure exchanges tokens. Of several with one issuer and subject Azure stores the one that is made first;
   * here the first that was read stands for all.
   */
  public admittingFor(id: string): readonly FederatedCredential[] {
    const sound = (this.byParent.get(id.toLowerCase()) ?? []).filter(({ fault }) => fault === undefined);
    return sound.filter((one, at) => sound.findIndex((other) => isSame(one, other)) === at);
  }

  /** Those with an expression in place of a subject. */
  public flexibleFor(id: string): readonly FlexibleCredential[] {
    return this.flexibleByParent.get(id.toLowerCase()) ?? [];
  }

  private add(parent: string, credential: FederatedCredential): void {
    gather(this.byParent, parent.toLowerCase(), credential);
  }
}

type Subject = Pick<FederatedCredential, "issuer" | "subject">;

function isSame(one: Subject, other: Subject): boolean {
  return one.issuer === other.issuer && one.subject === other.subject;
}

/** A fault, where there is one. */
function faulted(fault: string | undefined): { readonly fault?: string } {
  return fault === undefined ? {} : { fault };
}
