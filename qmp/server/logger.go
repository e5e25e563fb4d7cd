package server

// A Logger receives what the server logs: a message, then keys and values in turn.
// A *slog.Logger is one; the server does not link log/slog itself. The methods must be
// safe for concurrent use.
type Logger interface {
	Debug(message string, keysAndValues ...any)
	Warn(message string, keysAndValues ...any)
	Error(message string, keysAndValues ...any)
}

// discardLogger is the Logger of a server without WithLogger.
type discardLogger struct{}

func (discardLogger) Debug(string, ...any) {}
func (discardLogger) Warn(string, ...any)  {}
func (discardLogger) Error(string, ...any) {}
