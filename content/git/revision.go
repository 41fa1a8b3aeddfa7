package git

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// refRules are the places where git looks for a short name, in git's order.
var refRules = []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"}

func (g *goGit) head() (OID, string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	head, err := g.storage.Reference(plumbing.HEAD)
	if err != nil {
		return "", "", fmt.Errorf("read HEAD: %w", err)
	}
	if head.Type() == plumbing.HashReference {
		h := head.Hash()
		return OID(h[:]), "", nil
	}
	to, err := storer.ResolveReference(g.storage, head.Target())
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", head.Target().Short(), nil
	}
	if err != nil {
		return "", "", fmt.Errorf("read HEAD: %w", err)
	}
	h := to.Hash()
	return OID(h[:]), head.Target().Short(), nil
}

// resolve implements [Repository.Resolve].
func (g *goGit) resolve(rev string) (OID, string, error) {
	if err := checkRevision(rev); err != nil {
		return "", "", err
	}
	base, steps := rev, ""
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		base, steps = rev[:i], rev[i:]
	}
	var id OID
	var branch string
	var err error
	if base == "HEAD" || base == "@" {
		if id, branch, err = g.head(); err == nil && id == "" {
			err = errUnborn(branch)
		}
	} else {
		id, branch, err = g.resolveName(base)
	}
	if err != nil {
		return "", "", err
	}
	if steps != "" {
		branch = ""
	}
	id, err = walkSteps(g, id, steps)
	return id, branch, err
}

// checkRevision refuses syntax that only the git program supports, so that both stores support the same.
func checkRevision(rev string) error {
	for _, odd := range []string{"@{", ":", "..", "^@", "^!", "^-", "^{/"} {
		if strings.Contains(rev, odd) {
			return fmt.Errorf("%q is not supported in the name of a commit", odd)
		}
	}
	if rev == "" || strings.ContainsAny(rev[:1], "-~^") || strings.ContainsAny(rev, " \t\n\x00") {
		return errUnknownRevision()
	}
	return nil
}

func errUnknownRevision() error {
	return Hint(errors.New("no branch, tag or commit has this name"), "list them: git branch -a; git tag")
}

func errUnborn(branch string) error { return fmt.Errorf("the branch %q has no commits yet", branch) }

// resolveName resolves a hash, a ref or an abbreviated hash, in git's order.
func (g *goGit) resolveName(name string) (OID, string, error) {
	if id, err := ParseOID(name); err == nil {
		return id, "", nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, rule := range refRules {
		full := plumbing.ReferenceName(fmt.Sprintf(rule, name))
		if rule == "%s" && !strings.HasPrefix(name, "refs/") && name != strings.ToUpper(name) {
			continue // other files of the repository, such as config, are not refs
		}
		r, err := storer.ResolveReference(g.storage, full)
		if err != nil {
			continue
		}
		h, branch := r.Hash(), ""
		if full.IsBranch() || full.IsRemote() {
			branch = r.Name().Short() // for origin this is origin/main
		}
		return OID(h[:]), branch, nil
	}
	if i := strings.LastIndex(name, "-g"); i > 0 { // what git describe says: TAG-3-gHASH
		if id, err := g.abbreviated(name[i+2:], KindCommit); err == nil {
			return id, "", nil
		}
	}
	id, err := g.abbreviated(name, KindCommit, KindTag)
	return id, "", err
}

// abbreviated returns the object of one of the given kinds whose hash begins with the given digits.
func (g *goGit) abbreviated(digits string, kinds ...Kind) (id OID, err error) {
	digits = strings.ToLower(digits)
	if len(digits) < 4 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", errUnknownRevision()
	}
	err = g.ask(func(r *reader) error {
		id, err = r.withKind(digits, kinds)
		return err
	})
	if errors.Is(err, ErrMissing) {
		err = errUnknownRevision()
	}
	return id, err
}

// withKind returns the only object of one of the kinds whose ID begins with the hexadecimal digits.
func (r *reader) withKind(digits string, kinds []Kind) (OID, error) {
	ids, err := r.withPrefix(digits)
	if err != nil {
		return "", err
	}
	found := map[OID]bool{}
	for _, id := range ids {
		o, err := r.read(id, 0)
		if errors.Is(err, ErrMissing) {
			return "", err
		}
		if err == nil && slices.Contains(kinds, o.Kind) {
			found[id] = true
		}
	}
	switch commits := slices.Collect(maps.Keys(found)); len(commits) {
	case 0:
		return "", ErrMissing
	case 1:
		return commits[0], nil
	default:
		return "", fmt.Errorf("%d commits begin with this hash", len(commits))
	}
}

// walkSteps follows the suffixes ~N and ^N from id, and peels tags.
func walkSteps(st store, id OID, steps string) (OID, error) {
	c, err := readCommit(st, id)
	for err == nil && steps != "" {
		op := steps[0]
		end := 1
		for end < len(steps) && steps[end] >= '0' && steps[end] <= '9' {
			end++
		}
		n, rest := 1, steps[end:]
		if end > 1 {
			if n, err = strconv.Atoi(steps[1:end]); err != nil {
				return "", err
			}
		}
		if op == '^' && end == 1 && strings.HasPrefix(rest, "{") {
			what, after, ok := strings.Cut(rest[1:], "}")
			if !ok || what != "" && what != "commit" {
				return "", fmt.Errorf("%q is not a valid suffix of a commit's name", steps)
			}
			steps = after
			continue
		}
		if op != '^' && op != '~' {
			return "", fmt.Errorf("%q is not a valid suffix of a commit's name", steps)
		}
		c, err = step(st, c, op, n)
		steps = rest
	}
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// step returns the n-th parent (^) of c, or its n-th ancestor by first parents (~).
func step(st store, c *Commit, op byte, n int) (*Commit, error) {
	if n == 0 {
		return c, nil
	}
	times, parent := 1, n
	if op == '~' {
		times, parent = n, 1
	}
	for range times {
		if parent > len(c.Parents) {
			return nil, fmt.Errorf("commit %s has %d parents", c.ID, len(c.Parents))
		}
		next, err := readCommit(st, c.Parents[parent-1])
		if err != nil {
			return nil, err
		}
		c = next
	}
	return c, nil
}

func (g *goGit) branches() ([]Ref, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	all, err := g.storage.IterReferences()
	if err != nil {
		return nil, fmt.Errorf("read the branches: %w", err)
	}
	defer all.Close()
	var refs []Ref
	err = all.ForEach(func(r *plumbing.Reference) error {
		name := r.Name()
		if r.Type() == plumbing.HashReference && (name.IsBranch() || name.IsRemote()) {
			h := r.Hash()
			refs = append(refs, Ref{name.Short(), name.IsRemote(), OID(h[:])})
		}
		return nil
	})
	return refs, err
}
