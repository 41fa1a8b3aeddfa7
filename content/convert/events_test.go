package convert_test

import (
	"strings"
	"testing"
)

// TestEventsInWords checks which sentences of a timeline state an event, and that a sentence
// with a reservation states none.
func TestEventsInWords(t *testing.T) {
	for said, event := range map[string]string{
		"Service restored.":                                    "Outage ends",
		"The gates are fixed (**resolved**)":                   "Outage ends",
		"Resolved":                                             "Outage ends",
		"A change halves the cache. Service restored.":         "Outage ends",
		"All pods relaunched, service is back to normal":       "Outage ends",
		"Reverts deployed, issue mitigated.":                   "Outage ends",
		"Confirmed that the problem is resolved":               "Outage ends",
		"Störung behoben":                                      "Outage ends",
		"Alle Dienste wieder erreichbar":                       "Outage ends",
		"Service rétabli pour tous":                            "Outage ends",
		"Servicio restablecido":                                "Outage ends",
		"Service returned to baseline.":                        "Outage ends",
		"All systems verified operational":                     "Outage ends",
		"CoreDNS upgraded and issue permanently fixed":         "Outage ends",
		"The issue was fixed in a test environment":            "",
		"Sistema normalizado":                                  "Outage ends",
		"サービス復旧を確認":                                            "Outage ends",
		"服务完全恢复正常":                                             "Outage ends",
		"서비스 정상화":                                              "Outage ends",
		"Impact starts for all stations.":                      "Outage begins",
		"Start of outage":                                      "Outage begins",
		"Site is hard down":                                    "Outage begins",
		"Memory runs out, service starts degrading":            "Outage begins",
		"Problem starts":                                       "Outage begins",
		"Ausfall beginnt":                                      "Outage begins",
		"Début de la panne":                                    "Outage begins",
		"Inicio de la caída":                                   "Outage begins",
		"障害発生":                                                 "Outage begins",
		"故障发生":                                                 "Outage begins",
		"장애 발생":                                                "Outage begins",
		"The alert fired. Nobody saw it.":                      "Outage detected",
		"Alarm `ReplicationLag` triggered":                     "Outage detected",
		"An alarm goes off":                                    "Outage detected",
		"Detection: we saw it in a graph":                      "Outage detected",
		"Recovery: all pods run":                               "Outage ends",
		"Discovery: a developer sees no metrics":               "Outage detected",
		"Users reporting timeout issues when deploying":        "Outage detected",
		"End-users alerted us that requests failed":            "Outage detected",
		"Impact start: deploy":                                 "Outage begins",
		"Received alert: buffer is full":                       "Outage detected",
		"Start: we read the logs":                              "",
		"On-call engineer paged":                               "Outage detected",
		"A customer reported errors at the checkout":           "Outage detected",
		"Störung wird bemerkt":                                 "Outage detected",
		"Alarme déclenchée":                                    "Outage detected",
		"アラート発報":                                               "Outage detected",
		"收到监控告警":                                               "Outage detected",
		"Incident declared by the desk":                        "Incident created",
		"We declared an incident":                              "Incident created",
		"Incident resolved, at last":                           "Incident ends",
		"The status page was updated.":                         "External communications",
		"Customer communications sent":                         "External communications",
		"Service restored and incident closed.":                "Outage ends",
		"Incident closed and service restored":                 "Incident ends",
		"The alert fired and an incident was declared":         "Outage detected",
		"Service is not restored.":                             "",
		"Service partially restored.":                          "",
		"Service restored for some users.":                     "",
		"If the service is restored we close it":               "",
		"We wait until the service is restored":                "",
		"We read the logs of the start of the outage":          "",
		"A customer told us that their site was down":          "",
		"The user reported clicking on a link":                 "",
		"User reported that she was on a train":                "",
		"Reports of errors start reaching the desk":            "",
		"The fix is tested.":                                   "",
		"The alert should have fired":                          "",
		"Nobody was paged, because the alert was not received": "",
	} {
		label := event + ": "
		if event == "" {
			label = ""
		}
		for form, want := range map[string]string{
			"- 14:05 " + said + "\n":                                  "- 14:05 " + label + said + "\n",
			"| Time | Event |\n| - | - |\n| 14:05 | " + said + " |\n": "| 14:05 | " + label + said + " |\n",
			"### 14:05\n\n" + said + "\n":                             strings.TrimRight("- 14:05 "+label, " ") + "\n\n  " + said + "\n",
		} {
			text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n"+form)
			if !strings.HasSuffix(text, "\n"+want) {
				t.Errorf("%s\nbecomes\n%s\nwant the event %q", form, text, event)
			}
		}
	}
}

// TestOrderOfEvents checks that nothing begins once it was detected, and is detected once it ended.
func TestOrderOfEvents(t *testing.T) {
	text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n- 14:05 The alert fired\n- 14:10 The site is down\n- 14:20 Service restored\n- 14:30 Service restored\n")
	if want := "- 14:05 Outage detected: The alert fired\n- 14:10 The site is down\n- 14:20 Outage ends: Service restored\n- 14:30 Service restored\n"; !strings.HasSuffix(text, want) {
		t.Errorf("the rows become\n%s\nwant\n%s", text, want)
	}
	text, _ = imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n- 14:05 Service restored\n- 14:10 The alert fired\n")
	if want := "- 14:05 Outage ends: Service restored\n- 14:10 The alert fired\n"; !strings.HasSuffix(text, want) {
		t.Errorf("the rows become\n%s\nwant\n%s", text, want)
	}
}

// TestSettled checks the dates of rows that are earlier than the row above.
func TestSettled(t *testing.T) {
	for rows, want := range map[string]string{
		"- 23:50 a\n- 00:10 b\n- 00:20 c\n": "- 23:50 a\n- 2021-03-06 00:10 b\n- 00:20 c\n",
		"- 14:50 a\n- 14:10 b\n":            "- 14:50 a\n- 2021-03-05 14:10 b\n",
		"- 14:50 a\n- 02:10 b\n":            "- 14:50 a\n  - 02:10 b\n", // nobody can tell its day
		"- 17:50 a\n- 09:10 b\n":            "- 17:50 a\n- 2021-03-06 09:10 b\n",
		"- 14:10 a\n- 14:50 b\n":            "- 14:10 a\n- 14:50 b\n",
	} {
		text, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n\n"+rows)
		if !strings.HasSuffix(text, "\n\n"+want) {
			t.Errorf("%s\nbecomes\n%s\nwant\n%s", rows, text, want)
		}
	}
}
