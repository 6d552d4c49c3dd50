#!/bin/sh
# The example from end to end: entered → drafted → published → checked; then the document with the planted mistakes.
# sh examples/demo.sh FOLDER-OF-GOUJI   (make demo does; from the project's folder)
set -u
bin=${1:-.venv/bin}
out=build/demo
name=禾川市雨情监测中心2024年

say() { echo; echo "$ gouji $*"; "$bin/gouji" "$@"; }
fail() { echo "make demo: $1" >&2; exit 1; }

mkdir -p "$out"
say draft "examples/${name}预算编制.xlsx" -o "$out/disclosure.json" || fail "could not draft the example"
say publish "$out/disclosure.json" -o "$out" --format docx,xlsx,html,datapackage || fail "could not publish the example"
printed="$out/${name}单位预算公开.pdf"
"$bin/gouji" publish "$out/disclosure.json" -o "$out" --format pdf || printed="$out/${name}单位预算公开.docx" # no font: said
say check "$printed" -o "$out/report" || fail "the published document should have no errors"
say check "examples/${name}单位预算.txt" -o "$out/report"
code=$?
[ "$code" -eq 1 ] || fail "expected the planted mistakes (exit code 1), got $code"
echo
echo "(退出码 1：第二份是故意写错的，见 examples/README.md)"
# Many budgets: the example corpus, made once.
if [ ! -e "$out/example.duckdb" ]; then
  rm -rf "$out/documents" "$out/making.duckdb"*
  "$bin/python" examples/corpus/write_corpus.py "$out/documents" >/dev/null || fail "could not write the example corpus"
  say corpus add "$out/documents" --corpus "$out/making.duckdb" || fail "could not store the example corpus"
  "$bin/gouji" corpus lineage examples/corpus/lineage.csv --corpus "$out/making.duckdb" >/dev/null || fail "no lineage"
  "$bin/gouji" corpus reference examples/corpus/reference.csv --corpus "$out/making.duckdb" >/dev/null || fail "no reference"
  "$bin/gouji" corpus check --corpus "$out/making.duckdb" >/dev/null # 1: it finds what is planted
  mv "$out/making.duckdb.originals" "$out/example.duckdb.originals" && mv "$out/making.duckdb" "$out/example.duckdb" || fail "no corpus"
fi
echo
echo "打开看看："
echo "  出版的文件        $printed"
echo "  它的核对报告      $out/report/${name}单位预算公开.html"
echo "  有错那份的报告    $out/report/${name}单位预算.html"
echo
echo "许多单位、许多年（示例库）：运行下面一行，再用浏览器打开 http://127.0.0.1:8321/"
echo "  $bin/gouji serve --corpus $out/example.duckdb"
