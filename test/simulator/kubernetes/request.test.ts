import { describeRequest } from "../../../src/simulator";
import { combined } from "../../../src/simulator/kubernetes/request";
import { asking, objects } from "../support/kubernetes";

describe("a request", () => {
  it.each([
    ["list pods in ns", "list pods in ns"],
    ["list pods", "list pods in the whole cluster"],
    ["get pods/log a in ns", "get pods/log in ns"],
    ["patch deployments/scale.apps a in ns", "patch deployments.apps/scale in ns"],
    ["get /metrics", "get /metrics"],
  ])("%j is told as %j", (words, told) => {
    expect(describeRequest(asking(words))).toBe(told);
  });

  it("is matched by rules with its subresource behind a slash", () => {
    expect(combined(objects("get pods/log a in ns"))).toBe("pods/log");
    expect(combined(objects("get pods a in ns"))).toBe("pods");
  });
});
