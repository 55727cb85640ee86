#!/usr/bin/env bash
# Install the system packages that are missing: system-packages.sh run|test|bench
# Where it may not, it says what to install and lets the rest be tried.
set -euo pipefail

purpose=$1
python=${PYTHON:-python3}
list=$(dirname "$0")/system-packages.txt
libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)

there() {
    case $1 in
        python:*) "$python" -c "import ${1#python:}" 2>/dev/null ;;
        /*) compgen -G "$1" >/dev/null ;;
        *.so*) [[ $libraries == *"$1 "* ]] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

missing_packages() {
    local for package brings
    while read -r for package brings; do
        if [[ $for == run || $for == "$purpose" ]] && ! there "$brings"; then
            echo "$package"
        fi
    done < <(grep -v -e '^#' -e '^$' "$list")
}

as_root() {
    if [[ $EUID == 0 ]]; then "$@"; else sudo "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [[ $EUID == 0 ]] && return
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [[ -t 0 ]]
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# The package lists are only fetched when those at hand are absent or too old to install from.
install() {
    local log
    log=$(mktemp)
    if apt_install "$@" >"$log" 2>&1; then
        rm "$log"
        return
    fi
    rm "$log"
    as_root apt-get update -q </dev/null && apt_install "$@"
}

mapfile -t missing < <(missing_packages)
[[ ${#missing[@]} == 0 ]] && exit 0

if may_install; then
    echo "Installing system packages: ${missing[*]}"
    install "${missing[@]}" && exit 0
fi
cat >&2 <<SAY
These system packages are missing and could not be installed from here:
    sudo apt-get install ${missing[*]}
(on other systems: the same under their names). Going on without them; some things may not work.
SAY
