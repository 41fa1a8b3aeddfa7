package git

import (
	"slices"
	"strings"
	"testing"
)

// TestDecodeTree reads a tree in git's format, and checks that damaged ones are refused.
func TestDecodeTree(t *testing.T) {
	t.Parallel()
	id := ObjectID(KindBlob, nil, 20)
	good := "100755 a b\x00" + string(id) + "40000 c\x00" + string(id) + "120000 d\x00" + string(id)
	list, err := decodeTree([]byte(good), 20)
	if want := []Entry{{"a b", 0o100755, id}, {"c", ModeTree, id}, {"d", 0o120000, id}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("a tree is read as %v, %v", list, err)
	}
	if got := string(EncodeTree(list)); got != good {
		t.Errorf("a tree is written as %q, want %q", got, good)
	}
	for _, bad := range []string{"x", "100644 a", "100644 a\x00", "100644 a\x00" + string(id[:19]), "100644\x00" + string(id), "108644 a\x00" + string(id), good + "x"} {
		if list, err := decodeTree([]byte(bad), 20); err == nil {
			t.Errorf("the damaged tree %q is read as %v", bad, list)
		}
	}
}

// TestDecodeCommit reads the tree and the parents of a commit. Lines of the message do not count.
func TestDecodeCommit(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("a", 40), strings.Repeat("b", 40)
	c, err := parseCommit("", []byte("tree "+a+"\nparent "+b+"\nparent "+a+"\nauthor x\n\nsubject\n\ntree "+b+"\nparent x\n"))
	if err != nil || c.Tree.String() != a || len(c.Parents) != 2 || c.Parents[0].String() != b || c.Parents[1].String() != a {
		t.Errorf("a commit is read as %v, %v", c, err)
	}
	for _, bad := range []string{"", "parent " + a + "\n\nx", "tree " + a[1:] + "\n\nx", "tree " + a + "\nparent " + a + "a\n\nx", "tree " + strings.Repeat("g", 40) + "\n\nx", "author x\n\ntree " + a + "\n"} {
		if c, err := parseCommit("", []byte(bad)); err == nil {
			t.Errorf("the damaged commit %q is read as %v", bad, c)
		}
	}
	for n, want := range map[int]bool{0: false, 7: false, 40: true, 41: false, 64: true, 63: false, 80: false} {
		if _, err := ParseOID(strings.Repeat("a", n)); (err == nil) != want {
			t.Errorf("%d digits are the full hash of an object: %v, want %v", n, err == nil, want)
		}
	}
}
