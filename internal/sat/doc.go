// Package sat decides whether Boolean formulas can be satisfied. If they cannot
// all be, it finds the assignment of the least cost (weighted MaxSAT).
//
// A [Solver] learns a clause from each conflict (CDCL), with two watched
// literals per clause, first unique implication points, activities for
// decisions, and Luby restarts. A [Problem] adds weighted soft literals.
// Minimise finds unsatisfiable cores and replaces the soft literals of each
// core by maximum resolution (PM-RES), until the rest can be satisfied.
//
// All work is counted, and stops at a [Limit]. The same calls take the same
// steps and give the same answers, however fast the machine is.
package sat
