"""A day as the language's readers write it, with the second calendar that they use beside the Gregorian."""

from __future__ import annotations

import datetime
import re

from bindery.model import Language


def written(day: datetime.date, language: Language) -> str:
    """The day in words, its digits still 0 to 9. Forms and names of months are CLDR's, where language.yaml has no others.

    A language that CLDR does not know has the figures alone, as ISO 8601 orders them.
    """
    settings = language.date
    own = _gregorian(day, language.tag, settings.get("pattern"), settings.get("first", ""))
    if not (second := settings.get("second")):
        return own
    try:
        year, month, number = CALENDARS[second["calendar"]](day)
    except (ValueError, OverflowError):  # the tables of Bikram Sambat end in 2044
        return own
    other = second["form"].format(day=number, month=second["months"][month - 1], year=year)
    return str(second["beside"]).format(date=own, second=other)


def _gregorian(day: datetime.date, tag: str, pattern: str | None, first: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    pattern = pattern or str(locale.date_formats["long"].pattern)
    if first and day.day == 1:
        pattern = re.sub(r"d+", f"'{first}'", pattern, count=1)
    return str(format_date(day, pattern, locale))


def _solar_hijri(day: datetime.date) -> tuple[int, int, int]:
    import jdatetime  # type: ignore[import-untyped]

    found = jdatetime.date.fromgregorian(date=day)
    return found.year, found.month, found.day


def _bikram_sambat(day: datetime.date) -> tuple[int, int, int]:
    import nepali_datetime  # type: ignore[import-untyped]

    found = nepali_datetime.date.from_datetime_date(day)
    return found.year, found.month, found.day


#: Year, month and day of a Gregorian day in each calendar that language.yaml may name.
CALENDARS = {"solar-hijri": _solar_hijri, "bikram-sambat": _bikram_sambat}
