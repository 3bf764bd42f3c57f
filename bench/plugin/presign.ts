/** Signing alone: what the plugin does for EKS once it has keys. No source hands out keys without being asked for them. */
import { writeSync } from "node:fs";
import { eksToken } from "../../src/plugin/aws/eks-token";
import { execCredential } from "../../src/plugin/exec-credential";

const KEYS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example", sessionToken: "example-session" };

const credential = eksToken("west", "eu-west-1", "sts.eu-west-1.amazonaws.com", KEYS);
writeSync(1, execCredential("client.authentication.k8s.io/v1", credential));
