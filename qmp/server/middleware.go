package server

// Middleware wraps the handlers of commands, for example to log, count, permit or
// time them. New calls it once for each command. It returns the handler that the
// server uses in place of next, or next itself. The rules for a Handler apply.
//
//	func onlyQueries(c server.CommandInfo, next server.Handler) server.Handler {
//		if strings.HasPrefix(c.Name, "query-") {
//			return next
//		}
//		return func(context.Context, server.Args) (any, error) { return nil, errors.New("read-only") }
//	}
//
// The server itself answers qmp_capabilities, query-commands, query-version and
// query-qmp-schema. They have no handler that could be wrapped.
type Middleware func(c CommandInfo, next Handler) Handler

// A CommandInfo describes a command of the schema.
type CommandInfo struct {
	Name     string
	Flags    CommandFlags
	Features []string // in schema order, the special ones among them
}

// WithMiddleware wraps the handlers of all commands. The first middleware is the
// outermost: it runs first.
func WithMiddleware(m ...Middleware) Option {
	return func(c *serverConfig) { c.middleware = append(c.middleware, m...) }
}

// wrapHandlers returns the commands with the middleware around their handlers.
func (c *serverConfig) wrapHandlers(commands []Command) []Command {
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
