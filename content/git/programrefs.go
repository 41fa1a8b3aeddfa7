package git

import (
	"context"
	"fmt"
	"slices"
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
	full, _ := g.run("rev-parse", "-q", "--symbolic-full-name", rev) // empty if rev is not a ref
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
			continue // a symbolic ref, such as origin/HEAD: its target is listed, too
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

func (g *programStore) ref(name string) (OID, error) {
	out, err := g.run("for-each-ref", "--format=%(refname) %(objectname) %(symref)", name)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(out) { // for-each-ref also lists refs below name
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == name {
			return "", errSymbolicRef(name, fields[2])
		}
		if len(fields) == 2 && fields[0] == name {
			return ParseOID(fields[1])
		}
	}
	return "", nil
}

func (g *programStore) refs() ([]string, error) {
	out, err := g.run("for-each-ref", "--format=%(refname)")
	return strings.Fields(out), err
}

func (g *programStore) checkedOut(branch string) (string, error) {
	out, err := g.run("worktree", "list", "--porcelain")
	dir := ""
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case key == "worktree":
			dir = value
		case key == "branch" && value == branch:
			return dir, nil
		}
	}
	return "", err
}

func (g *programStore) update(name string, from, to OID, who Signature, reason string) error {
	before := from.String()
	if from == "" {
		before = strings.Repeat("0", 2*len(to))
	}
	signed := g.program
	signed.Env = append(slices.Clone(signed.Env), "GIT_COMMITTER_NAME="+who.Name, "GIT_COMMITTER_EMAIL="+who.Email,
		"GIT_COMMITTER_DATE="+who.When.Format("2006-01-02T15:04:05-07:00"))
	_, updateErr := signed.run(context.Background(), g.place, "update-ref", "--no-deref", "-m", reason, name, to.String(), before)
	if updateErr == nil {
		return nil
	}
	if now, err := g.ref(name); err == nil && now != from {
		return fmt.Errorf("%w: %w", ErrMoved, updateErr)
	}
	return updateErr
}
