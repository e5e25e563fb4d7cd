package server

// HeldBytes is what the connections of a server have of its budget.
func HeldBytes(s *Server) int64 { return s.budget.held.Load() }
