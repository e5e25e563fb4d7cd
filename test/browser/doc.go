// Package browser holds tests that look at the reference of a schema as its
// readers do: in Chromium, from a web server and from files, by keyboard, in
// narrow and wide windows, light and dark, with scripts and without, and with
// the rules of accessibility that axe-core has. Two checkers of HTML read the
// pages too.
//
// The tests need Chromium, and for some of them what scripts/browser-tools.sh
// installs. They are skipped without, unless QAPI_REQUIRE_REAL=1 is set.
package browser
