package git

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// An objectSet is the set of objects that a repository has. Its method has is safe for concurrent use.
//
// Looking up each file here is cheaper than reading the trees of the last commit, since a site has about as many
// folders as files.
type objectSet struct {
	dirs  []string // object stores
	packs []*packIndex

	mu    sync.Mutex
	loose map[byte]map[OID]bool // by first byte; filled on demand
}

// loadObjectSet reads the indexes of all packs. Object IDs have size bytes.
func loadObjectSet(p Place, size int) (*objectSet, error) {
	dirs, err := p.ObjectDirs()
	if err != nil {
		return nil, err
	}
	k := &objectSet{dirs: dirs, loose: map[byte]map[OID]bool{}}
	var indexes packIndexes
	for _, dir := range dirs {
		names, err := packNames(dir)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			x, err := indexes.open(name+".idx", size)
			if errors.Is(err, fs.ErrNotExist) {
				continue // unfinished or just deleted: its objects are written again
			}
			if err != nil {
				return nil, err
			}
			k.packs = append(k.packs, x)
		}
	}
	return k, nil
}

func (k *objectSet) has(id OID) bool {
	for _, pack := range k.packs {
		if pack.has(id) {
			return true
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list, ok := k.loose[id[0]]
	if !ok {
		list = listLoose(k.dirs, id[0])
		k.loose[id[0]] = list
	}
	return list[id]
}

// listLoose returns the objects in object stores that are not packed and whose IDs have the given first byte. Those
// in a folder that cannot be listed are missing.
func listLoose(dirs []string, first byte) map[OID]bool {
	found := map[OID]bool{}
	prefix := hex.EncodeToString([]byte{first})
	for _, dir := range dirs {
		list, _ := os.ReadDir(filepath.Join(dir, prefix))
		for _, entry := range list {
			if id, err := ParseOID(prefix + entry.Name()); err == nil {
				found[id] = true
			}
		}
	}
	return found
}
