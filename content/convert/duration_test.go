package convert_test

import (
	"strings"
	"testing"
)

// TestDurationsInWords checks the values of a field Duration.
func TestDurationsInWords(t *testing.T) {
	for text, want := range map[string]string{
		"45m":                                 "45m",
		"54 hours 10 minutes":                 "54 hours 10 minutes",
		"1 hour and 48 minutes":               "1 hour and 48 minutes",
		"2d 1h 29m":                           "2d 1h 29m",
		"~45m":                                "45m",
		"about an hour":                       "1h",
		"nine hours":                          "9h",
		"5 hours 26 minutes of active impact": "5h 26m",
		"45 minutes (10:00 - 10:45)":          "45 minutes",
		"約58分":                                "58m",
		"1時間5分":                               "1h 5m",
		"约 3 小时":                              "3h",
		"2小时30分钟":                             "2h 30m",
		"1시간 20분":                             "1h 20m",
		"2 Stunden und 5 Minuten":             "2h 5m",
		"ca. 90 Minuten":                      "90m",
		"1 heure et 5 minutes":                "1h 5m",
		"3 horas y 10 minutos":                "3h 10m",
		"2 horas e 30 minutos":                "2h 30m",
		"30 days":                             "30 days",
		"2-3 hours":                           "",
		"4+ hours":                            "",
		"2 hours or more":                     "",
		"over an hour":                        "",
		"a long time":                         "",
		"unknown":                             "",
		"two services":                        "",
	} {
		body, _ := imported(t, "# Gates\n\n**Date:** 2021-03-05\n**Duration:** "+text+"\n")
		_, got, _ := strings.Cut(body, "\nduration: ")
		got, _, _ = strings.Cut(got, "\n")
		got, _, _ = strings.Cut(got, " #")
		if got != want {
			t.Errorf("the duration %q is %q, want %q", text, got, want)
		}
	}
}

// TestDurationsInProse checks which sentences say how long an outage lasted.
func TestDurationsInProse(t *testing.T) {
	for text, want := range map[string]string{
		"The gates experienced an outage lasting 1 hour and 48 minutes, from 16:58 to 18:46.":     "1h 48m # 1 hour and 48 minutes",
		"The issue lasted approximately\nfive hours on a Saturday.":                               "5h # five hours",
		"The site was down for about 40 minutes.":                                                 "40m # 40 minutes",
		"The API was unavailable to all stations for 2h 15m.":                                     "2h 15m # 2h 15m",
		"We had two days of downtime.":                                                            "2d # two days",
		"It was closed. Total time to resolution: approximately 49 minutes.":                      "49m # 49 minutes",
		"Der Ausfall dauerte 45 Minuten.":                                                         "45m # 45 Minuten",
		"La panne a duré 45 minutes.":                                                             "45m # 45 minutes",
		"La caída duró 3 horas.":                                                                  "3h # 3 horas",
		"A queda durou cerca de 20 minutos.":                                                      "20m # 20 minutos",
		"障害は約58分続いた。":                                                                             "58m # 58分",
		"集群管理通道中断约 3 小时。":                                                                         "3h # 3 小时",
		"The outage lasted more than two hours.":                                                  "",
		"The outage lasted up to 45 minutes.":                                                     "",
		"The outage lasted 2-3 hours.":                                                            "",
		"The outage lasted 4+ hours.":                                                             "",
		"It took 20 minutes to find the outage.":                                                  "",
		"Pods older than 4 hours are deleted.":                                                    "",
		"The outage was found after 10 minutes.":                                                  "",
		"## Root cause\nThe site was down for 40 minutes.":                                        "",
		"## Impact\nThe site was down for 40 minutes.":                                            "40m # 40 minutes",
		"## Summary\nText.\n\nThe site was down for 40 minutes. It was then down for 50 minutes.": "",
	} {
		body, _ := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n"+text+"\n")
		_, got, _ := strings.Cut(body, "\nduration: ")
		got, _, _ = strings.Cut(got, "\n")
		if got != want {
			t.Errorf("%s\nhas the duration %q, want %q", text, got, want)
		}
	}
}
