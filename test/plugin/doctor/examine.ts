import {
  CLIENT,
  FakeCloud,
  FakeProxy,
  ISSUER,
  projectedToken,
  PROVIDER,
  ROLE,
  runPlugin,
  Sandbox,
  SUBJECT,
  TENANT,
} from "../support";
import { SECRET_VALUE } from "../support/fake-services";
import { useFakes } from "../support/use-fakes";

export type Variables = { readonly [name: string]: string | undefined };

/** What a doctor's run into a cloud left behind. */
export interface Examined {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
  /** Those of stdout. */
  readonly lines: readonly string[];
}

/** The fakes, behind a proxy under the clouds' own names, and the doctor in a pod that is wired for an SDK. */
export class Pod {
  public cloud!: FakeCloud;
  public box!: Sandbox;
  private proxy!: FakeProxy;

  /** Registers what has to happen before and after each test of a file. */
  public constructor() {
    useFakes((fakes) => Object.assign(this, fakes));
    beforeEach(async () => (this.proxy = await FakeProxy.start(this.cloud.port)));
    afterEach(() => this.proxy.close());
  }

  /** Runs `doctor NAME`; that no secret is told is checked each time. */
  public async examine(
    name: "aws" | "gcp" | "azure",
    args: readonly string[],
    variables: Variables = {},
  ): Promise<Examined> {
    const env = this.box.env({ HTTPS_PROXY: `http://${this.proxy.host}`, ...this[name](), ...variables });
    const { code, stdout, stderr } = await runPlugin(["doctor", name, ...args], env);
    for (const secret of [...this.cloud.secrets, SECRET_VALUE]) expect(stdout + stderr).not.toContain(secret);
    return { code, stderr, stdout, lines: stdout.trimEnd().split("\n") };
  }

  /** The variables that the wiring sets for AWS's SDK. */
  public aws(): Variables {
    return {
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: this.box.project("eks"),
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
    };
  }

  /** Those for Google's, with further members of the credential file. */
  public gcp(name = "google.json", more: object = {}): Variables {
    const file = {
      type: "external_account",
      audience: PROVIDER,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { file: this.box.project("gke"), format: { type: "text" } },
      ...more,
    };
    const GOOGLE_APPLICATION_CREDENTIALS = this.box.write(name, JSON.stringify(file));
    return { GOOGLE_CLOUD_PROJECT: "data", GOOGLE_APPLICATION_CREDENTIALS };
  }

  /** Those for Azure's. */
  public azure(): Variables {
    return {
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_FEDERATED_TOKEN_FILE: this.box.project("aks"),
      AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
    };
  }

  /** A file with a token for another cloud. */
  public otherToken(audience: string): string {
    return this.box.write("other", projectedToken(audience));
  }
}

/** How the first line begins for a token of an audience. */
export const tokenLine = (audience: string) =>
  `token       ok: iss ${ISSUER}, sub ${SUBJECT}, aud ${audience}, ends in 3`;

/** A refusal in XML, as S3 and Blob Storage write it. */
export const xml = (code: string, message: string) =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
