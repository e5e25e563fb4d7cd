package gen_test

import "flag"

// update makes the golden tests write what they would compare.
var update = flag.Bool("update", false, "write golden files anew")
