package source

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestHistoryMatchesGit compares the history with git log's, in repositories with branches, merges with and without
// content of their own, clock skew, and files that are deleted and restored. No two files are similar, so that nothing
// counts as a rename.
func TestHistoryMatchesGit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			importRandom(r, seed, 80, 3, false)
			out := r.Git("log", "--full-history", "--date-order", "-c", "--raw", "-z", "--no-abbrev", "--no-renames",
				"--root", "--format=%x01%H %ct %ae %an%x02%s")
			want := logRevisions(out)
			s := mustCommit(t, r.Dir, "main")
			files := paths(t, s.FS)
			maps.DeleteFunc(want, func(name string, _ []Revision) bool { return !slices.Contains(files, name) })
			sameHistory(t, s, want)
		})
	}
}

// TestHistoryMatchesGitFollow compares the history with git log --follow. That tracks a single name and takes any
// earlier file of that name for the same file, so this repository has no branches and never reuses the name of a
// renamed file.
func TestHistoryMatchesGitFollow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			importRandom(r, seed, 60, 1, true)
			s := mustCommit(t, r.Dir, "main")
			h, err := s.History(t.Context(), ".")
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range paths(t, s.FS) {
				out := r.Git("log", "--follow", "-M50%", "--format=%H", "--raw", "-z", "--no-abbrev", "HEAD", "--", name)
				var want, got []string
				for field := range strings.SplitSeq(out, "\x00") {
					if field = strings.TrimSpace(field); len(field) == 40 {
						want = append(want, field)
					}
				}
				for _, v := range h.Files[name] {
					got = append(got, v.Hash)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %d revisions\n%s\nwant %d\n%s", name, len(got), strings.Join(got, "\n"), len(want), strings.Join(want, "\n"))
				}
			}
			sameHistory(t, s, h.Files)
		})
	}
}

// TestRenamesOnBranchesMatchGit compares the renames between each commit and its parents with git diff-tree's, in
// repositories with branches, merges and renames. Files with the same content may be paired differently.
func TestRenamesOnBranchesMatchGit(t *testing.T) {
	t.Parallel()
	total := 0
	for seed := range uint64(3) {
		r := gittest.New(t)
		importRandom(r, seed, 80, 3, true)
		s := mustCommit(t, r.Dir, "main")
		head, err := git.ParseOID(s.Commit)
		if err != nil {
			t.Fatal(err)
		}
		w := &walk{repo: s.repo}
		if err := w.run(t.Context(), head); err != nil {
			t.Fatal(err)
		}
		edges := map[string]edge{} // by the trees of parent and commit
		for _, c := range w.ordered() {
			for i, e := range c.edges {
				if len(e.moved) > 0 {
					edges[c.up[i].tree.String()+" "+c.tree.String()] = e
				}
			}
		}
		git := gitRenames(r, slices.Collect(maps.Keys(edges)))
		for trees, e := range edges {
			renames, err := findRenames(s.repo, e.moved)
			if err != nil {
				t.Fatal(err)
			}
			blobs := map[string]string{}
			for _, m := range e.moved {
				blobs[m.path] = (m.old + m.new).String()
			}
			var got []string
			for _, n := range renames {
				got = append(got, blobs[n.from]+" "+n.to)
			}
			want := git[trees]
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("seed %d, between the trees %s:\n%s\nwant\n%s", seed, trees, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			total += len(want)
		}
		h, err := s.History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		sameHistory(t, s, h.Files)
	}
	if total < 60 {
		t.Errorf("only %d renames", total)
	}
}

// TestHistoryOfOneTime checks that the parents of a merge are in its order if they have the same time, as rebased commits
// do.
func TestHistoryOfOneTime(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	var in strings.Builder
	for i := range 8 {
		fmt.Fprintf(&in, "commit refs/heads/b%d\nmark :%d\ncommitter C <c@example.org> 1 +0000\ndata 0\nM 644 inline a.md\ndata 1\n%d\n", i, i+1, i)
	}
	in.WriteString("commit refs/heads/main\ncommitter C <c@example.org> 2 +0000\ndata 0\nfrom :5\n")
	for _, mark := range []int{2, 8, 1, 7, 3, 6, 4} {
		fmt.Fprintf(&in, "merge :%d\n", mark)
	}
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	h, err := mustCommit(t, r.Dir, "main").History(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range h.Files["a.md"] {
		got = append(got, v.Hash)
	}
	if want := strings.Fields(r.Git("rev-list", "--date-order", "main^@")); !slices.Equal(got, want) {
		t.Errorf("the commits of one time are in the order %.7q, not that of git, %.7q", got, want)
	}
}

// gitRenames returns git's renames between pairs of trees, as the old file's blob and the new file's name.
func gitRenames(r *gittest.Repo, pairs []string) map[string][]string {
	r.T.Helper()
	out, err := r.Try(strings.Join(pairs, "\n")+"\n", "-c", "core.quotePath=false", "diff-tree", "--stdin", "-r", "--no-abbrev", "-M50%", "--diff-filter=R")
	if err != nil {
		r.T.Fatal(err)
	}
	renames, trees := map[string][]string{}, ""
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, ":") {
			trees = line
			continue
		}
		about, names, _ := strings.Cut(line, "\t")
		_, name, _ := strings.Cut(names, "\t")
		renames[trees] = append(renames[trees], strings.Fields(about)[2]+" "+name)
	}
	return renames
}

// sameHistory checks the history as read by go-git, by the git program, and from a cache.
func sameHistory(t *testing.T, s *Source, want map[string][]Revision) {
	t.Helper()
	s.CacheDir = t.TempDir()
	for i, src := range []*Source{s, byProgram(t, s), s} {
		h, err := src.History(t.Context(), ".")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			got := slices.Clone(h.Files[name])
			for j := range got { // compare instants: the time zones differ
				if j < len(want[name]) && got[j].Time.Equal(want[name][j].Time) {
					got[j].Time = want[name][j].Time
				}
			}
			if !reflect.DeepEqual(got, want[name]) {
				t.Errorf("run %d: %s:\n%s\nwant\n%s", i, name, show(got), show(want[name]))
			}
		}
		if len(h.Files) != len(want) {
			t.Errorf("run %d: %d files, want %d", i, len(h.Files), len(want))
		}
	}
}

func show(list []Revision) string {
	var b strings.Builder
	for _, v := range list {
		from := ""
		if v.From != "" {
			from = v.From + " -> "
		}
		fmt.Fprintf(&b, "  %.7s %s %s%s %.7s %q\n", v.Hash, v.Change, from, v.Path, v.Blob, v.Subject)
	}
	return b.String()
}

// logRevisions parses the output of git log --raw -z -c with the format "%x01%H %ct %ae %an%x02%s".
func logRevisions(out string) map[string][]Revision {
	files := map[string][]Revision{}
	var commit Revision
	fields := strings.Split(out, "\x00")
	for i := 0; i < len(fields); i++ {
		field := strings.TrimSpace(fields[i])
		if head, ok := strings.CutPrefix(field, "\x01"); ok {
			p := strings.SplitN(head, " ", 4)
			_, when := git.ParseIdent("<> " + p[1] + " +0000")
			name, subject, _ := strings.Cut(p[3], "\x02")
			commit = Revision{Hash: p[0], Time: when, Author: git.Person{Name: name, Email: p[2]}, Subject: subject}
			continue
		}
		if !strings.HasPrefix(field, ":") {
			continue
		}
		colons := len(field) - len(strings.TrimLeft(field, ":"))
		p := strings.Fields(field[colons:])
		v := commit
		i++
		v.Path = fields[i]
		v.Blob = p[len(p)-2]
		for _, hash := range p[colons+1 : len(p)-2] {
			v.Before = cmp.Or(v.Before, strings.TrimPrefix(hash, strings.Repeat("0", len(hash))))
		}
		switch status := p[len(p)-1]; {
		case strings.Trim(status, "A") == "":
			v.Change = Added
		case strings.Trim(status, "D") == "":
			v.Change, v.Blob = Deleted, p[colons+1]
		}
		files[v.Path] = append(files[v.Path], v)
	}
	return files
}

// importRandom creates n commits on up to three branches with git fast-import. With renames, files move to names that
// were never used before.
func importRandom(r *gittest.Repo, seed uint64, n, branchCount int, renames bool) {
	r.T.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	type state map[string]string
	tips := map[string]int{} // branch to mark
	trees := map[int]state{}
	branches := []string{"main", "b1", "b2"}[:branchCount]
	var in strings.Builder
	for mark := 1; mark <= n; mark++ {
		branch := branches[rng.IntN(len(branches))]
		from, ok := tips[branch]
		if !ok && mark > 1 {
			from = tips["main"]
		}
		if from == 0 {
			branch = "main"
		}
		tree := maps.Clone(trees[from])
		if tree == nil {
			tree = state{}
		}
		other := 0
		if o := tips[branches[rng.IntN(len(branches))]]; from != 0 && o != 0 && o != from && rng.IntN(3) == 0 {
			other = o
			mergeStates(rng, tree, trees[o])
		}
		names := slices.Sorted(maps.Keys(tree))
		ops := rng.IntN(3)
		if renames { // with two, git log --follow sees copies
			ops = 1
		}
		for range ops {
			name := fmt.Sprintf("d%d/%c é.md", rng.IntN(3), 'a'+rng.IntN(6))
			if renames {
				name = fmt.Sprintf("d%d/%d é.md", rng.IntN(3), mark)
			}
			switch {
			case other != 0 && rng.IntN(3) > 0: // most merges have no content of their own
			case tree[name] != "" && rng.IntN(4) == 0:
				delete(tree, name)
			case renames && len(names) > 0 && rng.IntN(2) == 0:
				old := names[rng.IntN(len(names))]
				name = fmt.Sprintf("d%d/renamed %d.md", rng.IntN(3), mark)
				tree[name] = tree[old] + []string{"", fmt.Sprintln("edited", rng.Int())}[rng.IntN(2)]
				delete(tree, old)
			case renames && len(names) > 0 && rng.IntN(2) == 0:
				name = names[rng.IntN(len(names))]
				fallthrough
			case tree[name] != "" && renames:
				tree[name] += fmt.Sprintln("more", rng.Int())
			default:
				tree[name] = gittest.Text(fmt.Sprint(rng.Int()))
			}
		}
		when := gittest.Start.Unix() + int64(mark*3600)
		if rng.IntN(5) == 0 {
			when -= int64(rng.IntN(40) * 3600)
		}
		subject := fmt.Sprintf("commit %d on %s", mark, branch)
		fmt.Fprintf(&in, "commit refs/heads/%s\nmark :%d\nauthor A <a@example.org> %d +0200\ncommitter C <c@example.org> %d +0200\ndata %d\n%s\n",
			branch, mark, when, when, len(subject), subject)
		if from != 0 {
			fmt.Fprintf(&in, "from :%d\n", from)
		}
		if other != 0 {
			fmt.Fprintf(&in, "merge :%d\n", other)
		}
		in.WriteString("deleteall\n")
		for _, name := range slices.Sorted(maps.Keys(tree)) {
			fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", name, len(tree[name]), tree[name])
		}
		trees[mark], tips[branch] = tree, mark
	}
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		r.T.Fatal(err, out)
	}
}

// mergeStates copies some files from the other side.
func mergeStates(rng *rand.Rand, tree, other map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(other)) {
		if rng.IntN(2) == 0 {
			tree[name] = other[name]
		}
	}
}
