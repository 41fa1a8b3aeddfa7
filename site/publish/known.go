package publish

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/idxfile"
)

// known says which objects a repository has. Its method has is safe for concurrent use.
//
// To ask the store about each file is cheaper than to read the trees of the last commit: a site has about as many
// folders as files.
type known struct {
	dirs  []string // object stores
	packs []*idxfile.MemoryIndex

	mu    sync.Mutex
	loose map[byte]map[plumbing.Hash]bool // by first byte; filled when asked for
}

func loadKnown(p place) (*known, error) {
	dirs, err := p.objectDirs()
	if err != nil {
		return nil, err
	}
	k := &known{dirs: dirs, loose: map[byte]map[plumbing.Hash]bool{}}
	for _, dir := range dirs {
		if err := k.loadPacks(filepath.Join(dir, "pack")); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (k *known) loadPacks(dir string) error {
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
		index, err := readIndex(filepath.Join(dir, name+".idx"))
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

func readIndex(name string) (*idxfile.MemoryIndex, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	index := idxfile.NewMemoryIndex()
	if err := idxfile.NewDecoder(bufio.NewReaderSize(file, 1<<16)).Decode(index); err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return index, nil
}

func (k *known) has(h plumbing.Hash) bool {
	for _, pack := range k.packs {
		if ok, err := pack.Contains(h); ok && err == nil {
			return true
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	list, ok := k.loose[h[0]]
	if !ok {
		list = k.listLoose(h[0])
		k.loose[h[0]] = list
	}
	return list[h]
}

func (k *known) listLoose(first byte) map[plumbing.Hash]bool {
	found := map[plumbing.Hash]bool{}
	prefix := hex.EncodeToString([]byte{first})
	for _, dir := range k.dirs {
		list, _ := os.ReadDir(filepath.Join(dir, prefix)) // what cannot be listed is written again
		for _, entry := range list {
			if name := prefix + entry.Name(); plumbing.IsHash(name) {
				found[plumbing.NewHash(name)] = true
			}
		}
	}
	return found
}
