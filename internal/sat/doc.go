// Package sat decides whether Boolean formulas can be satisfied, and which
// assignment costs least if not all of them can (weighted MaxSAT).
//
// A [Solver] learns a clause from each conflict (CDCL): two watched literals a
// clause, first unique implication points, activities for decisions, Luby
// restarts. A [Problem] has weighted soft literals on top of it. Minimise
// finds unsatisfiable cores and replaces the soft literals of each by those of
// maximum resolution (PM-RES), until what is left can be satisfied.
//
// All work is counted, and stops at a [Limit]. The same calls take the same
// steps, and so give the same answers, whatever the time is.
package sat
