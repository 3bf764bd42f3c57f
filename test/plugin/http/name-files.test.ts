import { addressesIn, isAddress, isHostsAndDns, namesToAsk } from "../../../src/plugin/http/name-files";

it.each([
  ["10.0.0.1", true],
  ["::1", true],
  ["fe80::1%eth0", true],
  ["sts.amazonaws.com", false],
  ["localhost", false],
])("%s is an address: %p", (host, is) => {
  expect(isAddress(host)).toBe(is);
});

describe("a hosts file", () => {
  const FILE = [
    "# 127.0.0.9 sts.example",
    "127.0.0.1\tlocalhost ip4-localhost",
    "::1 localhost",
    "10.0.0.1 other.example STS.example # sts2.example",
    "  10.0.0.2   sts.example",
    "10.0.0.3 my-sts.example",
    "nonsense sts.example",
    "10.0.0.2 sts.example sts.example.com sts.example",
    "2001:db8::1 sts.example\r",
  ].join("\n");
  it.each([
    ["sts.example", ["10.0.0.1", "10.0.0.2", "2001:db8::1"]],
    ["localhost", ["127.0.0.1", "::1"]],
    ["sts2.example", []],
    ["10.0.0.1", []],
  ])("gives %s all of its addresses, in order", (name, addresses) => {
    expect(addressesIn(FILE, name)).toEqual(addresses);
  });
});

// The defaults of Debian, Red Hat's UBI, Fedora, Ubuntu's desktop and an image that has no such file.
it.each([
  ["passwd: files\nhosts:          files dns\n", true],
  ["hosts:      files dns myhostname", true],
  ["hosts: files [NOTFOUND=continue] dns # resolve", true],
  ["hosts: files myhostname resolve [!UNAVAIL=return] dns", false],
  ["hosts:          files mdns4_minimal [NOTFOUND=return] dns", false],
  ["hosts: files sss dns", false],
  ["# hosts: files ldap", true],
  ["", true],
])("finds out whether hosts file and DNS are all ways to a name: %j", (file, all) => {
  expect(isHostsAndDns(file)).toBe(all);
});

// "resolv.conf(5)": names with fewer dots than ndots are looked for in the search list first.
describe("the names to ask for", () => {
  const POD = "search a.svc.cluster.local svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5 timeout:1\n";
  it.each([
    [
      POD,
      "sts.amazonaws.com",
      ["sts.amazonaws.com.a.svc.cluster.local", "sts.amazonaws.com.svc.cluster.local", "sts.amazonaws.com"],
    ],
    [POD, "sts.amazonaws.com.", ["sts.amazonaws.com."]],
    [POD, "a.b.c.d.e.f", ["a.b.c.d.e.f", "a.b.c.d.e.f.a.svc.cluster.local", "a.b.c.d.e.f.svc.cluster.local"]],
    ["search one\nsearch two three.", "proxy", ["proxy.two", "proxy.three", "proxy"]],
    ["domain corp.example", "proxy.infra", ["proxy.infra", "proxy.infra.corp.example"]],
    ["search .", "proxy", ["proxy"]],
    ["options ndots:0", "proxy", ["proxy"]],
    ["; search x\n#search y", "proxy", ["proxy"]],
    ["", "sts.amazonaws.com", ["sts.amazonaws.com"]],
  ])("%j %s", (file, name, names) => {
    expect(namesToAsk(file, name)).toEqual(names);
  });
});
