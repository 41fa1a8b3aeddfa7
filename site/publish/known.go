package publish

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// known says which objects a repository has. Its method has is safe for concurrent use.
//
// To ask the store about each file is cheaper than to read the trees of the last commit: a site has about as many
// folders as files.
type known struct {
	dirs  []string // object stores
	packs []packIndex

	mu    sync.Mutex
	loose map[byte]map[oid]bool // by first byte; filled when asked for
}

// loadKnown reads the indexes of all packs; size is the number of bytes of a name.
func loadKnown(p place, size int) (*known, error) {
	dirs, err := p.objectDirs()
	if err != nil {
		return nil, err
	}
	k := &known{dirs: dirs, loose: map[byte]map[oid]bool{}}
	for _, dir := range dirs {
		if err := k.loadPacks(filepath.Join(dir, "pack"), size); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (k *known) loadPacks(dir string, size int) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range list {
		name, isPack := strings.CutSuffix(entry.Name(), ".pack")
		if !isPack || !strings.HasPrefix(name, "pack-") {
			continue
		}
		index, err := readPackIndex(filepath.Join(dir, name+".idx"), size)
		if errors.Is(err, fs.ErrNotExist) { // not finished, or just taken away
			continue
		}
		if err != nil {
			return err
		}
		k.packs = append(k.packs, index)
	}
	return nil
}

func (k *known) has(id oid) bool {
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

func (k *known) listLoose(first byte) map[oid]bool {
	found := map[oid]bool{}
	prefix := hex.EncodeToString([]byte{first})
	for _, dir := range k.dirs {
		list, _ := os.ReadDir(filepath.Join(dir, prefix)) // what cannot be listed is written again
		for _, entry := range list {
			if id, err := parseOID(prefix + entry.Name()); err == nil {
				found[id] = true
			}
		}
	}
	return found
}
