// Command ekstoken reads EKS tokens as clusters do, with the library of aws-iam-authenticator. STS is played by an answer that
// is always the same: what a cluster checks before it asks STS is what is tried.
package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"sigs.k8s.io/aws-iam-authenticator/pkg/token"

	"cdktf-trust-mesh/oracles/internal/lines"
)

const identity = `{"GetCallerIdentityResponse":{"GetCallerIdentityResult":{` +
	`"Account":"111122223333","Arn":"arn:aws:sts::111122223333:assumed-role/reader/session","UserId":"AROA:session"}}}`

// sts answers instead of the network, and keeps what it was asked.
type sts struct{ url, cluster string }

func (s *sts) RoundTrip(request *http.Request) (*http.Response, error) {
	s.url, s.cluster = request.URL.String(), request.Header.Get("x-k8s-aws-id")
	body := io.NopCloser(strings.NewReader(identity))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: request}, nil
}

type verdict struct {
	Accepted bool   `json:"accepted"`
	Reason   string `json:"reason,omitempty"`
	URL      string `json:"url,omitempty"`
	Cluster  string `json:"cluster,omitempty"`
}

func verify(question []byte) (any, error) {
	var asked struct {
		Token     string `json:"token"`
		Cluster   string `json:"cluster"`
		Partition string `json:"partition"`
		Region    string `json:"region"`
	}
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	played := &sts{}
	http.DefaultTransport = played
	if _, err := token.NewVerifier(asked.Cluster, asked.Partition, asked.Region).Verify(asked.Token); err != nil {
		return verdict{Reason: err.Error()}, nil
	}
	return verdict{Accepted: true, URL: played.url, Cluster: played.cluster}, nil
}

func main() {
	lines.Serve(map[string]func([]byte) (any, error){"verify": verify})
}
