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
const CONTENT = "Played by trust-mesh lab.\n";
const CLOUDS = ["aws", "azure", "google"];

const fixture = new LabFixture(buildNineCells, { credentialSeconds: CREDENTIAL_SECONDS });
const untilExpiry = async () => await setTimeout((CREDENTIAL_SECONDS + 1) * 1000);

describe.each<[string, string | undefined, string, string]>([
  ["Python", whyNoPython(), PYTHON_PROGRAM, join(__dirname, "programs/keep_reading.py")],
  ["JavaScript", whyNoNodeSdks(), process.execPath, join(NODE_PROGRAMS, "keep-reading.mjs")],
])("a pod that lives long, with the SDKs for %s", (_language, reason, command, program) => {
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
