// Package browser holds the tests that open the sample site in Chromium, with
// axe-core and html-validate, in both colour schemes, on a wide screen and on a
// phone. They run with the build tag "browser"; make test installs what they
// need.
package browser
