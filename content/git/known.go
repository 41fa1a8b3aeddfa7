package git

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// known says which objects a repository has. Its method has is safe for concurrent use.
//
// To ask the store about each file is cheaper than to read the trees of the last commit: a site has about as many
// folders as files.
type known struct {
	dirs  []string // object stores
	packs []*packIndex

	mu    sync.Mutex
	loose map[byte]map[OID]bool // by first byte; filled when asked for
}

// loadKnown reads the indexes of all packs; size is the number of bytes of a name.
func loadKnown(p Place, size int) (*known, error) {
	dirs, err := p.ObjectDirs()
	if err != nil {
		return nil, err
	}
	k := &known{dirs: dirs, loose: map[byte]map[OID]bool{}}
	var indexes packIndexes
	for _, dir := range dirs {
		names, err := packNames(dir)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			x, err := indexes.open(name+".idx", size)
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errIndexVersion) {
				continue // not finished, or just taken away, or old: what it holds is written once more
			}
			if err != nil {
				return nil, err
			}
			k.packs = append(k.packs, x)
		}
	}
	return k, nil
}

func (k *known) has(id OID) bool {
	for _, pack := range k.packs {
		if pack.has(id) {
			return true
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list, ok := k.loose[id[0]]
	if !ok {
		list = k.listLoose(id[0])
		k.loose[id[0]] = list
	}
	return list[id]
}

func (k *known) listLoose(first byte) map[OID]bool {
	found := map[OID]bool{}
	prefix := hex.EncodeToString([]byte{first})
	for _, dir := range k.dirs {
		list, _ := os.ReadDir(filepath.Join(dir, prefix)) // what cannot be listed is written again
		for _, entry := range list {
			if id, err := ParseOID(prefix + entry.Name()); err == nil {
				found[id] = true
			}
		}
	}
	return found
}
