package source_test

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/pmsite/pmsite/content/git"

	"github.com/pmsite/pmsite/content/source"
)

func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "repository")
	kim := git.Person{Name: "Kim", Email: "kim@example.org"}
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	err = git.Init(dir, []git.NewCommit{
		{Message: "Draft it", Author: kim, Time: noon, Files: map[string][]byte{"drafts/dns.md": []byte("# DNS was down for an hour\n\nstatus: draft\n")}},
		{
			Message: "Complete it", Author: kim, Time: noon.Add(time.Hour), Delete: []string{"drafts/dns.md"},
			Files: map[string][]byte{"content/dns.md": []byte("# DNS was down for an hour\n\nstatus: completed\n")},
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	s, err := source.Commit(dir, "main")
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	text, err := fs.ReadFile(s.FS, "content/dns.md")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q on %s\n", text, s.Branch)

	h, err := s.History(context.Background(), "content")
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range h.Files["content/dns.md"] {
		fmt.Println(r.Time.Format(time.RFC3339), r.Change, r.Path, r.Subject)
	}
	// Output:
	// "# DNS was down for an hour\n\nstatus: completed\n" on main
	// 2026-01-01T13:00:00Z renamed content/dns.md Complete it
	// 2026-01-01T12:00:00Z added drafts/dns.md Draft it
}
