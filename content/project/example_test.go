package project_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pmsite/pmsite/content/project"
)

// Open the project at one of its folders, load it, and check it.
func ExampleOpener_Open() {
	dir, err := os.MkdirTemp("", "project")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	_ = os.MkdirAll(filepath.Join(dir, "content", "2026"), 0o700)
	_ = os.WriteFile(filepath.Join(dir, "pmsite.yaml"), []byte("title: Ferries\n"), 0o600)
	_ = os.WriteFile(filepath.Join(dir, "content", "2026", "gates.md"), []byte("---\ntitle: Gates offline\ndate: 2026/03/05\nstatus: draft\n---\n"), 0o600)

	opener := project.Opener{Dir: filepath.Join(dir, "content", "2026")}
	p, err := opener.Open(context.Background(), "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	c, err := p.Load(context.Background(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Config.Title, "-", c.PostMortems[0].Path, "-", c.PostMortems[0].Title)
	findings, _, err := p.Check(context.Background(), project.CheckOptions{})
	fmt.Println(findings[0].Rule, findings[0].Line, err)
	// Output:
	// Ferries - content/2026/gates.md - Gates offline
	// date 3 <nil>
}
