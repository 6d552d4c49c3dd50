"""An invented final account written as a web page, a Word document, a workbook, a PDF and tab-separated text."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.invented.final import Account, CellText, Printer, Rows, Way, numeral, wan

Placed = tuple[int, int, int, int, str]  # row, column, row span, column span, words


def placed(rows: Rows) -> list[Placed]:
    """The cells of a table with their places; a cell that a span covers is left out of `rows` altogether."""
    taken: set[tuple[int, int]] = set()
    out = []
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            words, down, across = cell if isinstance(cell, tuple) else (cell or "", 1, 1)
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            out.append((r, c, down, across, words))
            c += across
    return out


def width(rows: Rows) -> int:
    return max(c + across for _, c, _, across, _ in placed(rows))


def front(account: Account, printer: Printer) -> Iterator[str]:
    """Cover, contents list, first part."""
    sort = "部门" if account.whole else "单位"
    yield account.name
    yield f"{account.year}年度{sort}决算"
    yield "目录"
    yield f"第一部分 {account.name}概况"
    yield from ("一、主要职能", "二、机构设置")
    yield f"第二部分 {account.name}{account.year}年度{sort}决算表"
    yield from (f"{numeral(n)}、{title}" for n, (title, _) in enumerate(printer.forms(), 1))
    yield f"第三部分 {account.name}{account.year}年度{sort}决算情况说明"
    yield from (f"{numeral(n)}、{title}" for n, (title, _) in enumerate(sections(account), 1))
    yield "第四部分 名词解释"
    yield f"第一部分 {account.name}概况"
    yield "一、主要职能"
    yield "负责辖区内有关事务的管理和服务。"
    yield "二、机构设置"
    yield f"{account.name}{account.year}年度{sort}决算编制范围包括：{account.name}本级。"


def units(account: Account) -> Rows:
    """The units of a department as a table; none for a unit's own account."""
    if not account.whole:
        return []
    of = [f"{account.name}（本级）", f"{account.name}执法大队", f"{account.name}服务中心"]
    return [["序号", "单位名称", "备注"], *([str(n), name, ""] for n, name in enumerate(of, 1))]


def sections(account: Account) -> Iterator[tuple[str, list[str]]]:
    """The third part: headings and paragraphs, with figures that agree with the forms."""
    name, year, sort = account.name, account.year, "部门" if account.whole else "单位"
    total, basic = account.year_total + account.begin, sum(b for b, _ in account.spent.values())

    def plain(cents: int) -> str:
        return wan(cents).replace(",", "")

    def share(part: int, whole: int) -> str:
        return f"{(part * 20_000 + whole) // (2 * whole) / 100:.2f}%"

    before = f"与{year - 1}年度相比，{{}}增加12.30万元，主要原因是项目增加。"
    yield "收入支出决算总体情况说明", [f"{name}{year}年度收入支出总计{plain(total)}万元。{before.format('收入支出总计')}"]
    yield (
        "收入决算情况说明",
        [
            f"本年收入合计{plain(account.year_total)}万元，其中：财政拨款收入{plain(account.fiscal)}万元，"
            f"占{share(account.fiscal, account.year_total)}；事业收入{plain(account.other[1])}万元，"
            f"占{share(account.other[1], account.year_total)}。"
        ],
    )
    spent = basic + account.other[1]
    project = account.year_total - spent
    yield (
        "支出决算情况说明",
        [
            f"本年支出合计{plain(account.year_total)}万元，其中：基本支出{plain(spent)}万元，"
            f"占{share(spent, account.year_total)}；项目支出{plain(project)}万元，占{share(project, account.year_total)}。"
        ],
    )
    yield (
        "财政拨款收入支出决算总体情况说明",
        [f"{name}{year}年度财政拨款收入支出总计{plain(account.fiscal + account.begin // 2)}万元。"],
    )
    yield (
        "一般公共预算财政拨款支出决算情况说明",
        [
            f"一般公共预算财政拨款支出{plain(account.general)}万元，"
            f"占本年支出合计的{share(account.general, account.year_total)}。"
        ],
    )
    people, work = sum(account.personnel.values()), sum(account.operating.values())
    yield (
        "一般公共预算财政拨款基本支出决算情况说明",
        [f"一般公共预算财政拨款基本支出{plain(basic)}万元。其中：人员经费{plain(people)}万元，公用经费{plain(work)}万元。"],
    )
    bought, run, reception = account.final
    yield (
        "财政拨款“三公”经费支出决算情况说明",
        [
            f"“三公”经费财政拨款支出年初预算为{plain(sum(account.budget))}万元，支出决算为{plain(sum(account.final))}万元。",
            "1、因公出国（境）费支出0万元。全年安排因公出国（境）团组0个、累计0人次。",
            f"2、公务用车购置及运行维护费支出{plain(bought + run)}万元。其中：公务用车购置支出为{plain(bought)}万元，"
            f"购置公务用车0辆；公务用车运行维护支出{plain(run)}万元。{year}年，开支财政拨款的公务用车保有量为3辆。",
            f"3、公务接待费支出{plain(reception)}万元。其中：国内公务接待支出{plain(reception)}万元，"
            "公务接待2批次、24人次，其中：接待外宾0批次、0人次。",
        ],
    )
    none = f"{name}{year}年度无{{}}财政拨款收入和支出。"
    for budget, cents in (("政府性基金预算", account.fund), ("国有资本经营预算", account.capital)):
        told = f"{budget}财政拨款收入{plain(cents)}万元，支出{plain(cents)}万元。" if cents else none.format(budget)
        yield f"{budget}财政拨款收入支出决算情况说明", [told]
    yield (
        "预算绩效管理情况",
        [f"{name}{year}年度开展了预算绩效自评：绩效自评的{year}年度项目5个，涉及预算金额90.50万元，平均得分98.50分。"],
    )
    yield (
        "其他重要事项的情况说明",
        [
            "（一）机关运行经费支出情况",
            f"机关运行经费支出{plain(work)}万元。",
            "（二）政府采购支出情况",
            f"{name}{year}年度政府采购金额（以合同签订为准）为90.50万元，其中：货物采购金额10.50万元、"
            "工程采购金额0万元、服务采购金额80.00万元。",
            "（三）国有资产占有使用情况说明",
            f"截至{year}年12月31日，{name}{sort}共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆；"
            "单价100万元（含）以上设备（不含车辆）0台（套）。",
        ],
    )


TERMS = (
    "一、财政拨款收入：指从本级财政部门取得的财政拨款。",
    "二、事业收入：指事业单位开展专业业务活动取得的收入。",
    "三、基本支出：指为保障机构正常运转、完成日常工作任务而发生的支出。",
    "四、项目支出：指为完成特定任务在基本支出之外发生的支出。",
    "五、“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
    "六、机关运行经费：指用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。",
)


def after(account: Account) -> Iterator[str]:
    """What stands behind the forms."""
    yield f"第三部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算情况说明"
    for n, (title, paragraphs) in enumerate(sections(account), 1):
        yield f"{numeral(n)}、{title}"
        yield from paragraphs
    yield "第四部分 名词解释"
    yield from TERMS


def above(account: Account, way: Way, number: int, title: str) -> list[str]:
    """The lines above a form."""
    if way.counts:
        return [title, f"公开{number:02d}表", f"{'部门' if account.whole else '单位'}：{account.name} 金额单位：万元"]
    return [title, "单位：万元"]


def below(account: Account, number: int) -> str:
    none = {8: account.fund == 0, 9: account.capital == 0}.get(number, False)
    budget = "政府性基金预算" if number == 8 else "国有资本经营预算"
    return f"说明：{account.name}本年度没有{budget}财政拨款收入和支出，故本表无数据。" if none else "注：本表反映本年度的情况。"


def ruled(rows: Rows) -> str:
    """A table of a web page."""
    cells: list[list[str]] = [[] for _ in rows]
    for r, _, down, across, words in placed(rows):
        cells[r].append(f'<td rowspan="{down}" colspan="{across}">{html.escape(words)}</td>')
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells) + "</table>" if rows else ""


def page(account: Account, way: Way) -> bytes:
    """A web page."""
    printer = Printer(account, way)
    out = [f"<p>{html.escape(t)}</p>" for t in front(account, printer)]
    out.append(ruled(units(account)))
    out.append(f"<p>第二部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算表</p>")
    for n, (title, rows) in enumerate(printer.forms(), 1):
        out += [f"<p>{html.escape(t)}</p>" for t in above(account, way, n, title)]
        out += [ruled(rows), f"<p>{below(account, n)}</p>"]
    out += [f"<p>{html.escape(t)}</p>" for t in after(account)]
    return f"<html><body>{''.join(out)}</body></html>".encode()


def word(account: Account, way: Way) -> bytes:
    """A Word document."""
    import docx

    document, printer = docx.Document(), Printer(account, way)
    for text in front(account, printer):
        document.add_paragraph(text)
    listed = units(account)
    for row, cells in zip(document.add_table(len(listed), 3).rows if listed else (), listed, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = str(words)
    document.add_paragraph(f"第二部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算表")
    for n, (title, rows) in enumerate(printer.forms(), 1):
        for text in above(account, way, n, title):
            document.add_paragraph(text)
        table = document.add_table(len(rows), width(rows))
        grid = [list(row.cells) for row in table.rows]
        for r, c, down, across, words in placed(rows):
            cell = grid[r][c]
            if down * across > 1:
                cell = cell.merge(grid[r + down - 1][c + across - 1])
            cell.text = words
        document.add_paragraph(below(account, n))
    for text in after(account):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(account: Account, way: Way) -> bytes:
    """A workbook: prose on the first sheet, a sheet a form, amounts as numbers."""
    import xlsxwriter

    out = io.BytesIO()
    printer = Printer(account, way)
    with xlsxwriter.Workbook(out) as made:
        money = made.add_format({"num_format": "#,##0.00"})
        first = made.add_worksheet("说明")
        second = f"第二部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算表"
        for n, text in enumerate([*front(account, printer), second, *after(account)]):
            first.write_string(n, 0, text)
        for n, (title, rows) in enumerate(printer.forms(), 1):
            sheet = made.add_worksheet(f"{n:02d}")
            top = above(account, way, n, title)
            for i, text in enumerate(top):
                sheet.write_string(i, 0, text)
            for r, c, down, across, words in placed(rows):
                at = len(top) + r
                if down * across > 1:
                    sheet.merge_range(at, c, at + down - 1, c + across - 1, words)
                elif "." in words and words.replace(",", "").replace(".", "").isdigit():
                    sheet.write_number(at, c, float(words.replace(",", "")), money)
                elif words:
                    sheet.write_string(at, c, words)
            sheet.write_string(len(top) + len(rows), 0, below(account, n))
    return out.getvalue()


def pdf(account: Account, way: Way) -> bytes:
    """A ruled PDF, tables running over pages."""
    import typst

    printer = Printer(account, way)

    def text(words: str) -> str:
        return '#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def table(rows: Rows) -> str:
        wide = width(rows)
        cells = [
            f"table.cell(x: {c}, y: {r}, rowspan: {down}, colspan: {across})[{text(words)}]"
            for r, c, down, across, words in placed(rows)
        ]
        return f"#table(columns: ({'1fr, ' * wide}), stroke: 0.5pt, inset: 2.5pt, {', '.join(cells)})"

    body = [text(t) for t in front(account, printer)]
    body += [table(units(account))] if account.whole else []
    body.append(text(f"第二部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算表"))
    for n, (title, rows) in enumerate(printer.forms(), 1):
        body += ["#pagebreak()", *(text(t) for t in above(account, way, n, title)), table(rows), text(below(account, n))]
    body += ["#pagebreak()", *(text(t) for t in after(account))]
    source = '#set text(font: "Noto Sans CJK SC", size: 8pt)\n#set page(paper: "a4", flipped: true, margin: 1.5cm)\n'
    folders = [str(f) for f in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts")) if f.is_dir()]
    compiled = typst.compile((source + "\n\n".join(body)).encode(), font_paths=folders, format="pdf")
    assert isinstance(compiled, bytes)
    return compiled


def tabs(account: Account, way: Way) -> bytes:
    """Text with a tab between cells, as an export writes it."""
    printer = Printer(account, way)
    out = [*front(account, printer)]
    out.append(f"第二部分 {account.name}{account.year}年度{'部门' if account.whole else '单位'}决算表")
    for n, (title, rows) in enumerate(printer.forms(), 1):
        out += above(account, way, n, title)
        grid = [[""] * width(rows) for _ in rows]
        for r, c, _, _, words in placed(rows):
            grid[r][c] = words
        out += ["\t".join(row) for row in grid] + [below(account, n)]
    return ("\n".join([*out, *after(account)]) + "\n").encode()


WRITERS: dict[str, Callable[[Account, Way], bytes]] = {"html": page, "docx": word, "xlsx": book, "pdf": pdf, "txt": tabs}
__all__ = ["WRITERS", "CellText"]
