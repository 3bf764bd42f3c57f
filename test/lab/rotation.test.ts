import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { JsonLines } from "../oracles/support/json-lines";
import { NODE_PROGRAMS, whyNoNodeSdks } from "../oracles/support/node-sdks";
import { PYTHON_PROGRAM, whyNoPython } from "../oracles/support/python";
import { ServicePod } from "./support/service-pod";
import { buildNineCells } from "./support/services";
import { LabFixture } from "./support/use-lab";

/** A pod that lives long: its clients are made once, and outlive their tokens and their credentials. */
jest.setTimeout(120_000);

const CREDENTIAL_SECONDS = 4;
/** Long past its end: what a kubelet that no longer renews tokens leaves in the pod. */
const STALE_SECONDS = -3600;
/** azure-identity keeps a token's file for 10 minutes in Python, and for 5 in JavaScript. */
const KEPT_SECONDS = 601;
/** How long Entra takes a token after its end, and how long the one is taken that an SDK reads first. */
const TOLERANCE_SECONDS = 300;
const SHORT_SECONDS = 15;
const CONTENT = "Played by trust-mesh lab.\n";
const CLOUDS = ["aws", "azure", "google"];

const fixture = new LabFixture(buildNineCells, { credentialSeconds: CREDENTIAL_SECONDS });
const untilExpiry = async () => await setTimeout((CREDENTIAL_SECONDS + 1) * 1000);

/** How a program's clock is made to run ahead, without a change of the program or the SDK. */
interface Clock {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

describe.each<[string, string | undefined, string, string, Clock]>([
  [
    "Python",
    whyNoPython(),
    PYTHON_PROGRAM,
    join(__dirname, "programs/keep_reading.py"),
    { args: [], environment: { PYTHONPATH: join(__dirname, "programs/clock") } },
  ],
  [
    "JavaScript",
    whyNoNodeSdks(),
    process.execPath,
    join(NODE_PROGRAMS, "keep-reading.mjs"),
    { args: ["--import", join(NODE_PROGRAMS, "clock-ahead.mjs")], environment: {} },
  ],
])("a pod that lives long, with the SDKs for %s", (language, reason, command, program, clock) => {
  const test = reason === undefined ? it : it.skip;
  const skipped = reason === undefined ? "" : ` (skipped: ${reason})`;
  let pod: ServicePod;
  let readers: JsonLines[];
  beforeEach(async () => {
    pod = new ServicePod(fixture.lab, "west");
    await pod.rotate();
    readers = CLOUDS.map(() => new JsonLines(command, [program], { ...pod.environment }));
  });
  afterEach(async () => {
    await Promise.all(readers.map((one) => one.close()));
  });

  test(`reads Azure's token file again, which its SDK keeps for minutes${skipped}`, async () => {
    const ahead = join(fixture.lab.folder, `clock-${language}`);
    writeFileSync(ahead, "0");
    const environment = { ...pod.environment, CLOCK_AHEAD: ahead, ...clock.environment };
    const reader = new JsonLines(command, [...clock.args, program], environment);
    readers.push(reader);
    await pod.rotate(SHORT_SECONDS - TOLERANCE_SECONDS);
    expect(await reader.ask("azure")).toBe(CONTENT);
    await pod.rotate();
    await setTimeout((SHORT_SECONDS + 2) * 1000);

    // The credential is over, the file has a good token, and the SDK still shows the one that it read.
    expect(await reader.ask("azure")).toMatch(/^refused: .*AADSTS700024/is);
    writeFileSync(ahead, String(KEPT_SECONDS));
    expect(await reader.ask("azure")).toBe(CONTENT);
  });

  const read = async () => await Promise.all(readers.map((one, i) => one.ask<string>(CLOUDS[i])));

  test(`reads through two rotations of its tokens and two ends of its credentials${skipped}`, async () => {
    expect(await read()).toEqual([CONTENT, CONTENT, CONTENT]);
    for (let rotations = 0; rotations < 2; rotations++) {
      await pod.rotate();
      expect(await read()).toEqual([CONTENT, CONTENT, CONTENT]);
      await untilExpiry();
      expect(await read()).toEqual([CONTENT, CONTENT, CONTENT]);
    }
  });

  test(`reads no longer where its tokens are not renewed${skipped}`, async () => {
    // Azure's SDKs keep a token that they read for 5 and 10 minutes, so that theirs reads for the first time below.
    const [first, , last] = readers;
    expect(await Promise.all([first.ask("aws"), last.ask("google")])).toEqual([CONTENT, CONTENT]);
    await pod.rotate(STALE_SECONDS);
    await untilExpiry();

    const [aws, azure, google] = await read();
    expect(aws).toMatch(/^refused: .*expired/is);
    expect(azure).toMatch(/^refused: .*AADSTS700024/is);
    expect(google).toMatch(/^refused: .*(stale|expired)/is);
  });
});
