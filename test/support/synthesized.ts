import { DefaultTokenResolver, StringConcat, Testing, TerraformStack, Tokenization } from "cdktf";
import { IConstruct } from "constructs";

/** The arguments of one resource in synthesized JSON. */
export type Arguments = Record<string, unknown>;

/** A synthesized stack, read by resource type. */
export class Synthesized {
  private readonly json: {
    resource?: Record<string, Record<string, Arguments>>;
    locals?: Record<string, unknown>;
    data?: Record<string, unknown>;
  };

  public constructor(text: string) {
    this.json = JSON.parse(text) as Synthesized["json"];
  }

  /** The resources of a type by their names, sorted by address. */
  public of(type: string): Record<string, Arguments> {
    return this.json.resource?.[type] ?? {};
  }

  /** The resources of a type, in the order of their addresses. */
  public all(type: string): Arguments[] {
    return Object.keys(this.of(type))
      .sort()
      .map((name) => this.of(type)[name]);
  }

  /** The one resource of a type; a test fails when there are none or several. */
  public only(type: string): Arguments {
    const found = this.all(type);
    if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} instead of one`);
    return found[0];
  }

  /** The address of the one resource of a type. */
  public addressOf(type: string): string {
    this.only(type);
    return `${type}.${Object.keys(this.of(type))[0]}`;
  }

  /** Every resource by its address. */
  public get resources(): Record<string, Arguments> {
    const types = Object.entries(this.json.resource ?? {});
    return Object.fromEntries(
      types.flatMap(([type, named]) => Object.entries(named).map(([name, args]) => [`${type}.${name}`, args])),
    );
  }

  /** The addresses of every resource, sorted. */
  public get addresses(): string[] {
    return Object.keys(this.resources).sort();
  }

  /** How many resources there are of each type. */
  public get counts(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.json.resource ?? {}).map(([type, all]) => [type, Object.keys(all).length]),
    );
  }

  /** The local values. */
  public get locals(): Record<string, unknown> {
    return this.json.locals ?? {};
  }
}

/** Synthesizes one stack with its validations, so that whatever a test asserts on is also accepted. */
export function synthesize(stack: TerraformStack): Synthesized {
  return new Synthesized(Testing.synth(stack, true));
}

/** The stable code at the end of a refusal or warning. */
const CODE = / \[([a-z0-9-]+)\]$/;

/** What a stack's synth is refused with, one `[path] message` each without its code; empty when it is accepted. */
export function refusals(stack: TerraformStack): string[] {
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line.startsWith("["))
      .map((line) => line.replace(CODE, ""));
  }
}

/** The stable codes at the end of what a stack's synth is refused with. */
export function refusalCodes(stack: TerraformStack): string[] {
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    const lines = (error as Error).message.split("\n").map((line) => line.trim());
    return lines.filter((line) => line.startsWith("[")).map((line) => CODE.exec(line)?.[1] ?? "none");
  }
}

/** The warnings below a construct, one `[path] message` each, without their codes. */
export function warnings(construct: IConstruct): string[] {
  return construct.node
    .findAll()
    .flatMap((child) =>
      child.node.metadata
        .filter(({ type }) => type === "@cdktf/warn")
        .map(({ data }) => `[${child.node.path}] ${(data as string).replace(CODE, "")}`),
    );
}

/** The stable codes of the warnings below a construct. */
export function warningCodes(construct: IConstruct): string[] {
  return construct.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => CODE.exec(data as string)?.[1] ?? "none");
}

/** A value as Terraform will read it: tokens become references. */
export function resolved(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope,
    preparing: false,
    resolver: new DefaultTokenResolver(new StringConcat()),
  }) as unknown;
}
