// Command clientgo is a client of clusters, as every controller in Go is one: it loads a kubeconfig by client-go, which
// starts the exec plugin in it, and asks an API server. Questions and answers are lines of JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"

	authentication "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"cdktf-trust-mesh/oracles/internal/lines"
)

type opening struct {
	Kubeconfig string `json:"kubeconfig"`
	Context    string `json:"context"`
	// Authority is a file that stands in for the one of the kubeconfig.
	Authority string `json:"authority"`
}

type asking struct {
	Namespaces []string `json:"namespaces"`
}

type seen struct {
	User   string         `json:"user,omitempty"`
	Status int32          `json:"status,omitempty"`
	Listed map[string]int `json:"listed,omitempty"`
}

var clients *kubernetes.Clientset

func open(question []byte) (any, error) {
	var asked opening
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	rules := &clientcmd.ClientConfigLoadingRules{ExplicitPath: asked.Kubeconfig}
	overrides := &clientcmd.ConfigOverrides{CurrentContext: asked.Context}
	overrides.ClusterInfo.CertificateAuthority = asked.Authority
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, overrides).ClientConfig()
	if err != nil {
		return nil, err
	}
	clients, err = kubernetes.NewForConfig(config)
	return true, err
}

func ask(question []byte) (any, error) {
	var asked asking
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	review := &authentication.SelfSubjectReview{}
	answer, err := clients.AuthenticationV1().SelfSubjectReviews().Create(context.Background(), review, meta.CreateOptions{})
	if err != nil {
		code, err := codeOf(err)
		return seen{Status: int32(code)}, err
	}
	listed := map[string]int{}
	for _, namespace := range asked.Namespaces {
		listed[namespace] = 200
		if _, err := clients.CoreV1().Pods(namespace).List(context.Background(), meta.ListOptions{}); err != nil {
			if listed[namespace], err = codeOf(err); err != nil {
				return nil, err
			}
		}
	}
	return seen{User: answer.Status.UserInfo.Username, Listed: listed}, nil
}

// codeOf is the status of a refusal; every other error is handed on.
func codeOf(err error) (int, error) {
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		return int(status.Status().Code), nil
	}
	return 0, err
}

func main() {
	lines.Serve(map[string]func([]byte) (any, error){"open": open, "ask": ask})
}
