package fan

//go:generate go tool qapi-gen generate -o . -p fan ../fan.json
