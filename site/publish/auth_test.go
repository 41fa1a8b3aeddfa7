package publish

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"io"
	"net"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"
)

// TestCredentialHelper pushes over https with the user and password from git's credential helper.
func TestCredentialHelper(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	remote.git("config", "http.receivepack", "true")
	opts := r.options()
	backend := &cgi.Handler{Path: opts.Git, Args: []string{"http-backend"}, Env: append(gittest.Environ(), "GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT="+filepath.Dir(remote.Dir))}
	server := httptest.NewTLSServer(guard(backend, "robot", "s3cret"))
	defer server.Close()
	r.git("remote", "set-url", "origin", server.URL+"/remote.git")
	r.git("config", "http.sslVerify", "false")
	opts.Push = true
	opts.Env = append(opts.Env, "GIT_TERMINAL_PROMPT=0")
	r.wantError(opts, tree("index.html", "one"), "could not read Username")
	r.git("config", "credential.helper", "!f() { echo username=robot; echo password=s3cret; }; f")
	if result := r.publish(opts, tree("index.html", "one")); !result.Pushed || remote.tip("gh-pages") != result.Commit {
		t.Errorf("%+v", result)
	}
}

// TestAgent pushes over ssh with a key that only the ssh agent has.
func TestAgent(t *testing.T) {
	dir := t.TempDir()
	socket, key := serveAgent(t, dir)
	address, host := serveGit(t, key)
	known := filepath.Join(dir, "known_hosts")
	line := knownhosts.Line([]string{knownhosts.Normalize(address)}, host)
	if err := os.WriteFile(known, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSH_KNOWN_HOSTS", known) // for go-git
	t.Setenv("GIT_SSH_COMMAND", "ssh -F none -o UserKnownHostsFile="+known)
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		r.git("remote", "set-url", "origin", "ssh://git@"+address+filepath.ToSlash(remote.Dir))
		t.Setenv("SSH_AUTH_SOCK", filepath.Join(dir, "none"))
		opts := r.options()
		opts.Push, opts.Git = true, git
		r.wantError(opts, tree("index.html", "one"), "")
		t.Setenv("SSH_AUTH_SOCK", socket)
		opts.Env = gittest.Environ()
		for _, text := range []string{"one", "two"} {
			if result := r.publish(opts, tree("index.html", text)); !result.Pushed || remote.tip("gh-pages") != result.Commit {
				t.Errorf("%+v", result)
			}
		}
	})
}

// serveAgent starts an ssh agent with one key. It returns the path of its socket and the public key.
func serveAgent(t *testing.T, dir string) (socket string, public ssh.PublicKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	socket = filepath.Join(dir, "agent")
	serve(t, "unix", socket, func(c net.Conn) { _ = agent.ServeAgent(keys, c) })
	return socket, signer.PublicKey()
}

// serve handles each connection in a goroutine until the test ends. It returns its address.
func serve(t *testing.T, network, address string, handle func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go handle(c)
		}
	}()
	return listener.Addr().String()
}

// serveGit starts an ssh server on which the given key may fetch and push with git. It returns its address and host
// key.
func serveGit(t *testing.T, key ssh.PublicKey) (address string, host ssh.PublicKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PublicKeyCallback: func(_ ssh.ConnMetadata, k ssh.PublicKey) (*ssh.Permissions, error) {
		if string(k.Marshal()) != string(key.Marshal()) {
			return nil, os.ErrPermission
		}
		return nil, nil
	}}
	config.AddHostKey(signer)
	address = serve(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		conn, channels, requests, err := ssh.NewServerConn(c, config)
		if err != nil {
			return
		}
		defer conn.Close()
		go ssh.DiscardRequests(requests)
		for c := range channels {
			channel, requests, err := c.Accept()
			if err != nil {
				return
			}
			go session(channel, requests)
		}
	})
	return address, signer.PublicKey()
}

// session runs the command of an ssh session, which is git-receive-pack 'DIR' or git-upload-pack 'DIR'.
func session(channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		if request.Type != "exec" {
			_ = request.Reply(request.Type == "env", nil)
			continue
		}
		_ = request.Reply(true, nil)
		name, dir, _ := strings.Cut(string(request.Payload[4:]), " ")
		cmd := exec.Command("git", strings.TrimPrefix(name, "git-"), strings.Trim(dir, "'"))
		cmd.Env, cmd.Stdout, cmd.Stderr = gittest.Environ(), channel, channel.Stderr()
		in, err := cmd.StdinPipe()
		if err == nil {
			go func() { _, _ = io.Copy(in, channel); _ = in.Close() }()
			err = cmd.Run()
		}
		status := uint32(0)
		if err != nil {
			status = 1
		}
		_, _ = channel.SendRequest("exit-status", false, binary.BigEndian.AppendUint32(nil, status))
		_ = channel.Close()
	}
}
