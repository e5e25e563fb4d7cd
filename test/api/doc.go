// Package api tests what the runtime exports: docs/api.md lists it, and each
// name has a user outside its own package.
package api
