// Package lines answers questions that come as lines of JSON, one line for each.
package lines

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Asked is the part that all questions have.
type Asked struct {
	Op string `json:"op"`
}

type answer struct {
	Answer any    `json:"answer,omitempty"`
	Error  string `json:"error,omitempty"`
}

// Serve answers until standard input ends. An error is an answer too; it does not end the program.
func Serve(handlers map[string]func(question []byte) (any, error)) {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	for in.Scan() {
		value, err := handle(handlers, in.Bytes())
		line := answer{Answer: value}
		if err != nil {
			line = answer{Error: err.Error()}
		}
		if err := write.Encode(line); err != nil {
			panic(err)
		}
		out.Flush()
	}
	if err := in.Err(); err != nil {
		panic(err)
	}
}

func handle(handlers map[string]func([]byte) (any, error), question []byte) (any, error) {
	var asked Asked
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	handler, found := handlers[asked.Op]
	if !found {
		return nil, fmt.Errorf("no operation %q", asked.Op)
	}
	return handler(question)
}
