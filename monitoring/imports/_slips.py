"""Whether two words are one word with a slip of the hand, or two words: «Озёрская» is not «Озёрновская»."""

from functools import lru_cache

#: letters that are written for each other by ear
_SOUND_ALIKE = ("ао", "еиэыя", "ую", "бп", "вф", "гкх", "дт", "зс", "жшщ")


@lru_cache(maxsize=4096)
def is_slip(one: str, other: str) -> bool:
    """One letter missing or doubled, two neighbours swapped, or one written by ear; else another word.

    The first letter is not missed: «Озёрная» is no «Зёрная», and any letter may begin another name.
    """
    if one == other:
        return True
    start = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return abs(len(one) - len(other)) == 1
    if len(one) != len(other):
        long, short = sorted((one, other), key=len, reverse=True)
        return start > 0 and long[start + 1 :] == short[start:]
    if one[start + 2 :] == other[start + 2 :] and one[start : start + 2] == other[start : start + 2][::-1]:
        return True
    by_ear = any(one[start] in letters and other[start] in letters for letters in _SOUND_ALIKE)
    return by_ear and one[start + 1 :] == other[start + 1 :]
