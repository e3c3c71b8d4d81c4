#!/usr/bin/env bash
# Ask veraPDF whether PDFs are what they claim, PDF/A-3a and PDF/UA-1: tools/validate/validate.sh FILE.pdf ...
# The first call fetches veraPDF with Maven into VERAPDF. Exit status: 0 all conform; 1 a check failed; 2 no veraPDF.
set -u
here=$(dirname "$0")
verapdf=${VERAPDF:-$here/../../.venv/verapdf}

if ! cmp -s "$here/pom.xml" "$verapdf/pom.xml"; then
  for command in java mvn; do
    command -v "$command" >/dev/null || { echo "make validate needs Java and Maven; $command was not found" >&2; exit 2; }
  done
  mkdir -p "$verapdf" && rm -f "$verapdf"/*.jar &&
    mvn -B -q -C -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$(realpath "$verapdf")" >&2 &&
    cp "$here/pom.xml" "$verapdf/pom.xml" || { echo "Maven could not fetch veraPDF" >&2; exit 2; }
fi

status=0
for flavour in 3a ua1; do
  java -cp "$verapdf/*" org.verapdf.apps.GreenfieldCliWrapper --flavour "$flavour" --format text --verbose "$@" || status=1
done
exit $status
