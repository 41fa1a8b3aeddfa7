package git

import (
	"fmt"
	"strings"
)

func (g *programStore) head() (OID, string, error) {
	branch, err := g.run("symbolic-ref", "-q", "HEAD")
	if err != nil && !isExit(err, 1) {
		return "", "", err
	}
	branch = strings.TrimPrefix(strings.TrimSpace(branch), "refs/heads/")
	out, err := g.run("rev-parse", "-q", "--verify", "HEAD")
	if isExit(err, 1) && branch != "" {
		return "", branch, nil
	}
	if err != nil {
		return "", "", err
	}
	id, err := ParseOID(strings.TrimSpace(out))
	return id, branch, err
}

func (g *programStore) resolve(rev string) (OID, string, error) {
	if err := checkRevision(rev); err != nil {
		return "", "", err
	}
	if rev == "HEAD" || rev == "@" {
		id, branch, err := g.head()
		if err == nil && id == "" {
			err = errUnborn(branch)
		}
		return id, branch, err
	}
	out, err := g.run("rev-parse", "-q", "--verify", rev+"^{commit}")
	if isExit(err, 1) || isExit(err, 128) {
		return "", "", errUnknownRevision()
	}
	if err != nil {
		return "", "", err
	}
	id, err := ParseOID(strings.TrimSpace(out))
	if err != nil {
		return "", "", err
	}
	full, _ := g.run("rev-parse", "-q", "--symbolic-full-name", rev) // nothing for what is no ref
	full = strings.TrimSpace(full)
	for _, prefix := range []string{"refs/heads/", "refs/remotes/"} {
		if branch, ok := strings.CutPrefix(full, prefix); ok {
			return id, branch, nil
		}
	}
	return id, "", nil
}

func (g *programStore) branches() ([]Ref, error) {
	out, err := g.run("for-each-ref", "--format=%(objectname) %(refname) %(symref)", "refs/heads", "refs/remotes")
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			continue // origin/HEAD is another name of one of the others
		}
		id, err := ParseOID(fields[0])
		if err != nil {
			return nil, fmt.Errorf("git for-each-ref: %w", err)
		}
		name, remote := strings.CutPrefix(fields[1], "refs/remotes/")
		refs = append(refs, Ref{strings.TrimPrefix(name, "refs/heads/"), remote, id})
	}
	return refs, nil
}

func (g *programStore) index() (map[string]IndexEntry, error) {
	out, err := g.run("ls-files", "-z")
	if err != nil {
		return nil, err
	}
	files := map[string]IndexEntry{}
	for name := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		files[name] = IndexEntry{}
	}
	return files, nil
}
