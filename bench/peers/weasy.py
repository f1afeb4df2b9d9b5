"""WeasyPrint without the rest: the same words on a lean sheet, made afresh each time, and as its manual advises."""

from __future__ import annotations

from typing import Any

SHEET_STYLE = """
@page { size: A4; margin: 18mm 16mm 22mm 30mm; @bottom-right { content: counter(page) " / " counter(pages) } }
html { font: 11.5pt/1.39 serif } b { font-weight: bold } h1, h2, header { text-align: center }
table { width: 100%; border-collapse: collapse } td, th { text-align: left; padding: 2mm 0 }
"""
TUNED = SHEET_STYLE + "table { table-layout: fixed }"
SHEET = """<!DOCTYPE html><html lang="uz"><title>{title}</title><body>
<header><p>{ministry}</p><p><b>{institute}</b></p></header><h1>Buyruq</h1>
<table><tr><td>{date}</td><td>№ {number}</td><td>{city}</td></tr></table>{act}
<table><tr><td>{office}</td><td>{name}</td></tr></table><p>{address}</p>
<section class="visas"><h2>Kelishish varagʻi</h2><table>{visas}</table></section></body></html>"""


def lean_sheet(paper: Any) -> str:
    """The words of an order's paper without letterhead's art, running lines and code."""
    hands = [*paper.visas, paper.drafted_by]
    rows = "".join(f"<tr><td>{hand.office}</td><td>{hand.name}</td><td>{hand.at}</td></tr>" for hand in hands)
    return SHEET.format(
        title=paper.title,
        ministry=paper.institute.ministry,
        institute=paper.institute.name,
        city=paper.institute.city,
        date=paper.date,
        number=paper.number,
        act=paper.act,
        office=paper.signatory.office,
        name=paper.signatory.name,
        address=paper.verify_url,
        visas=rows,
    )


def plain(sheet: str) -> bytes:
    """As the first page of the manual shows it."""
    from weasyprint import CSS, HTML

    return bytes(HTML(string=sheet).write_pdf(stylesheets=[CSS(string=SHEET_STYLE)]))


class Tuned:
    """One FontConfiguration and one parsed style sheet kept, tables of fixed layout."""

    def __init__(self, css: str = TUNED, fetcher: Any = None) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = FontConfiguration()
        more = {"url_fetcher": fetcher} if fetcher else {}
        self.more = more
        self.style = CSS(string=css, font_config=self.fonts, **more)

    def __call__(self, sheet: str) -> bytes:
        """The PDF."""
        from weasyprint import HTML

        document = HTML(string=sheet, **self.more)
        return bytes(document.write_pdf(font_config=self.fonts, stylesheets=[self.style]))
