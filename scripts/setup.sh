# Sourced by the commands beside it: finds a Python and makes .venv current.
#   setup            what the product needs
#   setup --dev      and what checking it needs
# Afterwards $root is the clone and `run_module NAME …` starts one of our modules in .venv,
# in the caller's working directory.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1

# Settings of another Python must not reach ours.
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT || :
# Whatever the locale, what we print is UTF-8.
export PYTHONUTF8=1

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Python ≥ 3.11 with ensurepip; one without is remembered for the error.
find_python() {
  python= without_pip=
  for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python3.14 python; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
      python=$candidate
      return
    fi
    [ -n "$without_pip" ] || without_pip=$candidate
  done
  if [ -n "$without_pip" ]; then
    version=$("$without_pip" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    die "Python $version here cannot make virtual environments (no ensurepip): install the package python$version-venv, for example with: apt-get install python$version-venv"
  fi
  found=$(python3 --version 2>/dev/null) || found="none"
  die "Python 3.11 or newer is needed (found: $found); install it or name one in PYTHON."
}

owner() {
  ls -ldn -- "$1" | awk '{ print $3 }'
}

setup() {
  # A current environment of our own needs no other Python.
  if [ -x "$root/.venv/bin/python" ] && [ "$(owner "$root/.venv")" = "$(id -u)" ]; then
    "$root/.venv/bin/python" "$root/scripts/install.py" --check "$@" >/dev/null 2>&1 && return
  fi
  find_python
  "$python" "$root/scripts/install.py" "$@" || exit 1
}

# -P: the caller's working directory must not shadow a module.
run_module() {
  PYTHONPATH=$root exec "$root/.venv/bin/python" -P -m "$@"
}
