# Fails as a project does whose dependencies were never installed.
echo "> broken@0.0.0 dev" >&2
echo "> next dev" >&2
echo "sh: 1: next: not found" >&2
exit 127
