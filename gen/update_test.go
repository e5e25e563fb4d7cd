package gen_test

import "flag"

// update makes the golden tests write the files.
var update = flag.Bool("update", false, "write golden files anew")
