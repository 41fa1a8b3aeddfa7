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
		"incident summary", "executive summary", "issue summary", "outage summary", "summary of the incident", "incident overview", "overview", "what happened", "tl dr", "tldr", "abstract", "synopsis", "description", "incident description", "problem statement",
		"zusammenfassung", "kurzfassung", "überblick", "übersicht", "was ist passiert", "résumé", "synthèse", "que s est il passé", "resumen", "resumen ejecutivo", "qué pasó", "descripción", "resumo", "resumo executivo", "sumário", "o que aconteceu", "sommario",
		"概要", "サマリー", "サマリ", "障害概要", "インシデント概要", "何が起きたか", "摘要", "总结", "概述", "事件概述", "故障概述", "事故概述", "事件摘要", "요약", "개요", "장애 개요",
	},
	TimelineSection: {
		"chronology", "sequence of events", "key events", "events", "event log", "log of events", "incident log", "chronology of events", "what happened when",
		"zeitlicher ablauf", "zeitlinie", "zeitverlauf", "zeitachse", "zeitleiste", "chronologie", "chronologie des événements", "chronologie de l incident", "déroulé",
		"chronologischer ablauf", "ablauf", "verlauf", "zeitstrahl", "déroulement", "déroulé des événements", "frise chronologique", "historique",
		"cronología", "cronología de eventos", "cronología del incidente", "línea de tiempo", "línea de tiempo del incidente", "línea temporal", "cronologia", "cronologia dos eventos", "cronologia do incidente", "linha do tempo", "linha do tempo do incidente",
		"タイムライン", "時系列", "経緯", "対応経緯", "対応履歴", "発生経緯", "障害の経緯", "时间线", "时间轴", "時間線", "事件时间线", "故障时间线", "处理过程", "事件经过", "타임라인", "장애 타임라인", "시간순 경과", "경과",
	},
	CausesSection: {
		"root cause analysis", "root causes and trigger", "root cause and trigger", "root cause s", "ursache", "ursachen", "grundursache", "cause racine", "causes racines",
		"hauptursache", "ursachenanalyse", "analyse des causes", "cause profonde", "análisis de causa raíz", "causas raíz", "análise de causa raiz", "causas raiz", "発生原因", "直接原因", "故障原因", "原因分析", "근본 원인",
		"causa raíz", "causas", "causa raiz", "原因", "根本原因", "根因", "根因分析", "원인",
	},
	ResolutionSection: {"recovery", "resolution and recovery", "how it was fixed", "lösung", "behebung", "résolution", "resolución", "resolução", "対応", "解决方案"},
	ActionsSection: {
		"actions", "followups", "follow ups", "follow up", "follow up items", "follow up actions", "follow up tasks", "followup items", "followup actions", "corrective actions",
		"corrective and preventative measures", "corrective and preventive measures", "preventive measures", "preventative measures", "preventive actions", "preventative actions",
		"next steps", "action plan", "action points", "remediation items", "remediation actions", "remediation and prevention", "remediation and follow up", "todo", "todos", "to do", "prevention", "preventing recurrence", "future prevention", "recommendations", "recommended actions",
		"improvements", "follow up work", "planned improvements", "systemic mitigation", "systemic mitigations", "systemic fixes", "long term mitigations", "long term fixes", "permanent fixes", "countermeasures", "prevention measures", "prevention plan", "corrective and preventive actions", "corrective and preventative actions", "what we are doing about it", "what we re doing about it", "how we will prevent this",
		"korrekturmaßnahmen", "verbesserungsmaßnahmen", "aufgaben", "vorbeugende maßnahmen", "mesures", "mesures correctives", "actions préventives", "prochaines étapes", "acciones preventivas", "acciones de seguimiento", "medidas correctivas", "plan de mejora",
		"ações preventivas", "itens de ação", "medidas corretivas", "アクション", "対策", "恒久対策", "今後の対策", "フォローアップ", "次のステップ", "行动计划", "改进项", "改进计划", "预防措施", "待办事项", "행동 항목", "액션 아이템", "개선 사항", "향후 조치",
		"maßnahmen", "folgemaßnahmen", "nächste schritte", "plan d action", "actions correctives", "actions à mener", "acciones", "acciones correctivas", "próximos pasos", "plan de acción",
		"ações", "ações corretivas", "plano de ação", "próximos passos", "アクションアイテム", "再発防止策", "再発防止", "今後の対応", "改进措施", "改善措施", "后续行动", "行动项", "후속 조치", "재발 방지",
	},
	LessonsSection: {
		"lessons learnt", "what did we learn", "learnings", "what we learned", "key takeaways", "takeaways",
		"erkenntnisse", "lehren", "leçons apprises", "enseignements", "lecciones aprendidas", "lições aprendidas", "教訓", "学んだこと", "经验教训",
	},
	WellSection: {
		"what we did well", "the good", "positives", "was hat gut funktioniert", "das lief gut", "ce qui a fonctionné", "points positifs", "qué funcionó", "qué funcionó bien", "qué fue bien", "o que correu bem", "o que foi bem", "o que funcionou bem", "よかったこと", "うまくいった点", "做得好的地方", "做得好的方面", "잘된 점",
		"what worked", "what worked well", "what went right", "things that went well", "went well", "what did go well",
		"was gut lief", "was lief gut", "ce qui a bien fonctionné", "qué salió bien", "lo que salió bien", "lo que funcionó bien", "o que deu certo", "o que funcionou", "うまくいったこと", "良かった点", "做得好的",
	},
	WrongSection: {
		"what we did poorly", "the bad", "what didn t go as well", "what we could have done better", "was nicht funktioniert hat", "was hat nicht funktioniert", "das lief schlecht", "ce qui n a pas fonctionné", "points négatifs", "points à améliorer", "qué no funcionó", "qué falló", "qué se puede mejorar", "o que falhou", "o que não funcionou", "o que correu mal", "o que pode melhorar",
		"悪かったこと", "うまくいかなかった点", "改善点", "做得不好的地方", "需要改进的地方", "有待改进", "잘못된 점", "아쉬운 점",
		"what went poorly", "what went badly", "what could have gone better", "what didn t go well", "what did not go well", "what failed", "what didn t work", "what did not work",
		"things that went poorly", "things that could have gone better", "what could be improved", "what can be improved", "what could have been better", "went poorly", "went wrong",
		"was schief lief", "was lief schlecht", "was nicht gut lief", "ce qui a mal fonctionné", "qué salió mal", "lo que salió mal", "o que deu errado", "うまくいかなかったこと", "悪かった点", "做得不好的",
	},
	LuckySection: {
		"luck", "lucky breaks", "wo hatten wir glück", "glück gehabt", "où avons nous eu de la chance", "là où nous avons eu de la chance", "dónde tuvimos buena suerte", "onde tivemos sorte", "幸運だった点", "运气好的地方", "走运的地方", "운이 좋았던 점",
		"where did we get lucky", "where we were lucky", "what we got lucky with", "got lucky", "how we got lucky", "wo wir glück hatten", "dónde tuvimos suerte", "運が良かったこと", "幸運だったこと",
	},
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
	headingMarks  = lazyregexp.New(`<[^>]*>|\s*\{#[^}]*\}`)
	actionTitle   = lazyregexp.New(`^(?:immediate|short term|medium term|mid term|longer term|long term|preventive|preventative|corrective|process|documentation|technical|follow up) (?:actions?|improvements?|fix|fixes|measures?|items?|tasks?|follow ups?|remediations?)$`)
	timelineTitle = lazyregexp.New(`^\s*[\d.]*\s*(?i:(?:incident|issue|event|outage|detailed|full) )?(?i:timeline)\s*(?:[(\[,:–—-]|(?i:of (?:the )?(?:events|incident|outage))|(?:UTC|GMT)\b|$)`)
)

// sectionKind returns the section that a heading names, in the format's words or in those of
// other formats and languages, with or without a number in front.
func sectionKind(heading string) SectionKind {
	if strings.ContainsAny(heading, "<{") {
		heading = headingMarks().ReplaceAllString(heading, "")
	}
	if kind := kindOfName(heading); kind != "" {
		return kind
	}
	if before, _, remark := cutAny(heading, " (", " [", "（"); remark {
		return kindOfName(before)
	}
	return ""
}

func kindOfName(heading string) SectionKind {
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
	if actionTitle().MatchString(name) {
		return ActionsSection
	}
	if strings.Contains(name, "timeline") && timelineTitle().MatchString(heading) {
		return TimelineSection
	}
	return ""
}

// SectionOf returns the section that a heading names, or "" for an author's own heading.
func SectionOf(heading string) SectionKind { return sectionKind(heading) }
