package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// TestGoInstall installs the program with go install …@latest from a module proxy in a folder,
// which has a release of this module; its other modules are from this machine's cache. The program
// knows its version without ldflags, and so does what init writes.
func TestGoInstall(t *testing.T) {
	source, dir := cloned(t), t.TempDir()
	mod := strings.TrimSpace(shell(t, source, "go list -m"))
	proxy := filepath.Join(dir, "proxy", filepath.FromSlash(mod), "@v")
	if err := os.MkdirAll(proxy, 0o755); err != nil {
		t.Fatal(err)
	}
	archive, err := os.Create(filepath.Join(proxy, "v1.2.3.zip"))
	if err != nil {
		t.Fatal(err)
	}
	// The module's zip is what a proxy makes of the tag; it has rules for names and sizes.
	if err := errors.Join(zip.CreateFromVCS(archive, module.Version{Path: mod, Version: "v1.2.3"}, source, "v1.2.3", ""), archive.Close()); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"list": []byte("v1.2.3\n"), "v1.2.3.info": []byte(`{"Version":"v1.2.3","Time":"2026-11-30T12:00:00Z"}`), "v1.2.3.mod": read(t, filepath.Join(source, "go.mod")),
	} {
		if err := os.WriteFile(filepath.Join(proxy, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cache := strings.TrimSpace(shell(t, dir, "go env GOMODCACHE"))
	install := exec.Command("go", "install", mod+"/cmd/pmsite@latest")
	install.Dir = dir
	install.Env = append(os.Environ(), "GOPROXY=file://"+filepath.Join(dir, "proxy")+",file://"+filepath.Join(cache, "cache", "download"),
		"GOMODCACHE="+filepath.Join(dir, "cache"), "GOBIN="+filepath.Join(dir, "bin"), "GOFLAGS=-modcacherw -trimpath", "GOSUMDB=off", "GOWORK=off", "CGO_ENABLED=0")
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := shell(t, dir, "bin/pmsite version"); !strings.HasPrefix(got, "pmsite v1.2.3 go") {
		t.Errorf("the program says %s, want pmsite v1.2.3", got)
	}
	shell(t, dir, "bin/pmsite init collection")
	workflow := string(read(t, filepath.Join(dir, "collection", ".github", "workflows", "postmortems.yml")))
	if want := "uses: " + strings.TrimPrefix(mod, "github.com/") + "@v1.2.3\n"; !strings.Contains(workflow, want) {
		t.Errorf("the workflow does not contain %q:\n%s", want, workflow)
	}
}
