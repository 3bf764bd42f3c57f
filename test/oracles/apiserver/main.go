// Command apiserver runs a real kube-apiserver over an etcd of its own, with RBAC and with tokens from a file, until its
// standard input ends. It prints one line of JSON once it serves: where it is, and the file of its authority.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("give a folder, and a file of tokens as --token-auth-file takes it"))
	}
	folder, tokens := os.Args[1], os.Args[2]
	store, err := startEtcd(filepath.Join(folder, "etcd"))
	if err != nil {
		fail(err)
	}
	defer store.Close()
	port, err := freePort()
	if err != nil {
		fail(err)
	}
	certificates := filepath.Join(folder, "certificates")
	command := app.NewAPIServerCommand()
	command.SetArgs([]string{
		"--etcd-servers=http://" + store.Clients[0].Addr().String(),
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", port),
		"--cert-dir=" + certificates,
		"--authorization-mode=RBAC",
		"--token-auth-file=" + tokens,
		"--service-cluster-ip-range=10.96.0.0/16",
		"--service-account-issuer=https://issuer.example",
		"--service-account-signing-key-file=" + filepath.Join(folder, "key.pem"),
		"--service-account-key-file=" + filepath.Join(folder, "key.pem"),
		"--endpoint-reconciler-type=none",
		"--disable-admission-plugins=ServiceAccount",
		// New in 1.35 and not yet in the clouds' versions: refusals of impersonation name other verbs there.
		"--feature-gates=ConstrainedImpersonation=false",
	})
	go func() { fail(command.Execute()) }()
	if err := waitFor(fmt.Sprintf("127.0.0.1:%d", port)); err != nil {
		fail(err)
	}
	line, _ := json.Marshal(map[string]string{
		"server": fmt.Sprintf("https://127.0.0.1:%d", port),
		"ca":     filepath.Join(certificates, "apiserver.crt"),
	})
	fmt.Println(string(line))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func startEtcd(folder string) (*embed.Etcd, error) {
	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	clients, peers := anywhere(), anywhere()
	config.ListenClientUrls, config.AdvertiseClientUrls = clients, clients
	config.ListenPeerUrls, config.AdvertisePeerUrls = peers, peers
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	store, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	select {
	case <-store.Server.ReadyNotify():
		return store, nil
	case <-time.After(time.Minute):
		return nil, fmt.Errorf("etcd is not ready after a minute")
	}
}

// anywhere is a URL on a free port of loopback.
func anywhere() []url.URL {
	port, err := freePort()
	if err != nil {
		fail(err)
	}
	return []url.URL{{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func waitFor(address string) error {
	for range 120 {
		connection, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return connection.Close()
		}
		time.Sleep(500 * time.Millisecond)
	}
	return fmt.Errorf("nothing listens at %s after a minute", address)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
