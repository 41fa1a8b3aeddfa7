package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestBlamingPhrases checks every phrase that blames, in each of its forms, and the hint for
// it. The phrase is in brackets in its sentence.
func TestBlamingPhrases(t *testing.T) {
	const (
		askWhy    = "say what made the action look right at the time, and what would have caught it"
		foresight = "say what was known then, and what would have made the better choice the easy one"
		character = "describe what was done and seen, not what somebody is like"
		reminder  = "say what would have served as a reminder, or made one unnecessary"
		mend      = "say what the system will do differently: a check, a default, a limit or an alarm"
	)
	var body strings.Builder
	var want []string
	for _, of := range []struct{ level, hint, sentences string }{
		{"warning", askWhy, "It was [human error]. These were [human errors]. It was [operator error]. It was [pilot error]. The [Engineer's errors] again. It was a [human mistake]. It was [user error]."},
		{"warning", foresight, "The engineer [should have] looked. He [should not have] left. They [shouldn't have] gone. She [shouldn’t have] run it. The vendor [should've] asked. The team [ought to have] known. The operator [ought not to have] typed it. The crew [SHOULD HAVE] called. The lead had [known better]."},
		{"warning", foresight, "A [competent engineer would have] seen it. [Anyone could have seen] it."},
		{"warning", character, "It was [careless]. He worked [carelessly]. Sheer [carelessness]. It was [negligent]. They acted [negligently]. It was [negligence]. They were [incompetent]. Done [incompetently]. Pure [incompetence]. It was [sloppy]. It was [inattention]. They were [inattentive]. It was [stupid]. Done [stupidly]. Such [stupidity]. That was [reckless]. The [lack of attention] cost an hour."},
		{"warning", character, "They [didn't bother]. They [didn’t bother]. The vendor [did not bother]. He [did not even bother]. She [didn't even bother]. The operator [did not follow] the runbook. The engineer [broke the rules]."},
		{"warning", reminder, "The engineer [forgot] to look. She had [forgotten] it."},
		{"warning", askWhy, "The vendor [failed to] call. The reviewer [ignored] it. The team [neglected] it. They [overlooked] it. He [disregarded] it. The alarm was [ignored] by the operator. The vendor is [to blame]. It was the [fault of] the vendor. It was the engineer's [fault]. It was a [mistake by] the crew."},
		{"warning", mend, "[Retrain] the operators. Operators must be [retrained]. [Remind] the team to look. The team was [reminded] of it. [Tell] the operators to be quick. The engineer was [spoken to]. [Pay more attention]. [Take more care]. Be [more careful]. Be [vigilant]. A [refresher] for all. [Raise awareness] of it."},
		{"warning", askWhy, "It was a [human failure]. The vendor is [at fault]. The crew [mishandled] it. They [messed up]. The team [refused to] help. The [cause was] an operator. The engineer was [responsible for the outage]. The engineer [made two bad mistakes]. The operator [rushed] it. It was an [oversight by] the crew."},
		{"warning", character, "An [inexperienced] operator did it. The engineer was [distracted]. The shift was too [lazy]. It was [poor judgement]. It was a [lapse of attention]. They [cut corners]. They were [sleeping on the job]. Nobody [bothered to] look. [Nobody thought to] look. He did not [know what he was doing]. The operator [lacked the skill]. The vendor [had no excuse]. The reviewer [rubber-stamped] it. The operator was [not very careful]. The vendor [lied]."},
		{"warning", foresight, "The crew was [too slow]. A [decent engineer would have] seen it."},
		{"warning", mend, "Everyone [must follow] it. Operators [need to remember] it. [More training]. [Reminder to] all operators. [Retraining of] the crew. Developers have to [take more responsibility]."},
		{"info", foresight, "The engineer [did not] test it. The vendor [hadn't] asked. The reviewer [never read] it. The team [could have prevented] it. It [could have been avoided] by the team. The crew was [slow to] come. The engineer [would not have made] it."},
		{"info", askWhy, "The team [missed] it. The operator deleted it [by mistake]. The engineer merged it [without looking]. The operator [mistyped] it. The crew [accidentally] cut it. The vendor sent the [wrong part]. The engineer did it [against the rules]. It ran on [despite several warnings]. The crew [chose to ignore] it. The operator [went home]. The manager [waved it through]. The crew [lost track] of it. The engineer was in a [hurry]. The operator [did nothing]."},
		{"info", character, "The shift handed over [badly]."},
		{"info", foresight, "We [should have] looked. [Should have] looked. It [should have] been noticed. The warning [should have] been seen. If the engineer [had] read it. [Had] the engineer read it."},
		{"info", askWhy, "We [failed to] look. We [ignored] it."},
	} {
		for sentence := range strings.SplitAfterSeq(of.sentences, ". ") {
			body.WriteString(strings.NewReplacer("[", "", "]", "").Replace(strings.TrimSpace(sentence)) + "\n\n")
			_, phrase, _ := strings.Cut(sentence, "[")
			phrase, _, _ = strings.Cut(phrase, "]")
			want = append(want, of.level+" "+phrase+": “"+phrase+"” blames | "+of.hint)
		}
	}
	in := site{}.input(t, map[string]string{"a.md": documentOf("", body.String())})
	found := of("blaming-phrase", check.Run(context.Background(), in))
	if len(found) != len(want) {
		t.Errorf("%d of %d sentences that blame are reported", len(found), len(want))
	}
	reported := map[int]string{}
	for _, f := range found {
		runes := []rune(f.Source)
		reported[f.Line] = f.Level.String() + " " + string(runes[f.Column-1:f.EndColumn-1]) + ": " + f.Message + " | " + f.Hint
	}
	for i, want := range want {
		if reported[2*i+11] != want {
			t.Errorf("got %q, want %q", reported[2*i+11], want)
		}
	}
}

// TestNoBlame checks what is not blame, and that each place on a line is reported.
func TestNoBlame(t *testing.T) {
	blames := func(line int, word string) string {
		return fmt.Sprintf("%d %q warning: “%s” blames\n", line, word, word)
	}
	site{}.check(t, "blaming-phrase", []ruling{
		{"words that only look like blame are not reported", "", "The inhuman errors, shoulder haven, thought to haven; unknown betters, sloppyjoe, too blame, forgot today, bothered.\n", ""},
		{"what should be is not hindsight", "", "The alarm should fire. It ought to be loud.\n", ""},
		{"a wish for a thing or a number is not hindsight", "", "Each station should have a second gate. We should have 30 days of logs, and teams should have dedicated alarms.\n", ""},
		{"what a system should have done is not blame", "", "The alarm should have fired, and DNS was to blame. The operator console ignored it.\n", ""},
		{"what was not done, with the reason, is not blame", "", "The operator skipped the backup, since it takes three hours. The engineer did not test it because the cluster was full.\n", ""},
		{"what somebody could not know is not blame", "", "The operator did not know of it. The crew had not received the page.\n", ""},
		{"a wrong thing that somebody found is not blame", "", "The engineer noticed the wrong graph. Wrong part.\n", ""},
		{"what the authors say that they did not do is not blame", "", "We had not asked who checks it.\n", ""},
		{"a reminder that one owner gets may come from a system", "", "Send a reminder to the owner. More training data.\n", ""},
		{"who did something in a clause is not the subject of the next", "", "The query found people who had two tickets, and missed the others.\n", ""},
		{"a subject before a clause in commas counts", "", "The engineer, who was new, should have asked.\n", blames(11, "should have")},
		{"a sentence may be wrapped, and so may its phrase", "", "The engineer of the night shift\nshould\nhave asked. Human\nerror.\n", "12 \"should\" warning: “should have” blames\n" + "13 \"Human\" warning: “Human error” blames\n"},
		{"a sentence ends with its paragraph, item, cell or heading", "", "The engineer\n\nfailed to\n- the vendor\n- failed to\n\n| the team | failed to |\n\n## The crew\nfailed to\n", ""},
		{"quotations are exempt", "", "They wrote “human error” and \"careless\".\n\n> It was sloppy.\n\nsloppy\n", blames(15, "sloppy")},
		{"a quotation ends with its paragraph", "", "A 19\" rack, careless.\n\nA 10\" rack.\n", blames(11, "careless")},
		{"each occurrence of each phrase on a line is reported", "", "Careless é careless: human error.\n", blames(11, "Careless") + blames(11, "careless") + blames(11, "human error")},
		{"a draft is checked, too", "status: draft", "careless\n", blames(11, "careless")},
		{"front matter is checked, too, where quotes are YAML's", "summary: \"a careless change\"", "", blames(9, "careless")},
		{"a folded value runs on", "summary: >\n  the engineer\n  should have asked", "", blames(11, "should have")},
		{"code is not checked", "", "`careless`\n\n```\ncareless\n```\n", ""},
	})
	site{config: "rules: {blaming-phrase: error}"}.check(t, "blaming-phrase", []ruling{
		{"the config's level is that of notes, too", "", "We should have looked.\n", `11 "should have" error: “should have” blames`},
	})
}

// TestLabelledSentences measures the rule blaming-phrase by the sentences of testdata/blame, those that it was written
// with and those held out, for which nothing was changed. A finding of any level counts.
func TestLabelledSentences(t *testing.T) {
	for _, set := range []string{"", "held-out-"} {
		blaming, found := ruledOn(t, set+"blaming.txt")
		harmless, alarms := ruledOn(t, set+"harmless.txt")
		t.Logf("%sset: %d of %d blaming sentences are found, %d of %d others are false alarms", set, found, blaming, alarms, harmless)
		if set == "" && (blaming < 100 || harmless < 100 || found*100 < blaming*85 || alarms*100 > harmless*3) {
			t.Error("want at least 100 of each, 85 % found, and at most 3 % false alarms")
		}
	}
}

// ruledOn returns the number of sentences in a file, which has one per line, and the number of those that have a finding.
func ruledOn(t *testing.T, file string) (sentences, found int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "blame", file))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		sentences++
		in := site{}.input(t, map[string]string{"a.md": documentOf("", line)})
		hit := len(of("blaming-phrase", check.Run(context.Background(), in))) > 0
		if hit {
			found++
		}
		if hit != strings.HasSuffix(file, "blaming.txt") && !strings.HasPrefix(file, "held-out") {
			t.Logf("%s: wrong about %s", file, strings.TrimSpace(line))
		}
	}
	return sentences, found
}
