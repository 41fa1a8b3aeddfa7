package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/project"
)

// The keys of the words that flags take.
const (
	serviceWords = "service"
	tagWords     = "tags"
)

// wordsOf returns the words that the config and the post mortems have for each key, likeliest first.
func wordsOf(cfg *config.Config, posts []*content.PostMortem) assist.Words {
	words := make(map[string]assist.Words, len(posts))
	for _, pm := range posts {
		words[pm.Path] = assist.WordsOf(pm)
	}
	return assist.NewKnowledge(cfg, words).Words
}

// isKnown reports whether one of the words is the same name.
func isKnown(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return content.SameName(word, name) })
}

// maxNames is the number of names that a hint lists.
const maxNames = 10

// warnOfName warns if a flag has a name that no post mortem has. A service without post mortems is no mistake.
func (a *app) warnOfName(flag, name string, words []string) {
	if name == "" || isKnown(name, words) {
		return
	}
	hint := ""
	switch near := content.Nearest(name, words); {
	case near != "":
		hint = "did you mean --" + flag + " " + quoted(near) + "?"
	case len(words) > maxNames:
		hint = "the most frequent ones are " + strings.Join(words[:maxNames], ", ")
	case len(words) > 0:
		hint = "there are " + strings.Join(words, ", ")
	}
	a.warn(fmt.Sprintf("no post mortem has the %s %q", flag, name), hint)
}

// warnOfService warns if a new post mortem's service is not one of the words, and may be a typo. Listed means that the
// config lists the services.
func (a *app) warnOfService(name string, words []string, listed bool) {
	switch near := content.Nearest(name, words); {
	case isKnown(name, words):
	case near != "":
		a.warn(fmt.Sprintf("no other post mortem has the service %q", name), "did you mean "+near+"? Change it in the file")
	case listed:
		a.warn(fmt.Sprintf("the config does not list the service %q", name), "add it under `services:`")
	}
}

// maxCompletion limits how long completion reads documents. Those of 10,000 post mortems take about as long.
const maxCompletion = time.Second

// maxFront is the maximum size in bytes of the front matter that completion reads.
const maxFront = 64 << 10

// usedWords returns the words of the post mortems by path, as far as [frontMatters] reads them.
func usedWords(ctx context.Context, p *project.Project) map[string]assist.Words {
	out := map[string]assist.Words{}
	for name, pm := range frontMatters(ctx, p) {
		out[name] = assist.WordsOf(pm)
	}
	return out
}

// frontMatters returns the front matter of the post mortems by path. It leaves out the documents for which there is no
// time, those first in the order of paths.
func frontMatters(ctx context.Context, p *project.Project) map[string]*content.PostMortem {
	names, _, err := collection.Documents(p.Tree, p.Config.Content, p.Config.Exclude)
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, maxCompletion)
	defer cancel()
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	out := make(map[string]*content.PostMortem, len(names))
	for _, name := range slices.Backward(names) {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			if pm := readFront(p, name); pm != nil && pm.Removal == nil {
				mu.Lock()
				out[name] = pm
				mu.Unlock()
			}
			return nil
		})
	}
	_ = group.Wait() // what cannot be read is left out
	return out
}

// readFront parses the front matter of a document. It returns nil if that cannot be read.
func readFront(p *project.Project, name string) *content.PostMortem {
	file, err := p.Tree.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, maxFront))
	if err != nil {
		return nil
	}
	front, _ := content.SplitFrontMatter(src)
	pm, _ := content.Parse(name, front, p.Config.Options())
	return pm
}
