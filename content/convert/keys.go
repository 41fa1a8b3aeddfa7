package convert

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// otherLabels are labels that documents in other formats use for a key, in addition to
// those of the template.
var otherLabels = map[string]string{
	"incident date": "date", "date of incident": "date", "start date": "date", "event date": "date", "outage date": "date",
	"priority": "severity", "sev": "severity", "severity level": "severity", "incident severity": "severity", "impact level": "severity",
	"total duration": "duration", "outage duration": "duration", "incident duration": "duration", "impact duration": "duration", "total impact duration": "duration", "total downtime": "duration", "downtime": "duration", "length of outage": "duration",
	"duration of outage": "duration", "duration of incident": "duration", "duration of impact": "duration", "outage time": "duration", "time to resolution": "duration", "time to recovery": "duration", "total time to resolution": "duration",
	"incident start date": "date", "date occurred": "date", "occurred on": "date", "date of outage": "date", "day": "date", "when": "date", "date time": "date", "date and time": "date", "incident date and time": "date", "started": "date", "start time": "date", "start": "date", "incident start": "date", "incident start time": "date", "date started": "date",
	"affected services": "service", "service s": "service", "service s affected": "service", "system": "service", "systems": "service", "affected systems": "service",
	"component": "service", "components": "service", "affected components": "service", "product": "service",
	"author s": "authors", "written by": "authors", "prepared by": "authors",
	"labels": "tags", "categories": "tags", "keywords": "tags", "category": "tags",
	"incident id": "incident", "incident number": "incident", "incident no": "incident", "ticket": "incident", "change id": "change", "change request": "change",
	"state": "status", "document status": "status", "detection method": "detection", "detected by": "detection", "time zone": "timezone", "tz": "timezone",
	"incident": "incident", "name": "title", "incident title": "title",

	"vorfallsdatum": "date", "zeitpunkt": "date", "beginn": "date", "date de début": "date", "début": "date", "date et heure": "date", "inicio": "date", "fecha de inicio": "date", "fecha y hora": "date", "data e hora": "date", "data de início": "date", "início": "date", "日時": "date", "発生時刻": "date", "障害発生日時": "date", "时间": "date", "故障时间": "date", "发生时间段": "date", "발생일": "date", "발생 일시": "date", "일시": "date",
	"priorität": "severity", "criticité": "severity", "niveau de gravité": "severity", "criticidad": "severity", "nivel de severidad": "severity", "criticidade": "severity", "影響度": "severity", "深刻度": "severity", "级别": "severity", "故障等级": "severity", "事故等级": "severity", "심각도": "severity", "등급": "severity",
	"ausfalldauer": "duration", "gesamtdauer": "duration", "durée totale": "duration", "durée de l incident": "duration", "duración total": "duration", "duración del incidente": "duration", "tiempo de caída": "duration", "duração total": "duration", "tempo de indisponibilidade": "duration", "影響時間": "duration", "停止時間": "duration", "継続時間": "duration", "故障时长": "duration", "故障持续时间": "duration", "지속 시간": "duration", "장애 시간": "duration",
	"datum": "date", "datum des vorfalls": "date", "fecha": "date", "fecha del incidente": "date", "data": "date", "data do incidente": "date", "date de l incident": "date",
	"日付": "date", "発生日": "date", "発生日時": "date", "日期": "date", "发生时间": "date", "发生日期": "date", "事件日期": "date", "날짜": "date", "дата": "date",
	"schweregrad": "severity", "gravité": "severity", "sévérité": "severity", "severidad": "severity", "gravedad": "severity", "severidade": "severity", "重大度": "severity", "严重程度": "severity", "严重级别": "severity",
	"dauer": "duration", "durée": "duration", "duración": "duration", "duração": "duration", "障害時間": "duration", "持续时间": "duration", "影响时长": "duration",
	"autor": "authors", "autoren": "authors", "auteur": "authors", "auteurs": "authors", "autores": "authors", "作成者": "authors", "作者": "authors",
	"zeitzone": "timezone", "zona horaria": "timezone", "fuso horário": "timezone", "タイムゾーン": "timezone", "时区": "timezone",
}

// startKeys are keys of other front matter that hold the time when the outage began.
var startKeys = map[string]bool{
	"detected at": true, "detected": true, "incident date time": true, "opened at": true, "start time": true, "start": true, "started": true, "started at": true, "start date": true, "incident start": true, "begin": true, "occurred at": true,
}

// keyOf returns the key for a label, or "".
func keyOf(label string) string {
	if key := content.KeyForLabel(label); key != "" {
		return key
	}
	folded := content.FoldHeading(label)
	if key, ok := otherLabels[folded]; ok {
		return key
	}
	if short := incidentWords().ReplaceAllString(folded, " "); short != folded {
		short = strings.Join(strings.Fields(short), " ")
		return cmp.Or(content.KeyForLabel(short), otherLabels[short])
	}
	return ""
}

// incidentWords are words that labels have in addition: "Durée de l'incident", "Incident Severity".
var incidentWords = lazyregexp.New(`(?:^| )(?:(?:of (?:the )?)?(?:incident|outage|event|issue)|(?:des )?(?:vorfalls?|ausfalls|störung)|de (?:l incident|la panne)|(?:del |do )(?:incidente|evento)|de la incidencia|da falha)(?: |$)`)

// renameKeys renames keys of foreign front matter to those of the format and keeps the old
// name in a comment above. It takes the date from the time of the start, which it keeps.
func (im *importer) renameKeys() {
	began := ""
	for i := range im.front.keys {
		e := &im.front.keys[i]
		if e.Known != "" {
			continue
		}
		label := content.FoldHeading(e.Name)
		key := keyOf(e.Name)
		switch {
		case startKeys[label] && began == "":
			if day, _, ok := im.date(strings.Trim(strings.TrimPrefix(e.value[0], e.Name), `:"' `)); ok {
				began = day.String()
				im.note(e.Pos.Line, Mapped, "date: %s, from %s", began, e.Name)
			}
		case key == "" || im.has(key) || nested(e.value) || !strings.HasPrefix(e.value[0], e.Name+":"):
			im.note(e.Pos.Line, Left, "%s: a key of your own", e.Name)
		default:
			e.lead = append(e.lead[:len(e.lead):len(e.lead)], "# "+e.Name)
			e.value[0] = key + strings.TrimPrefix(e.value[0], e.Name)
			im.note(e.Pos.Line, Mapped, "%s: was %s", key, e.Name)
			e.Known, e.Name = key, key
		}
	}
	if began != "" && !im.has("date") {
		im.front.set("date", began)
	}
}

var nestedForm = lazyregexp.New(`^\s+(- )?[^\s"']+:(\s|$)|^[\w-]+:\s*[{>|]|- - |\[.*[\[{]`)

// nested reports whether a value may be more than a text or a flat list.
func nested(value []string) bool { return slices.ContainsFunc(value, nestedForm().MatchString) }

var keyForm = lazyregexp.New(`^([\w-]+): +("[^"\\]*"|'[^']*'|[^"'\[{|>&*!#%@` + "`" + `\s](?:[^#]*[^#\s])?)\s*(#.*)?$`)

// convertKeys rewrites values of the front matter in the format and keeps the original
// words behind them.
func (im *importer) convertKeys() {
	for i := range im.front.keys {
		e := &im.front.keys[i]
		m := keyForm().FindStringSubmatch(e.value[0])
		if m == nil || len(e.value) > 1 {
			continue
		}
		text := strings.Trim(m[2], `"'`)
		if im.words.Of(e.Known) == nil && e.Known != "date" && e.Known != "duration" {
			continue
		}
		value, sure, ok := im.value(e.Known, text)
		switch {
		case !ok:
			im.leaveWord(e.Pos.Line, e.Known, text)
			e.value[0] = strings.TrimSpace(m[1] + ": # " + text + " " + m[3]) // the value would stop a build
			im.asked[e.Known] = true
		case sure && !im.changes(e.Known, text):
		case value != "":
			im.note(e.Pos.Line, kindOf(sure), "%s: %s, from %q", e.Known, value, text)
			remark := "# " + text
			if m[3] != "" {
				remark += "; " + strings.TrimSpace(strings.TrimPrefix(m[3], "#"))
			}
			e.value[0] = m[1] + ": " + value + " " + remark
		}
	}
}

// changes reports whether a text must be rewritten for the format.
func (im *importer) changes(key, text string) bool {
	switch key {
	case "date":
		_, err := content.ParseDate(text)
		return err != nil
	case "duration":
		_, err := content.ParseDuration(text)
		return err != nil
	}
	return false
}

func kindOf(sure bool) NoteKind {
	if sure {
		return Mapped
	}
	return Guessed
}
