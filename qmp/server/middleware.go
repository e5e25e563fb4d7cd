package server

// Middleware wraps the handlers of commands: for logging, metrics, permission
// checks, timeouts. It is called once a command when the server is made, and
// returns the handler to use, which may be next itself. What it returns runs
// where the handler would, under the same rules.
//
//	func onlyQueries(c server.CommandInfo, next server.Handler) server.Handler {
//		if strings.HasPrefix(c.Name, "query-") {
//			return next
//		}
//		return func(context.Context, server.Args) (any, error) { return nil, errors.New("read-only") }
//	}
//
// The commands that the server answers itself (qmp_capabilities, query-commands,
// query-version, query-qmp-schema) have no handler to wrap.
type Middleware func(c CommandInfo, next Handler) Handler

// A CommandInfo is what a schema says of a command.
type CommandInfo struct {
	Name     string
	Flags    CommandFlags
	Features []string // in schema order, the special ones among them
}

// WithMiddleware wraps the handlers of all commands. Of several, the first is
// the outermost.
func WithMiddleware(m ...Middleware) Option {
	return func(c *serverConfig) { c.middleware = append(c.middleware, m...) }
}

// wrap puts the middleware around the handlers of a table's commands.
func (c *serverConfig) wrap(commands []Command) []Command {
	if len(c.middleware) == 0 {
		return commands
	}
	wrapped := make([]Command, len(commands))
	for i, command := range commands {
		info := CommandInfo{command.Name, command.Flags, command.Features}
		for j := len(c.middleware) - 1; j >= 0 && command.Handler != nil; j-- {
			command.Handler = c.middleware[j](info, command.Handler)
		}
		wrapped[i] = command
	}
	return wrapped
}
