package content

// startKeys and endKeys are keys with which Hugo shows a document only from a day on, or only before a day. Jekyll and Hugo
// also wait for a date in the future, which here is the day of the outage.
var (
	startKeys = map[string]bool{"publishdate": true, "pubdate": true, "published": true}
	endKeys   = map[string]bool{"expirydate": true, "unpublishdate": true}
)

// IsScheduled reports whether a post mortem has a key with which other programs show it only from a day on, or before one.
func (pm *PostMortem) IsScheduled() bool {
	for key := range pm.Params {
		if folded := foldKey(key); startKeys[folded] || endKeys[folded] {
			return true
		}
	}
	return false
}

// ScheduleProblems returns the errors of a post mortem that other programs would not show on a day, although it is no draft:
// pmsite does. There are none for the zero day. The text is the one that the post mortem was read from.
func (pm *PostMortem) ScheduleProblems(src []byte, day Date) []Problem {
	if day.IsZero() || pm.IsDraft() {
		return nil
	}
	fm, ok := readFrontMatter(src, &report{})
	if !ok {
		return nil
	}
	r := report{file: pm.Path}
	for _, name := range fm.keys {
		key, texts := foldKey(name), fm.fields[name].texts
		if len(texts) != 1 || len(texts[0]) < len("2006-01-02") {
			continue
		}
		on, err := ParseDate(texts[0][:len("2006-01-02")])
		switch {
		case err != nil:
		case startKeys[key] && day.Before(on):
			r.error("not-hidden", fm.keyPos[name], "write `status: draft` until then, or remove the key", "`%s: %s` does not hide the post mortem until then", name, texts[0])
		case endKeys[key] && !day.Before(on):
			r.error("not-hidden", fm.keyPos[name], hidingHint, "`%s: %s` does not hide the post mortem", name, texts[0])
		}
	}
	return r.problems
}
