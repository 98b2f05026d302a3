# The Debian 12 packages that building, testing and linting need, and their installation.
# Sourced by contrib/check and contrib/try; POSIX sh.
# shellcheck shell=sh disable=SC2034 # the lists are for those who source this

# "a|b": either serves; the first is installed where none is there.
BUILD_PACKAGES="gcc libc6-dev make autoconf automake autopoint gettext pkg-config|pkgconf
    libglib2.0-dev libetpan-dev libgmime-3.0-dev libsqlite3-dev libsodium-dev libpcre2-dev libconfuse-dev
    libcurl4-gnutls-dev|libcurl4-openssl-dev libgnutls28-dev libxml2-dev libpsl-dev libjson-glib-dev
    libseccomp-dev libarchive-dev libical-dev libmilter-dev"
# Servers are not among them: contrib/server-root keeps those off the machine.
SERVER_PACKAGES="mmdebstrap uidmap openssl ca-certificates"
TEST_PACKAGES="$SERVER_PACKAGES python3 python3-pytest python3-pytest-xdist python3-pytest-timeout
    python3-aiosmtpd python3-vobject strace procps iproute2 systemd xvfb dbus-daemon dunst imagemagick
    chromium tidy python3-html5lib bash-completion zsh fish"
LINT_PACKAGES="shellcheck clang clang-tidy codespell cppcheck mandoc"
# For contrib/package, which makes Debian packages, and contrib/machine, which runs them.
PACKAGING_PACKAGES="build-essential debhelper dpkg-dev lintian po-debconf mmdebstrap systemd-container"

# Prints those of the given packages that are not installed.
packages_missing() {
    packages_installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null |
        sed -n 's/ installed$//p')
    for packages_wanted in "$@"; do
        packages_found=
        for packages_choice in $(echo "$packages_wanted" | tr '|' ' '); do
            case "
$packages_installed
" in *"
$packages_choice
"*) packages_found=1 ;; esac
        done
        [ -n "$packages_found" ] || echo "${packages_wanted%%|*}"
    done
}

# Installs what is missing of the given packages, as root or by sudo; touches nothing where all are
# there. Returns 1 with a message where it cannot.
packages_install() {
    packages_todo=$(packages_missing "$@" | tr '\n' ' ')
    [ -n "$packages_todo" ] || return 0
    packages_sudo=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Missing packages; as root: apt-get install $packages_todo" >&2
            return 1
        fi
        packages_sudo=sudo
        echo "Installing packages needs root, hence sudo: $packages_todo" >&2
    else
        echo "Installing $packages_todo" >&2
    fi
    # shellcheck disable=SC2086 # the words are package names
    $packages_sudo apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 &&
        $packages_sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
            -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
            install --no-install-recommends $packages_todo >/dev/null && return 0
    echo "The packages could not be installed (above: why): $packages_todo" >&2
    return 1
}
