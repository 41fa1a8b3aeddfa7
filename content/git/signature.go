package git

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// A Signature says who made a commit or moved a ref, and when.
type Signature struct {
	Person
	When time.Time
}

// String returns the signature in the form that commits and reflogs use.
func (s Signature) String() string {
	return fmt.Sprintf("%s <%s> %d %s", s.Name, s.Email, s.When.Unix(), s.When.Format("-0700"))
}

// EncodeCommit returns the data of a commit whose author is also its committer. It trims the message and ends it in one
// line feed.
func EncodeCommit(tree OID, parents []OID, who Signature, message string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s\n", who, who, strings.TrimSpace(message))
	return b.Bytes()
}
