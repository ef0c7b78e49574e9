# Sourced by ./run and ./test: goes to the root of the tree and prepares the virtual environment there.

# prepare_environment LOCK: install what LOCK lists, unless exactly that has been done before.
prepare_environment() {
    wait_for_other_installation
    if ! is_sound; then make_venv; fi
    if cmp -s "$1" "$venv/installed-$1"; then return; fi
    say "Installing the packages of $1 (the first time, this takes a minute)"
    echo $$ >"$unfinished"
    install_packages "$1"
    cp "$1" "$venv/installed-$1"
    rm "$unfinished"
}

wait_for_other_installation() {
    while [ -e "$unfinished" ] && kill -0 "$(cat "$unfinished")" 2>/dev/null; do
        say "Waiting for process $(cat "$unfinished"), which is installing into $venv"
        sleep 5
    done
}

# Complete, with a Python that still exists, and not moved here: the programs in it name their place.
is_sound() {
    [ ! -e "$unfinished" ] && grep -qF "venv $venv" "$venv/pyvenv.cfg" && "$venv/bin/python" -c 'import pip'
} 2>/dev/null

make_venv() {
    find_python
    say "Making a virtual environment in $venv with $("$python" --version)"
    clear_venv
    echo $$ >"$unfinished"
    "$python" -m venv "$venv" ||
        stop "Python cannot make a virtual environment. On Debian and Ubuntu, this helps: apt install python3-venv"
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then return; fi
    done
    stop "FFFF needs Python 3.11 or newer, and there is none. Please install it and start again."
}

clear_venv() {
    if [ ! -e "$unfinished" ] && [ ! -e "$venv/pyvenv.cfg" ] && [ "$(ls -A "$venv")" ]; then
        stop "$venv is in the way, it holds something else. Please move it, or set FFFF_VENV to another directory."
    fi
    find "$venv/" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
}

# uv is fast; pip does the same, slower.
install_packages() {
    pip_install requirements-uv.lock &&
        "$venv/bin/uv" pip install --quiet --compile-bytecode --system-certs --python "$venv/bin/python" --require-hashes -r "$1" && return
    say "uv cannot install them; trying pip"
    pip_install "$1" || stop "The packages cannot be installed; the reason stands above."
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
}

say() {
    printf '%s\n' "$*"
}

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

# These would lead our interpreter and its installers to other people's packages.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV PIP_USER PIP_TARGET PIP_PREFIX CDPATH

root=$(dirname -- "$(readlink -f -- "$0")")
venv=${FFFF_VENV:-$root/.venv}
mkdir -p -- "$venv"
venv=$(cd -- "$venv" && pwd)
unfinished=$venv/unfinished
cd -- "$root"
