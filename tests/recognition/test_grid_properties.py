"""Random forms, consistent or not, written as damaged tab text: no column is ever claimed wrongly, nothing ever raises."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recognition.grids import TEMPLATE, form, tabbed

from gouji.standards.template import Column

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = ["expenditure_summary", "revenue_summary", "economic_classification_summary", "project_expenditure"]
LABELS = ["图书馆", "住房公积金", "办公费", "古籍修复", "其他商品和服务支出"]


def _header(columns: tuple[Column, ...]) -> list[list[str]]:
    """The header rows that a clean table prints: groups over the first of their columns."""
    depth = max(len(leaf.path.split("/")) for root in columns for leaf in root.leaves())
    rows: list[list[str]] = [[] for _ in range(depth)]

    def put(column: Column, level: int) -> None:
        width = sum(1 for _ in column.leaves())
        rows[level] += [column.headers[0], *[""] * (width - 1)]
        if column.children:
            for child in column.children:
                put(child, level + 1)
        else:
            for deeper in range(level + 1, depth):
                rows[deeper].append("")

    for root in columns:
        put(root, 0)
    return rows


@st.composite
def forms(draw: st.DrawFn) -> tuple[str, str, list[dict[str, str]]]:
    """(kind, tab text, the true cells of each row by column path)."""
    kind = draw(st.sampled_from(KINDS))
    template = TEMPLATE.forms[kind]
    leaves = template.leaves()
    first = next(i for i, leaf in enumerate(leaves) if leaf.role == "amount")
    header = _header(template.columns)
    erased = draw(st.sets(st.tuples(st.integers(0, len(header) - 1), st.integers(0, len(leaves) - 1)), max_size=12))
    for r, c in erased:
        header[r][c] = ""
    if draw(st.booleans()):  # a header one cell narrower: its first row lost a blank
        blanks = [i for i, t in enumerate(header[0]) if not t]
        if blanks:
            header[0].pop(draw(st.sampled_from(blanks)))
    truth: list[dict[str, str]] = []
    lines = ["\t".join(row) for row in header]
    wider = draw(st.integers(0, 1))
    trailing = draw(st.sampled_from(["", "\t", "strip"]))
    for number in range(draw(st.integers(2, 6))):
        amounts = [
            draw(st.one_of(st.just(""), st.integers(1, 9_999_999).map(lambda n: f"{n / 100:.2f}"))) for _ in leaves[first:]
        ]
        amounts[0] = amounts[0] or ("" if any(amounts) and draw(st.integers(0, 3)) == 0 else "12.34")
        left = ["" for _ in leaves[:first]]
        for i, leaf in enumerate(leaves[:first]):
            left[i] = {"function": ["207", "01", f"{number:02d}"][i] if i < 3 else "", "label": LABELS[number % 5]}.get(
                leaf.role, ""
            )
            if leaf.role == "agency" and kind == "revenue_summary":
                left[i] = f"1230{number:02d}"
            if leaf.role.endswith("economic"):
                left[i] = ["302", f"{number + 1:02d}", "", "502", f"{number + 1:02d}"][i]
            if leaf.role == "text":
                left[i] = "办公经费"
        cells = ["", *left][1 - wider :] + amounts
        line = "\t".join(cells)
        lines.append(line.rstrip("\t") if trailing == "strip" else line + trailing)
        truth.append({leaf.path: a for leaf, a in zip(leaves[first:], amounts, strict=True) if a})
    return kind, "\n".join(lines), truth


@SLOW
@given(forms())
def test_no_wrong_column_is_claimed(given_form: tuple[str, str, list[dict[str, str]]]) -> None:
    kind, text, truth = given_form
    found = form(kind, tabbed(text))
    rows = [r for r in found.rows if r.numbers]
    assert len(rows) == len(truth)
    for row, cells in zip(rows, truth, strict=True):
        assert [str(n.amount) for n in row.numbers] == list(cells.values())
        for number in row.numbers:
            assert number.hint is None or cells.get(number.hint) == str(number.amount)


def test_a_clean_form_of_every_kind_gets_all_its_columns() -> None:
    for kind in KINDS:
        leaves = TEMPLATE.forms[kind].leaves()
        amounts = [f"{i}.25" for i, leaf in enumerate(leaves) if leaf.role == "amount"]
        row = ["合计" if leaf.role == "label" else "" for leaf in leaves if leaf.role != "amount"] + amounts
        text = "\n".join("\t".join(r) for r in [*_header(TEMPLATE.forms[kind].columns), row])
        (read,) = form(kind, tabbed(text)).rows
        assert [n.hint for n in read.numbers] == [leaf.path for leaf in leaves if leaf.role == "amount"]


PIECES = st.sampled_from(
    [
        "合计",
        "总计",
        "207",
        "01",
        "30.00",
        "1, 147. 92",
        "·",
        "其中：财政拨款",
        "一、一般公共预算",
        "(二)外交",
        "注：",
        "",
        "",
        "",
        "收入",
        "支出",
        "项目",
        "金额",
        "1.0",
        "财政",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(list(TEMPLATE.forms)), st.lists(st.lists(PIECES, max_size=16).map("\t".join), max_size=16).map("\n".join)
)
def test_never_raises(kind: str, text: str) -> None:
    form(kind, tabbed(text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(TEMPLATE.forms)), st.text(alphabet="\t\n一、二（）0123456789. ,合计收入|*<>", max_size=300))
def test_never_raises_on_noise(kind: str, text: str) -> None:
    form(kind, tabbed(text))
