package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
)

// runInside runs pmsite in the file tree of the image, as a container engine would: with no other
// file, and as a user without rights.
func runInside(t *testing.T, root string) {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" || os.Getuid() != 0 {
		t.Logf("not run: only root on linux/amd64 can change the root folder")
		return
	}
	collection(t, filepath.Join(root, "work"))
	for _, folder := range []string{filepath.Dir(filepath.Dir(root)), filepath.Dir(root), root} {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(root, "tmp"), 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args, want string
		status     int
	}{
		{"version", "pmsite ", 0},
		{"check", "1 post mortem", 0},
		{"check --ref HEAD", "1 post mortem", 0},
		{"build -o /tmp/site", "1 post mortem", 0},
		{"search settlement", "Settlement", 0},
	} {
		cmd := exec.Command("chroot", append([]string{"--userspec=65532:65532", root, "/pmsite", "-C", "/work"}, strings.Fields(test.args)...)...)
		cmd.Env = []string{"PATH=/", "HOME=/tmp", "SSL_CERT_FILE=/" + certificates}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != test.status || !strings.Contains(string(out), test.want) {
			t.Errorf("in the image, pmsite %s: %v, want status %d and %q:\n%s", test.args, err, test.status, test.want, out)
		}
		if strings.Contains(string(out), "warning:") {
			t.Errorf("in the image, pmsite %s warns:\n%s", test.args, out)
		}
	}
}

// collection creates a repository with the files that init writes.
func collection(t *testing.T, dir string) {
	t.Helper()
	script := `"$PMSITE" init && git init -q && git add . && git -c user.name=a -c user.email=a@example.org commit -qm Begin`
	cmd := exec.Command("sh", "-euc", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PMSITE="+filepath.Join(filepath.Dir(dir), "pmsite"), "GIT_CONFIG_GLOBAL="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func compile(t *testing.T, file string) {
	t.Helper()
	cmd := exec.Command("go", "build", "-trimpath", "-o", file, "./cmd/pmsite")
	cmd.Dir = "../../.."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func repositoryOf(t *testing.T, path string) name.Repository {
	t.Helper()
	repository, err := name.NewRepository(path)
	if err != nil {
		t.Fatal(err)
	}
	return repository
}
