#!/bin/sh
# Checks the programs that pip cannot bring, and installs them with apt where that is possible without asking.
set -eu
packages=
command -v pdftoppm >/dev/null || packages="$packages poppler-utils"
command -v tesseract >/dev/null || packages="$packages tesseract-ocr"
# The invented documents of tests and training are set in these.
fonts=/usr/share/fonts/truetype
[ -d $fonts/liberation ] || packages="$packages fonts-liberation"
[ -d $fonts/dejavu ] || packages="$packages fonts-dejavu-core"
[ -z "$packages" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null && exit 0
fi
echo "These programs are missing. Install them, then go on: sudo apt-get install$packages" >&2
# Without poppler no PDF can be read; the others are a second engine and the fonts of the tests.
command -v pdftoppm >/dev/null
