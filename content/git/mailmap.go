package git

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/pmsite/pmsite/content/glob"
)

// A Mailmap maps the names and addresses of commits to those that people want to be known by: see gitmailmap(5). The
// zero value maps nothing.
type Mailmap struct {
	byEmail map[string]*mailmapEntry // by address, in lower case
	people  []Person
}

// A mailmapEntry says what becomes of the commits with an address.
type mailmapEntry struct {
	to     Person            // "" for what stays as it is
	byName map[string]Person // for some names in commits, in lower case
}

// Add adds the lines of a file. They replace earlier ones for the same name and address.
func (m *Mailmap) Add(text string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		to, rest, ok := cutPerson(line)
		if !ok || to.Email == "" {
			continue
		}
		m.people = append(m.people, to)
		from, _, two := cutPerson(rest)
		if !two || strings.HasPrefix(from.Name, "#") { // a comment
			m.add(Person{Name: to.Name}, Person{Email: to.Email})
			continue
		}
		m.people = append(m.people, Person{cmp.Or(from.Name, to.Name), from.Email})
		m.add(to, from)
	}
}

// cutPerson cuts "Name <address>" from the beginning of a line.
func cutPerson(line string) (p Person, rest string, ok bool) {
	name, rest, _ := strings.Cut(line, "<")
	email, rest, ok := strings.Cut(rest, ">")
	return Person{strings.TrimSpace(name), strings.TrimSpace(email)}, rest, ok
}

func (m *Mailmap) add(to, from Person) {
	if m.byEmail == nil {
		m.byEmail = map[string]*mailmapEntry{}
	}
	e := m.byEmail[glob.Fold(from.Email)]
	if e == nil {
		e = &mailmapEntry{byName: map[string]Person{}}
		m.byEmail[glob.Fold(from.Email)] = e
	}
	if from.Name != "" {
		e.byName[glob.Fold(from.Name)] = to
		return
	}
	e.to = Person{cmp.Or(to.Name, e.to.Name), cmp.Or(to.Email, e.to.Email)}
}

// Map returns who somebody named in a commit is.
func (m *Mailmap) Map(p Person) Person {
	e := m.byEmail[glob.Fold(p.Email)]
	if e == nil {
		return p
	}
	to, ok := e.byName[glob.Fold(p.Name)]
	if !ok {
		to = e.to
	}
	return Person{cmp.Or(to.Name, p.Name), cmp.Or(to.Email, p.Email)}
}

// People returns everybody in the files, by all names and addresses, in the order of the lines.
func (m *Mailmap) People() []Person { return m.people }

// ConfiguredMailmaps returns the texts of the mailmaps that git's settings mailmap.blob and mailmap.file name, in the
// order in which they apply. Like git, it leaves out what does not exist.
func (r *Repository) ConfiguredMailmaps() (texts []string, err error) {
	config, err := r.Config()
	if err != nil {
		return nil, err
	}
	if s, found := config.get("mailmap.blob"); found {
		o, err := r.blobAt(s.value)
		if err != nil {
			return nil, fmt.Errorf("git config mailmap.blob: %w", err)
		}
		texts = append(texts, string(o.Data))
	}
	if s, found := config.get("mailmap.file"); found {
		name, err := r.program.expandPath(s.value)
		if err != nil {
			return nil, fmt.Errorf("git config mailmap.file: %w", err)
		}
		text, err := os.ReadFile(resolvePath(cmp.Or(r.place.Top, r.place.GitDir), name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("git config mailmap.file: %w", err)
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}

// blobAt returns the blob with a name such as HEAD:.mailmap, or a hash; the zero object if there is none.
func (r *Repository) blobAt(name string) (Object, error) {
	rev, path, ok := strings.Cut(name, ":")
	id, err := ParseOID(name)
	if ok {
		if id, _, err = r.Resolve(rev); err != nil {
			return Object{}, nil
		}
		c, err := r.Commit(id)
		if err != nil {
			return Object{}, err
		}
		e, err := r.EntryAt(c.Tree, path)
		if err != nil || e.ID == "" {
			return Object{}, err
		}
		id = e.ID
	}
	if err != nil {
		return Object{}, nil
	}
	o, err := r.Read(id)
	if errors.Is(err, ErrMissing) {
		return Object{}, nil
	}
	if err == nil && o.Kind != KindBlob {
		err = fmt.Errorf("%q is a %s, not a file", name, o.Kind)
	}
	return o, err
}
