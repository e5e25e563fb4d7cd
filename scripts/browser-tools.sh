#!/usr/bin/env bash
# Installs into .bin/browser what test/browser checks pages with: axe-core, the
# rules of accessibility, and the Nu Html Checker, which needs Java.
set -euo pipefail
cd "$(dirname "$0")/.."

axe_core_version=4.14.1
vnu_jar_version=26.9.27

has() { # NAME VERSION
	grep -qF "\"version\": \"$2\"" ".bin/browser/node_modules/$1/package.json" 2>/dev/null
}

if ! has axe-core "$axe_core_version" || ! has vnu-jar "$vnu_jar_version"; then
	echo "installing axe-core $axe_core_version and vnu-jar $vnu_jar_version into .bin/browser" >&2
	mkdir -p .bin/browser
	npm install --prefix .bin/browser --no-save --no-audit --no-fund --ignore-scripts --loglevel=error \
		"axe-core@$axe_core_version" "vnu-jar@$vnu_jar_version" >&2
fi
