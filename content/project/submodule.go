package project

import (
	"fmt"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/source"
)

// refuseSubmodule returns an error if the content folder is a submodule's, or below one. The
// tree of a repository has none of the files of its submodules.
func (p *Project) refuseSubmodule() error {
	folder := p.Config.Content
	for at := folder; at != "."; at = path.Dir(at) {
		if !source.IsRepository(p.Source.FS, at) {
			continue
		}
		inside := path.Join(".", strings.TrimPrefix(strings.TrimPrefix(folder, at), "/"))
		return git.Hint(fmt.Errorf("content folder %q: %q is another git repository, such as a submodule, which is not read", folder, at),
			fmt.Sprintf("let `content:` name a folder of this repository, and add `sources: [{url: %s, content: %s}]`", at, inside))
	}
	return nil
}
