// Package shell is the conversation of a person, or of a script, with a QMP
// monitor: what can be typed, what becomes of it, and what the server says of its
// own accord. It draws nothing. Package prompt, in a folder below, is its terminal;
// RunScript runs lines that come from a file or a pipe.
//
//   - A Session has the connection, makes a new one when the server comes back, and
//     says so: session.go, connection.go.
//   - Split and Words cut text into statements and words: split.go, word.go.
//   - Session.Run executes a statement: run.go. Statements that begin with a dot are
//     the shell's own: dot.go and the files named after them.
//   - Session.Complete says what can stand at the cursor: complete.go, with the names
//     that only the server knows: names.go.
//   - A History keeps statements in a file, those with secrets left out: history.go,
//     secret.go.
//
// All text that the package returns is safe to print: safe.go.
package shell
