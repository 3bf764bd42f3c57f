// Command cel evaluates attribute mappings and conditions of Workload Identity Federation with cel-go, and Google's extract.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
	"google.golang.org/protobuf/types/known/structpb"

	"cdktf-trust-mesh/oracles/internal/lines"
)

// extract is Google's own function, as "Attribute reference for IAM Conditions" describes it.
func extract(text, template ref.Val) ref.Val {
	before, rest, opened := strings.Cut(string(template.(types.String)), "{")
	_, after, closed := strings.Cut(rest, "}")
	if !opened || !closed {
		return types.NewErr("the template has no {name}")
	}
	_, tail, found := strings.Cut(string(text.(types.String)), before)
	if !found {
		return types.String("")
	}
	if after == "" {
		return types.String(tail)
	}
	value, _, found := strings.Cut(tail, after)
	if !found {
		return types.String("")
	}
	return types.String(value)
}

func evaluate(question []byte) (any, error) {
	var asked struct {
		Expression string         `json:"expression"`
		Names      map[string]any `json:"names"`
	}
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	options := []cel.EnvOption{
		ext.Strings(),
		cel.Function("extract", cel.MemberOverload("string_extract_string",
			[]*cel.Type{cel.StringType, cel.StringType}, cel.StringType, cel.BinaryBinding(extract))),
	}
	for name := range asked.Names {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	environment, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	tree, issues := environment.Parse(asked.Expression)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := environment.Program(tree)
	if err != nil {
		return nil, err
	}
	value, _, err := program.Eval(asked.Names)
	if err != nil {
		return nil, err
	}
	return plain(value)
}

type result struct {
	Value any `json:"value"`
}

func plain(value ref.Val) (any, error) {
	native, err := value.ConvertToNative(reflect.TypeFor[*structpb.Value]())
	if err != nil {
		return nil, fmt.Errorf("no JSON value: %w", err)
	}
	message, ok := native.(*structpb.Value)
	if !ok {
		return nil, errors.New("no JSON value")
	}
	return result{message.AsInterface()}, nil
}

func main() {
	lines.Serve(map[string]func([]byte) (any, error){"evaluate": evaluate})
}
