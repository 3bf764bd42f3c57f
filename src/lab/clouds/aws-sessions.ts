import { randomBytes } from "node:crypto";
import { AwsSession } from "../../simulator";
import { LabRequest } from "../network/http";
import { AwsSignature, signatureOf, UnsignedRequest } from "./aws-signature";

/** Temporary credentials, as STS hands them out. */
interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expires: number;
}

/** A session that was opened, and who opened it. */
export interface OpenSession {
  readonly session: AwsSession;
  /** Under which name the journal knows who came. */
  readonly bearer: string;
}

/** Why STS does not know who signed. */
interface SignatureRefusal {
  readonly code: string;
  readonly message: string;
}

/** How old a signature may be, in seconds. */
const MAX_AGE_SECONDS = 900;

/** The sessions that the lab's STS has opened, by their keys. */
export class AwsSessions {
  private readonly open = new Map<string, { keys: AwsKeys; open: OpenSession }>();

  /** Draws keys for a session. */
  public start(session: AwsSession, bearer: string): AwsKeys {
    const keys: AwsKeys = {
      accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(240).toString("base64"),
      expires: session.expires,
    };
    this.open.set(keys.accessKeyId, { keys, open: { session, bearer } });
    return keys;
  }

  /** Under which name the journal knows whoever has a key, however they sign; undefined for a key that was not drawn. */
  public bearerWith(accessKeyId: string | undefined): string | undefined {
    return accessKeyId === undefined ? undefined : this.open.get(accessKeyId)?.open.bearer;
  }

  /** Who signed a request, or STS's refusal. */
  public signerOf(request: LabRequest, now: number): OpenSession | SignatureRefusal {
    let signature: AwsSignature;
    try {
      signature = signatureOf(request);
    } catch (error) {
      if (!(error instanceof UnsignedRequest)) throw error;
      return { code: "MissingAuthenticationToken", message: "Request is missing Authentication Token" };
    }
    const known = this.open.get(signature.accessKeyId);
    if (!known || known.keys.sessionToken !== signature.sessionToken) {
      return { code: "InvalidClientTokenId", message: "The security token included in the request is invalid." };
    }
    if (known.keys.expires < now) {
      return { code: "ExpiredToken", message: "The security token included in the request is expired" };
    }
    if (Math.abs(signature.signedAt - now) > MAX_AGE_SECONDS) {
      return { code: "SignatureDoesNotMatch", message: "Signature expired." };
    }
    if (!signature.matches(known.keys.secretAccessKey)) {
      const message =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
      return { code: "SignatureDoesNotMatch", message };
    }
    return known.open;
  }
}
