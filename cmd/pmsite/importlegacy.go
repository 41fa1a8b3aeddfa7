package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/project"
)

// legacy returns which post mortems are from before the team's conventions: as the config says it, or if it does not
// and documents are imported as finished ones, all that are older than today.
func (in *importing) legacy(status string) content.Legacy {
	if status == content.Draft || !in.cfg.Legacy.IsZero() {
		return in.cfg.Legacy
	}
	return config.LegacyBefore(content.DateOf(in.now().In(in.cfg.Zone)))
}

// keepLegacy adds to the config which post mortems are from before the conventions, if import has assumed that of a
// document that it wrote.
func (in *importing) keepLegacy(documents []*incoming) error {
	assumed := in.opts.Legacy
	if !in.cfg.Legacy.IsZero() || !slices.ContainsFunc(documents, func(d *incoming) bool {
		return d.err == nil && d.to != "" && !d.out.PostMortem.IsDraft() && assumed.Covers(d.out.PostMortem)
	}) {
		return nil
	}
	line := fmt.Sprintf("legacy: {before: %s}", assumed.Before)
	name := cmp.Or(in.opener().Config, filepath.Join(in.root, project.ConfigName))
	switch added, err := in.addToConfig(name, line); {
	case errors.Is(err, errLegacyThere):
		in.warn("old documents lack what pmsite asks of new ones, and `legacy:` in "+shortName(name)+" names none of them",
			fmt.Sprintf("set `before: %s` in it, as in `%s`", assumed.Before, line))
	case err != nil:
		return fail(err, "add `"+line+"` to "+shortName(name)+" by hand, so that old documents are complete as they are")
	case !added:
		in.warn("old documents lack what pmsite asks of new ones", "add `"+line+"` to "+shortName(name))
	case !in.importFlags.write:
		in.note(shortName(name), "", "", line+" would be added, so that older post mortems are complete as they are")
	default:
		in.note(shortName(name), "", "", line+", so that older post mortems are complete as they are")
	}
	return nil
}

// hintOfDrafts says how readers see the documents that are drafts.
func (in *importing) hintOfDrafts(documents []*incoming) string {
	hint := "readers see drafts if pmsite.yaml has `drafts: show`"
	if in.opts.Status == "" || in.opts.Status == content.Draft {
		return hint + "; --status completed publishes old documents as they are"
	}
	today := content.DateOf(in.now().In(in.cfg.Zone))
	late := slices.ContainsFunc(documents, func(d *incoming) bool {
		return d.err == nil && d.out.PostMortem.IsDraft() && !in.cfg.Legacy.Covers(d.out.PostMortem) && config.LegacyBefore(today).Covers(d.out.PostMortem)
	})
	before := in.cfg.Legacy.Before
	switch {
	case in.cfg.Legacy.IsZero() || !late:
		return hint
	case before.IsZero():
		return fmt.Sprintf("`legacy:` in pmsite.yaml does not cover all of them; add `before: %s` to it to publish old documents as they are", today)
	default:
		return fmt.Sprintf("`legacy: {before: %s}` in pmsite.yaml covers only earlier ones; `before: %s` publishes all old documents as they are", before, today)
	}
}

var (
	legacyKey      = lazyregexp.New(`(?m)^(?:\{(?:[^#\n]*,)? *)?["']?legacy["']?[ \t]*:`)
	errLegacyThere = errors.New("the config has the key legacy")
)

// addToConfig adds a line to the config, or creates it. It returns false if the file has a form to which no line can
// be added, and errLegacyThere if it has the key, without a value. Without --write, it only says whether it would.
func (in *importing) addToConfig(name, line string) (added bool, err error) {
	old, err := os.ReadFile(name)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return false, err
	}
	if legacyKey().Match(old) {
		return false, errLegacyThere
	}
	ending := "\n"
	if bytes.Contains(old, []byte("\r\n")) {
		ending = "\r\n"
	}
	text := string(old)
	if text != "" && !bytes.HasSuffix(old, []byte("\n")) {
		text += ending
	}
	text += line + ending
	if _, problems := config.Parse(name, []byte(text)); len(problems) > 0 {
		return false, nil
	}
	switch {
	case !in.importFlags.write:
		return true, nil
	case missing:
		return true, createFile(filepath.Dir(name), filepath.Base(name), []byte(text))
	default:
		return true, replaceFile(name, []byte(text))
	}
}
