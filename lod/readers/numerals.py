"""Numbers as lists print them: 十二, 拾贰, ⑫, XII. Forms are called as in ISO/IEC 29500-1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def written(number: int, form: str) -> str:
    """A number in one of these forms; as figures where the form is not known.

    >>> [written(12, form) for form in ("chineseCounting", "upperRoman", "decimalZero", "japaneseLegal")]
    ['十二', 'XII', '12', '12']
    """
    write = _FORMS.get(form)
    return write(number) if write and number > 0 else str(number)


def _chinese(number: int, digits: str = DIGITS, units: str = "十百千", one: bool = False) -> str:
    if number > 9999:
        return str(number)
    found, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            found += (digits[0] if zero and found else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        else:
            zero = True
    return found[1:] if 10 <= number < 20 and not one else found


def _legal(number: int) -> str:
    return _chinese(number, LEGAL, "拾佰仟", one=True)


def _digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇" + DIGITS[1:]))


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _letters(number: int) -> str:
    return chr(64 + (number - 1) % 26 + 1) * min((number - 1) // 26 + 1, 9)


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    found = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        found += letters * (number // value)
        number %= value
    return found


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": _legal,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
}
