package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// SectionKind names a section of the format. The zero value stands for an author's own
// section.
type SectionKind string

// The sections of the template.
const (
	SummarySection    SectionKind = "summary"
	RemindersSection  SectionKind = "reminders"
	TimelineSection   SectionKind = "timeline"
	CausesSection     SectionKind = "causes"
	ControlsSection   SectionKind = "controls"
	TriggerSection    SectionKind = "trigger"
	ResolutionSection SectionKind = "resolution"
	ReviewSection     SectionKind = "review"
	ActionsSection    SectionKind = "actions"
	LessonsSection    SectionKind = "lessons"
	WellSection       SectionKind = "went-well"
	WrongSection      SectionKind = "went-wrong"
	LuckySection      SectionKind = "got-lucky"
	ReferencesSection SectionKind = "references"
	TagsSection       SectionKind = "tags"
)

var sectionNames = map[string]SectionKind{
	"summary": SummarySection, "reminders": RemindersSection, "timeline": TimelineSection,
	"proximal and root causes": CausesSection, "root causes": CausesSection, "root cause": CausesSection,
	"causes": CausesSection, "contributing factors": CausesSection,
	"controls that failed": ControlsSection, "failed controls": ControlsSection, "which controls failed": ControlsSection,
	"triggering condition": TriggerSection, "trigger": TriggerSection, "resolution": ResolutionSection,
	"review": ReviewSection, "action items": ActionsSection, "lessons learned": LessonsSection, "lessons": LessonsSection,
	"what went well": WellSection, "what went wrong": WrongSection,
	"where we got lucky": LuckySection, "references": ReferencesSection, "tags": TagsSection,
}

// otherSections are headings that documents in other formats and languages use.
var otherSections = map[SectionKind][]string{
	SummarySection: {
		"incident summary", "executive summary", "issue summary", "overview", "what happened", "tl dr", "tldr", "abstract", "synopsis",
		"zusammenfassung", "überblick", "résumé", "resumen", "resumo", "sommario", "概要", "サマリー", "サマリ", "摘要", "总结", "事件概述", "요약",
	},
	TimelineSection: {
		"chronology", "sequence of events", "key events", "events", "log of events",
		"zeitlicher ablauf", "zeitlinie", "zeitverlauf", "zeitachse", "zeitleiste", "chronologie", "chronologie des événements", "chronologie de l incident", "déroulé",
		"cronología", "línea de tiempo", "línea temporal", "cronologia", "linha do tempo", "タイムライン", "時系列", "経緯", "时间线", "时间轴", "時間線", "타임라인",
	},
	CausesSection: {
		"root cause analysis", "root causes and trigger", "root cause and trigger", "root cause s", "ursache", "ursachen", "grundursache", "cause racine", "causes racines",
		"causa raíz", "causas", "causa raiz", "原因", "根本原因", "根因", "根因分析", "원인",
	},
	ResolutionSection: {"recovery", "resolution and recovery", "how it was fixed", "lösung", "behebung", "résolution", "resolución", "resolução", "対応", "解决方案"},
	ActionsSection: {
		"actions", "followups", "follow ups", "follow up", "follow up items", "follow up actions", "follow up tasks", "followup items", "followup actions", "corrective actions",
		"corrective and preventative measures", "corrective and preventive measures", "preventive measures", "preventative measures", "preventive actions", "preventative actions",
		"next steps", "action plan", "action points", "remediation items", "remediation actions", "todo", "todos", "to do",
		"maßnahmen", "folgemaßnahmen", "nächste schritte", "plan d action", "actions correctives", "actions à mener", "acciones", "acciones correctivas", "próximos pasos", "plan de acción",
		"ações", "ações corretivas", "plano de ação", "próximos passos", "アクションアイテム", "再発防止策", "再発防止", "今後の対応", "改进措施", "改善措施", "后续行动", "行动项", "후속 조치", "재발 방지",
	},
	LessonsSection: {
		"lessons learnt", "what did we learn", "learnings", "what we learned", "key takeaways", "takeaways",
		"erkenntnisse", "lehren", "leçons apprises", "enseignements", "lecciones aprendidas", "lições aprendidas", "教訓", "学んだこと", "经验教训",
	},
	WellSection: {
		"what worked", "what worked well", "what went right", "things that went well", "went well", "what did go well",
		"was gut lief", "was lief gut", "ce qui a bien fonctionné", "qué salió bien", "lo que salió bien", "lo que funcionó bien", "o que deu certo", "o que funcionou", "うまくいったこと", "良かった点", "做得好的",
	},
	WrongSection: {
		"what went poorly", "what went badly", "what could have gone better", "what didn t go well", "what did not go well", "what failed", "what didn t work", "what did not work",
		"things that went poorly", "things that could have gone better", "what could be improved", "what can be improved", "what could have been better", "went poorly", "went wrong",
		"was schief lief", "was lief schlecht", "was nicht gut lief", "ce qui a mal fonctionné", "qué salió mal", "lo que salió mal", "o que deu errado", "うまくいかなかったこと", "悪かった点", "做得不好的",
	},
	LuckySection:      {"where did we get lucky", "where we were lucky", "what we got lucky with", "got lucky", "how we got lucky", "wo wir glück hatten", "dónde tuvimos suerte", "運が良かったこと", "幸運だったこと"},
	ReferencesSection: {"supporting information", "links", "related links", "further reading", "referenzen", "références", "referencias", "referências", "参考", "参考資料", "参考资料"},
}

var otherSectionNames = func() map[string]SectionKind {
	out := map[string]SectionKind{}
	for kind, names := range otherSections {
		for _, name := range names {
			out[name] = kind
		}
	}
	return out
}()

var (
	sectionNumber = lazyregexp.New(`^[\d ]+`)
	timelineTitle = lazyregexp.New(`^\s*[\d.]*\s*(?i:(?:incident|issue|event|outage|detailed|full) )?(?i:timeline)\s*(?:[(\[,:–—-]|(?i:of (?:the )?(?:events|incident|outage))|(?:UTC|GMT)\b|$)`)
)

// sectionKind returns the section that a heading names, in the format's words or in those of
// other formats and languages, with or without a number in front.
func sectionKind(heading string) SectionKind {
	name := foldHeading(heading)
	if kind, ok := sectionNames[name]; ok {
		return kind
	}
	if number := sectionNumber().FindString(name); number != "" {
		name = strings.TrimPrefix(name, number)
	}
	if kind, ok := sectionNames[name]; ok {
		return kind
	}
	if kind, ok := otherSectionNames[name]; ok {
		return kind
	}
	if strings.Contains(name, "timeline") && timelineTitle().MatchString(heading) {
		return TimelineSection
	}
	return ""
}

// SectionOf returns the section that a heading names, or "" for an author's own heading.
func SectionOf(heading string) SectionKind { return sectionKind(heading) }
