import { Lazy } from "cdktf";
import { ITrust } from "../i-trust";
import { jsonDocument } from "../json-document";
import { problem, refuse, refusal } from "../../common";
import { OidcSubject } from "../../subjects";
import { ServiceDeclaration, SERVICES_ANNOTATION } from "../../trust-declaration";
import { signInInputs } from "../../vendor/sign-in-actions";
import { shadowsOfSignIn } from "../../vendor/sign-in-variables";

/** How a job is wired. */
export interface JobWiringOptions {
  /**
   * Further variables of the job, which `environment` and the document have. Those that keep its programs from what the actions sign in
   * to, such as `AWS_ACCESS_KEY_ID`, `AZURE_CLIENT_SECRET` or `GOOGLE_APPLICATION_CREDENTIALS`, are refused. Put no secret into them: the
   * document has them in clear.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };
}

/**
 * What a CI job needs to act by its trusts into cloud accounts: the inputs of the vendors' own actions, by the account's
 * construct id. Into clusters the job's kubeconfig leads (`mesh.kubeconfigFor`). What it makes holds no secret
 * unless `env` does: put none into it. Every value may be unknown until apply.
 *
 * As a document it also says what was promised, so that `trust-mesh lab` reads and tries it: put it into an output.
 *
 * @see https://github.com/aws-actions/configure-aws-credentials "Configure AWS Credentials"
 * @see https://github.com/google-github-actions/auth "Authenticate to Google Cloud"
 * @see https://github.com/Azure/login "Azure Login"
 *
 * @example
 *
 * const deploy = GithubActions.repository("acme/app").environment("prod");
 * mesh.allow(deploy, prod, AwsAccess.writeBucket("acme-releases"));
 * new TerraformOutput(this, "deploy", { value: JobWiring.for(deploy, mesh.trustsOf(deploy)).toString() });
 */
export class JobWiring {
  /**
   * The wiring of a job.
   *
   * @param subject the job
   * @param trusts what it acts by; those into clusters are left out
   * @param options how it is wired
   * @throws if none of them is into an account, one is of another subject, or a variable of `env` keeps the job from what it signs in to
   */
  public static for(subject: OidcSubject, trusts: ITrust[], options: JobWiringOptions = {}): JobWiring {
    return new JobWiring(subject, trusts, options);
  }

  private readonly trusts: ITrust[];
  private readonly env: { [name: string]: string };

  private constructor(
    private readonly subject: OidcSubject,
    trusts: ITrust[],
    options: JobWiringOptions,
  ) {
    this.env = { ...options.env };
    this.trusts = trusts.filter((trust) => trust._declaration !== undefined);
    const [first] = this.trusts;
    if (!first) throw refusal("JobWiring.for: none of the trusts is into an account. Give one that is.", "trusts");
    refuse(first, () => [...this.trusts.map((trust) => this.strangerProblem(trust)), ...this.shadowProblems()]);
  }

  /** The job's variables, for its `env`: those that were given. The actions export what SDKs read. */
  public get environment(): { [name: string]: string } {
    return { ...this.env };
  }

  /**
   * The inputs of the action that signs in to an account.
   *
   * @param accountId the account's construct id
   * @throws if the job has no trust into it
   */
  public inputsFor(accountId: string): { [input: string]: string } {
    const trust = this.trusts.find(({ destinationId }) => destinationId === accountId);
    if (!trust) {
      throw refusal(`JobWiring: there is no trust into "${accountId}". Give it to JobWiring.for.`, "no-trust");
    }
    return inputsOf(trust._declaration?.() as ServiceDeclaration);
  }

  /** All inputs by account, the job's variables, and what was promised, as JSON: for an output. */
  public toString(): string {
    return Lazy.stringValue({
      produce: () =>
        jsonDocument({
          inputs: Object.fromEntries(this.trusts.map(({ destinationId: id }) => [id, this.inputsFor(id)])),
          ...(Object.keys(this.env).length ? { env: this.env } : {}),
          [SERVICES_ANNOTATION]: this.trusts.map((trust) => trust._declaration?.()),
        }),
    });
  }

  private shadowProblems(): string[] {
    const clouds = this.trusts.map((trust) => (trust._declaration?.() as ServiceDeclaration).account.cloud);
    return shadowsOfSignIn(this.env, clouds).map((name) =>
      problem(
        `env.${name}`,
        "keeps the job from what its actions sign in to",
        "Leave it out, and what it names with it",
      ),
    );
  }

  private strangerProblem({ subject, destinationId }: ITrust): string | undefined {
    if (subject._identity === this.subject._identity) return undefined;
    const reason = `the trust into "${destinationId}" is of "${subject._id}", and the job is "${this.subject._id}"`;
    return problem("trusts", reason, "Make a wiring for each subject");
  }
}

/** What the trust does not tell is left to the job; the AWS action asks for a region always. */
function inputsOf(declaration: ServiceDeclaration): { [input: string]: string } {
  const inputs = Object.entries(signInInputs(declaration));
  const told = inputs.filter(([input, value]) => value !== undefined || input === "aws-region");
  return Object.fromEntries(told.map(([input, value]) => [input, value ?? ""]));
}
