package review

import (
	"strings"
	"sync"
)

// A kind of word says how much it tells about an item.
type kind uint8

const (
	plain   kind = iota // tells what it is about
	usual               // many items have it
	name                // of a host, a setting, a ticket: it has a digit or an underscore
	value               // a number, a measure, a month: may change within the same item
	grammar             // tells nothing
)

func (k kind) weight() float64 {
	return [...]float64{plain: 1, usual: 0.3, name: 1, value: 0.1, grammar: 0}[k]
}

// kinds returns the kinds of words that are not [plain], in the languages in which people write most.
var kinds = sync.OnceValue(func() map[string]kind { return kindsOf(wordsOfKind) })

var wordsOfKind = [grammar + 1]string{
	grammar: `
		a all also an and any are as at be because been by can do does each every for from has have how if in into is it its
		must no not of off on or our out over per s should so t than that the their them then they this to up via was we were
		what when where whether which while who will with would
		done todo tbd wip discussed
		am auf aus bei das dass dem den der des die durch ein eine einem einen einer für im ist mit muss müssen nach ob oder
		soll sollen um und vom von vor wenn wird zu zum zur
		au aux avec ce ces d dans de des doit du en est et l la le les ou par pour que qui si sur un une
		con del el los las para por se y`,
	usual: `
		add alarm alert alerts ask build change check clean create dashboard delete describe disable document enable find fix
		improve increase implement introduce investigate lower make monitor monitoring move process raise reduce remove
		replace review run runbook send set show task tell test update use write
		alarm anlegen einführen einrichten entfernen ergänzen erneuern erstellen handbuch prüfen schreiben überwachung
		ajouter alerte augmenter créer documenter supprimer vérifier
		añadir alerta crear documentar eliminar revisar
		追加 作成 監視 見直 増加 编写 增加 监控 告警 추가 작성`,
	value: `
		hourly daily nightly weekly monthly quarterly yearly
		monday tuesday wednesday thursday friday saturday sunday
		january february march april may june july august september october november december`,
}

func kindsOf(lists [grammar + 1]string) map[string]kind {
	kinds := map[string]kind{}
	for k, list := range lists {
		for word := range strings.FieldsSeq(list) {
			kinds[word] = kind(k)
		}
	}
	return kinds
}

func kindOf(text string) kind {
	if k, ok := kinds()[text]; ok {
		return k
	}
	switch strings.IndexFunc(strings.TrimPrefix(text, "v"), isDigit) {
	case -1:
		return plain
	case 0:
		return value
	}
	return name
}

func isDigit(r rune) bool { return characterOf(r) == digit }

// alike reports whether two words differ only by a typo or by their ends, or one is short for the other.
func alike(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	start := 0
	for start < len(a) && a[start] == b[start] {
		start++
	}
	switch {
	case start == len(a):
		return start >= 4 || start == 3 && len(b) == 4
	case start == 0 || a[0] >= 0xE3: // a character of Asian scripts is a syllable or a word
		return false
	}
	end := 0
	for end < len(a)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	a, b = a[start:len(a)-end], b[start:len(b)-end]
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	if len(b) == 1 || swapped {
		return start+len(b)+end >= 5
	}
	return start >= 4 && endings[a] && endings[b]
}

var endings = map[string]bool{"e": true, "ed": true, "en": true, "er": true, "es": true, "ies": true, "ing": true, "ion": true, "s": true, "y": true}
