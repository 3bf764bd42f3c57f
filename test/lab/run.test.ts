import { Client, Outcome, runTrials, UserInfo, Workbench } from "../../src/lab";
import { PLUGIN } from "../plugin/support";
import { buildMesh } from "./support/meshes";
import { LabFixture } from "./support/use-lab";

const fixture = new LabFixture(buildMesh);

/** A client whose first request fails after a moment, while the others take longer. */
class Failing implements Client {
  public readonly name = "a client that fails";
  public underway = 0;
  public asked = 0;

  public async whoAmI(): Promise<Outcome<UserInfo>> {
    const isFirst = this.asked++ === 0;
    this.underway++;
    await new Promise((resolve) => setTimeout(resolve, isFirst ? 50 : 400));
    this.underway--;
    if (isFirst) throw new Error("the first one");
    throw new Error("a later one");
  }

  public async listPods(): Promise<Outcome<number>> {
    return await Promise.resolve({ reached: true, value: 0 });
  }
}

describe("a trial that throws", () => {
  it("ends the trials with its error, after all that were under way, and no other begins", async () => {
    // GIVEN
    const client = new Failing();

    // WHEN
    const trials = runTrials(new Workbench(fixture.lab, PLUGIN, client));

    // THEN
    await expect(trials).rejects.toThrow("the first one");
    expect(client.underway).toBe(0);
    const { asked } = client;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(client.asked).toBe(asked);
  });
});
