"""Why a file is not taken, in sentences that say what to do."""

from portal.core.attachments.names import extension_of
from portal.core.errors import InvalidInput
from portal.core.uploads import FILE_BYTES, MEGABYTE

ALLOWED = "pdf, jpg, png, webp, docx, xlsx, pptx"
HEAVY = (
    f"Файл больше {FILE_BYTES // MEGABYTE} МБ. Сожмите его, разделите на части или приложите ссылку на него."
)
MISMATCH = (
    "Внутри файла не то, что обещает его имя (.{}). Откройте его в своей программе, "
    "сохраните заново и приложите снова."
)
MACROS = "В файле есть макросы. Сохраните его без макросов как docx, xlsx или pptx."
_OLD = "Это файл старого образца. Сохраните его как docx, xlsx или pptx и приложите снова."
_ARCHIVE = "Архивы не принимаются. Распакуйте архив и приложите файлы по одному."
_BY_KIND = {
    **dict.fromkeys(("doc", "xls", "ppt", "rtf", "odt", "ods", "odp"), _OLD),
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"), MACROS),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz"), _ARCHIVE),
    **dict.fromkeys(
        ("heic", "heif", "tif", "tiff", "bmp", "gif"), "Сохраните снимок как jpg или png и приложите снова."
    ),
}


def refusal(text: str) -> InvalidInput:
    return InvalidInput({"file": text})


def refusal_of_kind(raw: str) -> InvalidInput:
    """For a name whose ending is not on the list."""
    extension = extension_of(raw)
    if text := _BY_KIND.get(extension):
        return refusal(text)
    told = f"Файл .{extension} приложить нельзя." if extension else "У файла нет расширения в имени."
    return refusal(f"{told} Подойдут: {ALLOWED}.")
