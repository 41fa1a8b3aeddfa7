package site

import "testing"

// TestNameMask masks names of services and vendors in names of branches.
func TestNameMask(t *testing.T) {
	t.Parallel()
	mask := nameMask{"dns": true, "harbourpayments": true, "northwinddns": true, "bookingapi": true, "harbour": true, "c": true, "zürich": true}
	for text, want := range map[string]string{
		"postmortem/dns":                      "postmortem/…",
		"postmortem/DNS-2":                    "postmortem/…-2",
		"postmortem/dnssec":                   "postmortem/dnssec",
		"origin/harbour_payments-slow":        "origin/…-slow",
		"origin/harbour-payment":              "origin/…-payment",
		"dns/harbour.payments/dns":            "…/…/…",
		"fix-c++-Zürich":                      "fix-…++-…",
		"fix/NorthwindDNS":                    "fix/…",
		"NorthwindDNSSlow":                    "…Slow",
		"northwinddns-slow":                   "…-slow",
		"northwind-dns":                       "…",
		"northwind-cdn":                       "northwind-cdn",
		"fixDNS":                              "fix…",
		"bookingapi/x":                        "…/x",
		"slowBookingApi":                      "slow…",
		"booking_api":                         "…",
		"BOOKING":                             "BOOKING",
		"":                                    "",
		"//":                                  "//",
		"unrelated/branch with harborpayment": "unrelated/branch with harborpayment",
	} {
		if got := mask.text(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	if got := nameMask(nil).text("dns"); got != "dns" {
		t.Errorf("without names, dns is shown as %q", got)
	}
}
