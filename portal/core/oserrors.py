"""What the operating system refuses, in Russian."""

import errno

_REASONS = {
    errno.EADDRINUSE: "его уже держит другая программа",
    errno.EACCES: "нет права доступа",
    errno.EPERM: "нет права доступа",
    errno.EROFS: "диск открыт только для чтения",
    errno.ENOSPC: "на диске нет места",
    errno.ENOENT: "такой папки нет",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "на месте папки лежит файл",
    errno.EEXIST: "на месте папки лежит файл",
    errno.ENAMETOOLONG: "слишком длинное имя",
}


def reason(error: OSError) -> str:
    """Why, as the end of a sentence; the system's own words for what is rare."""
    return _REASONS.get(error.errno or 0, str(error.strerror))
