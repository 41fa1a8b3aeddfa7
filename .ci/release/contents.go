package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// program is the package that a release is built from.
const program = "./cmd/pmsite"

// systems are the operating systems that releases are built for. They differ in the modules that
// the program contains.
var systems = []string{"linux", "darwin", "windows"}

// copied is the data in the repository that comes from other projects, with its licence beside it.
var copied = []part{
	{name: "gitleaks, the rules for secrets", dir: "content/check/gitleaks"},
	{name: "chroma, the lexers for code", dir: "content/markdown/lexers"},
	{name: "mermaid, the script that draws diagrams", dir: "themes/default/assets/mermaid"},
	{name: "IANA, the time zone database", dir: "content/zone", kind: publicDomain},
}

// A part is something in the program that has licences of its own.
type part struct {
	name    string
	version string   // "" for what is in the repository
	dir     string   // the folder of its licences
	folders []string // folders below dir that are in the program, and may have other licences
	kind    string   // what its licence is, if it is none of those that the classifier knows; else ""
	texts   []text
}

func (p *part) String() string { return strings.TrimSpace(p.name + " " + p.version) }

// contents returns the parts of the program: itself, copied data, Go, and the modules sorted by
// name.
func contents(root string) ([]part, error) {
	parts := []part{{name: "pmsite", dir: root}}
	for _, data := range copied {
		data.dir = filepath.Join(root, filepath.FromSlash(data.dir))
		parts = append(parts, data)
	}
	std, err := standardLibrary()
	if err != nil {
		return nil, err
	}
	parts = append(parts, std)
	authorities, err := certificates()
	if err != nil {
		return nil, err
	}
	parts = append(parts, authorities)
	modules := map[string]*part{}
	for _, system := range systems {
		if err := addModules(modules, root, system); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		parts = append(parts, *modules[name])
	}
	return parts, nil
}

// standardLibrary returns Go's runtime and standard library, which are part of every program.
func standardLibrary() (part, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return part{}, fmt.Errorf("go env: %w", err)
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return part{name: "Go, the runtime and the standard library", version: version, dir: dir}, nil
}

// certificates returns the list of authorities, which is in the container image only.
func certificates() (part, error) {
	const module = "golang.org/x/crypto/x509roots/fallback"
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}\n{{.Version}}", module).Output()
	if err != nil {
		return part{}, fmt.Errorf("go list: %w", err)
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return part{name: module + ", the certificates of authorities (in the container image)", version: version, dir: dir}, nil
}

// addModules adds the modules that the program contains on one operating system.
func addModules(modules map[string]*part, root, system string) error {
	list := exec.Command("go", "list", "-deps", "-json=Dir,Module", program)
	list.Dir = root
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var linked struct {
			Dir    string
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := decoder.Decode(&linked); err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		m := linked.Module
		if m == nil || m.Main {
			continue
		}
		if modules[m.Path] == nil {
			modules[m.Path] = &part{name: m.Path, version: m.Version, dir: m.Dir}
		}
		modules[m.Path].folders = append(modules[m.Path].folders, linked.Dir)
	}
	return nil
}
