package convert_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// listed imports a body and returns its action items as "state|owner|due|tracking|title".
func listed(t *testing.T, body string) string {
	t.Helper()
	out := checkImport(t, "content/a.md", "---\ntitle: Gates\ndate: 2021-03-05\n---\n"+body)
	pm, _ := content.Parse("content/a.md", out.Text, sevs())
	var items []string
	for _, a := range pm.ActionItems {
		items = append(items, fmt.Sprintf("%s|%s|%s|%s|%s", a.State, a.Owner, a.Due, strings.Join(a.Tracking, ","), a.Title))
	}
	return strings.Join(items, "\n")
}

// TestActionLists checks what is read from the items of lists that other formats write.
func TestActionLists(t *testing.T) {
	for text, want := range map[string]string{
		"✅ Raise the limit":                                     "done||||✅ Raise the limit",
		"☑️ Raise the limit":                                    "done||||☑️ Raise the limit",
		"**DONE** Raise the limit":                              "done||||DONE Raise the limit",
		"**DONE 2021-03-06** — Raise the limit":                 "done||||DONE 2021-03-06 — Raise the limit",
		"[Done] Raise the limit":                                "done||||[Done] Raise the limit",
		"Done: raise the limit":                                 "done||||Done: raise the limit",
		"Raise the limit (done)":                                "done||||Raise the limit (done)",
		"Raise the limit (Done!)":                               "done||||Raise the limit (Done!)",
		"Raise the limit (fixed in PR #12)":                     "done|||#12|Raise the limit (fixed in PR #12)",
		"Raise the limit ✅":                                     "done||||Raise the limit ✅",
		"Raise the limit — done":                                "done||||Raise the limit — done",
		"~~Raise the limit~~":                                   "done||||Raise the limit",
		"**Erledigt:** Limit erhöhen":                           "done||||Erledigt: Limit erhöhen",
		"対応済み: 上限を上げる":                                          "done||||対応済み: 上限を上げる",
		"[x] Raise the limit":                                   "done||||Raise the limit",
		"[ ] Raise the limit":                                   "open||||Raise the limit",
		"Raise the limit once the migration is done":            "open||||Raise the limit once the migration is done",
		"Complete the runbook":                                  "open||||Complete the runbook",
		"Completed orders should be counted":                    "open||||Completed orders should be counted",
		"Fixed-size buffers":                                    "open||||Fixed-size buffers",
		"Done is better than perfect":                           "open||||Done is better than perfect",
		"TODO: raise the limit":                                 "open||||TODO: raise the limit",
		"Raise the limit. Owner: @mira":                         "open|@mira|||Raise the limit.",
		"Raise the limit (Owner: platform team)":                "open|platform team|||Raise the limit",
		"Raise the limit — Owner: platform team":                "open|platform team|||Raise the limit",
		"**Owner:** platform team. Raise the limit":             "open|platform team|||Owner: platform team. Raise the limit",
		"Raise the limit (@mira)":                               "open|@mira|||Raise the limit",
		"@mira: raise the limit":                                "open|@mira|||@mira: raise the limit",
		"Limit erhöhen; verantwortlich: Plattform":              "open|Plattform|||Limit erhöhen; verantwortlich: Plattform",
		"上限を上げる（担当：基盤チーム）":                                      "open|基盤チーム|||上限を上げる（担当：基盤チーム）",
		"**TODO due 2021-05-21** — Raise the limit":             "open||2021-05-21||TODO due 2021-05-21 — Raise the limit",
		"Raise the limit by deadline: 21 May 2021":              "open||2021-05-21||Raise the limit by deadline: 21 May 2021",
		"Raise the limit (Owner: A; Due: May 3rd, 2021)":        "open|A|2021-05-03||Raise the limit (Owner: A; Due: May 3rd, 2021)",
		"Raise the limit due to the load of 2021-03-05":         "open||||Raise the limit due to the load of 2021-03-05",
		"Raise it, see https://github.com/harbour/gates/pull/9": "open|||harbour/gates#9|Raise it, see https://github.com/harbour/gates/pull/9",
		"Raise it\n  - details\n  - more":                       "open||||Raise it",
	} {
		if got := listed(t, "## Action Items\n\n- "+text+"\n"); got != want {
			t.Errorf("%q is read as\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestMarkedParagraphs checks which paragraphs become action items.
func TestMarkedParagraphs(t *testing.T) {
	for body, want := range map[string]string{
		"## Lessons\nWe learned.\n\n**DONE**: a\n\n**TODO** b\nand more\n\n**DOING** c\n": "done||||DONE: a\nopen||||TODO b and more\nopen||||DOING c",
		"## Lessons\n**TODO**: a\n":                                                                         "",
		"## Lessons\n**TODO**: a\n\n**TODO**: b\n\nText.\n":                                                 "",
		"## Action items\n**Action item:** a\n\nText.\n":                                                    "open||||Action item: a",
		"## Systemic Mitigation\n| Action | Prevents | Status |\n| - | - | - |\n| a | b | Done |\n":         "done||||a (Prevents: b)",
		"## Prevention\n- **Action Item**: a [Priority: High]\n- **Action Item**: b\n":                      "open||||Action Item: a [Priority: High]\nopen||||Action Item: b",
		"## Remediation\nText.\n### Immediate Actions (Completed)\n- a\n### Long-term Improvements\n1. b\n": "open||||a\nopen||||b",
	} {
		if got := listed(t, body); got != want {
			t.Errorf("%s\nhas the action items\n%s\nwant\n%s", body, got, want)
		}
	}
}

// TestForeignActionTables checks columns and words of other formats and languages.
func TestForeignActionTables(t *testing.T) {
	for table, want := range map[string]string{
		"| # | Ação | Owner | Prioridade | Status | PR / Commit |\n|-|-|-|-|-|-|\n| 1 | Elevar o limite | plataforma | P0 | Feito | A26 |\n": "done|plataforma||A26|Elevar o limite (Prioridade: P0) (Feito)",
		"| Maßnahme | Verantwortlich | Frist | Status |\n|-|-|-|-|\n| Limit erhöhen | Plattform | 3. Mai 2021 | offen |\n":                   "open|Plattform|2021-05-03||Limit erhöhen (offen) (3. Mai 2021)",
		"| Tâche | Responsable | Échéance | Statut |\n|-|-|-|-|\n| Relever la limite | plateforme | 2021-05-03 | terminé |\n":                "done|plateforme|2021-05-03||Relever la limite (terminé)",
		"| Acción | Responsable | Plazo | Estado |\n|-|-|-|-|\n| Subir el límite | plataforma | 2021-05-03 | en curso |\n":                   "in progress|plataforma|2021-05-03||Subir el límite (en curso)",
		"| 対策 | 担当 | 期限 | 状態 |\n|-|-|-|-|\n| 上限を上げる | 基盤 | 2021年5月3日 | 完了 |\n":                                                               "done|基盤|2021-05-03||上限を上げる (完了) (2021年5月3日)",
		"| 改进措施 | 负责人 | 截止日期 | 状态 |\n|-|-|-|-|\n| 提高上限 | 平台 | 2021-05-03 | 进行中 |\n":                                                          "in progress|平台|2021-05-03||提高上限 (进行中)",
		"| Task | Done? | Ticket |\n|-|-|-|\n| Raise the limit | ✅ | [GATE-12](https://jira.example.org/browse/GATE-12) |\n":                 "done|||GATE-12|Raise the limit (✅)",
		"| Task | Done? |\n|-|-|\n| Raise the limit | no |\n":                                                                                "open||||Raise the limit (no)",
		"| Action | Prevents | Status |\n|-|-|-|\n| Raise the limit | overload | **FAILED** |\n":                                             "open||||Raise the limit (Prevents: overload) (FAILED)",
	} {
		if got := listed(t, "## Action Items\n\n"+table); got != want {
			t.Errorf("%s\nis read as\n%s\nwant\n%s", table, got, want)
		}
	}
}
