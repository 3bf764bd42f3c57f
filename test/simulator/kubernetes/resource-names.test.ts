import { fullResourceName } from "../../../src/simulator";

// The names are those of kubectl's reference, "Resource types".
it.each([
  ["po", "pods"],
  ["secret", "secrets"],
  ["deploy", "deployments.apps"],
  ["deployments", "deployments.apps"],
  ["pod/exec", "pods/exec"],
  ["deployment/scale", "deployments.apps/scale"],
  ["netpol", "networkpolicies.networking.k8s.io"],
])("%s is %s", (short, full) => {
  expect(fullResourceName(short)).toBe(full);
});

it.each(["pods", "deployments.apps", "pods/exec", "users", "*", "/healthz", "widgets.example.com"])(
  "leaves %s as it is",
  (name) => {
    expect(fullResourceName(name)).toBeUndefined();
  },
);
