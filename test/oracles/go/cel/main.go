package main

import (
	_ "github.com/google/cel-go/cel"
	_ "github.com/google/cel-go/ext"
)

func main() {}
