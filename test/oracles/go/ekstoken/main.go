package main

import _ "sigs.k8s.io/aws-iam-authenticator/pkg/token"

func main() {}
