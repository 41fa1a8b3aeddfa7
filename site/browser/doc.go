// Package browser holds the tests that open the sample site in Chromium, with
// axe-core and html-validate, in both colour schemes, on a wide screen and on a
// phone, that walk through it in Firefox and WebKit, too, where these are
// installed, and that read its feeds, calendar and data with other programs'
// libraries. They run with the build tag "browser"; make test installs what they
// need.
package browser
