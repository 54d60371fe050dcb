"""A document as PDF/UA, by WeasyPrint. The only module that imports it, because it tells it what it may load.

The same document gives the same bytes: no date and no identifier goes into the file.
"""

import os
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.core.collector import collector_off
from reports.documents.blocks import Document
from reports.render import RenderError
from reports.render.html import render_html
from reports.render.limits import check_limits
from reports.render.tags import mend_tags

FAMILY = "Tinos"
VARIANT = "pdf/ua-1"
# Every machine prints with these files, whatever fonts it has: weight, style, file below the fonts' folder.
FONTS = (
    ("normal", "normal", "400Regular/Tinos_400Regular.ttf"),
    ("normal", "italic", "400Regular_Italic/Tinos_400Regular_Italic.ttf"),
    ("bold", "normal", "700Bold/Tinos_700Bold.ttf"),
    ("bold", "italic", "700Bold_Italic/Tinos_700Bold_Italic.ttf"),
)

# Fonts are kept per process and the collector is switched per process: one render at a time.
_RENDERING = threading.Lock()


class OwnAssets(URLFetcher):
    """Hands out the files it was given and nothing else: no network, no disk, no data address."""

    def __init__(self, assets: Mapping[str, bytes]):
        super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False)
        self.assets = assets
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self.assets:
            return URLFetcherResponse(url, self.assets[url], {"Content-Type": "font/ttf"})
        self.blocked.append(url[:200])
        raise ValueError("Only our own assets may be loaded.")


class OwnPage(HTML):
    """Our own page is well-formed; the parser for anybody's HTML would take a twentieth of the time.

    The width of a column is an attribute, as pages may hold no style="…". Here it becomes a style: to
    honour all attributes of old HTML for its sake takes another twentieth.
    """

    def __init__(self, html: str, fetcher: OwnAssets):
        root = ElementTree.fromstring(html)  # noqa: S314 - our templates; every text in them is escaped
        for column in root.iter("col"):
            column.set("style", f"width: {column.get('width', 'auto')}")
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def render_pdf(document: Document) -> bytes:
    """The PDF after ГОСТ Р 7.0.97-2016, tagged, with embedded fonts.

    RenderError (in Russian) for a document that is too large, and where fonts are missing.
    """
    check_limits(document)
    return _press(render_html(document))


def _press(html: str) -> bytes:
    """One page of HTML as PDF; whatever it tries to load is denied, and then there is no PDF."""
    fetcher = OwnAssets({})
    with _RENDERING, collector_off():
        pdf, families = _written(html, fetcher)
    if fetcher.blocked:
        raise RenderError(
            "Документ не напечатан: в нём есть ссылка на посторонний файл. Сообщите администратору."
        )
    if FAMILY not in families:
        _no_fonts()
    return pdf


def _written(html: str, fetcher: OwnAssets) -> tuple[bytes, set[str]]:
    """The PDF and the families of its fonts. A function, so that all the rest is garbage when it returns."""
    font_config, font_css = _fonts(os.getpid())
    rendered = OwnPage(html, fetcher).render(
        font_config=font_config,
        stylesheets=[font_css],
        pdf_variant=VARIANT,
    )
    pdf = rendered.write_pdf(finisher=mend_tags, pdf_variant=VARIANT)
    return pdf, {font.family for font in rendered.fonts.values()}


@cache
def _fonts(_process: int) -> tuple[FontConfiguration, CSS]:
    """Fonts of this process, loaded once: a configuration per document would leak memory outside Python.

    Keyed by process, because a forked child must not share the temporary files of its parent.
    """
    assets = {f"portal:font/{number}": _font_file(path) for number, (_, _, path) in enumerate(FONTS)}
    fetcher = OwnAssets(assets)
    rules = "".join(
        f"@font-face {{ font-family: {FAMILY}; font-weight: {weight}; font-style: {style};"
        f" src: url(portal:font/{number}) }}"
        for number, (weight, style, _) in enumerate(FONTS)
    )
    config = FontConfiguration()
    return config, CSS(string=rules, font_config=config, url_fetcher=fetcher)


def _font_file(path: str) -> bytes:
    folder = Path(getattr(settings, "DOCUMENT_FONTS_DIR", None) or _installed_fonts())
    try:
        return (folder / path).read_bytes()
    except OSError:
        _no_fonts()


def _installed_fonts() -> Path:
    return Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "tinos"


def _no_fonts() -> NoReturn:
    raise RenderError("Документ не напечатан: нет шрифта Tinos. Выполните «make demo» или «npm install».")
