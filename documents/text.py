"""Texts as people bring them: bytes into text, text into passages. Offsets are code points, half-open."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

BOM = "\ufeff"
WIDEST_WRAP = 100  # code points; a longer line was not broken to fit a width, it is a paragraph
LAST_LATIN = "\u024f"  # but for Latin Extended Additional, which is higher up
LONGEST_TITLE = 120  # code points; a longer first line is a sentence rather than a title

_BOMS = (  # the longer first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")))
_CODE_PAGES = {  # which Windows code page writes these languages; all others in Latin letters fit cp1252
    **dict.fromkeys(("Czech", "Polish", "Slovak", "Slovene", "Hungarian", "Romanian", "Croatian", "Serbian"), "cp1250"),
    **dict.fromkeys(("Lithuanian", "Latvian", "Estonian"), "cp1257"),
    "Turkish": "cp1254",
    "Vietnamese": "cp1258",
}
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TextError(ValueError):
    """A text that cannot be taken. `code` is for programs; the message tells a person what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Block(NamedTuple):
    """A passage: the text from `start` to `end`, with the blank lines after it. `level` is a heading's, else 0."""

    ord: int
    kind: str
    level: int
    start: int
    end: int
    text: str


def decode(data: bytes) -> str:
    """Return the text of a file, its byte-order mark dropped and nothing else changed.

    The mark decides; without one strict UTF-8; then what charset-normalizer says the script and language are, Western
    European (Windows code page 1252) unless that says otherwise. TextError when the file holds no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
        return _by_guess(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TextError(
            "undecodable",
            f"The file says that it is {encoding.removesuffix('-le').removesuffix('-be').upper()}, but byte "
            f"{error.start} does not fit. Save it as UTF-8 and try again.",
        ) from error


def _refuse_binary(data: bytes) -> None:
    for signature, kind in _KINDS:
        if data.startswith(signature):
            raise TextError("binary", f"This is {kind}, not plain text. Save it as plain text (.txt) and import that.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls * 50 > len(data):
        raise TextError("binary", "This is not a text file. Save it as plain text in UTF-8 and import that.")


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with a few bad bytes, cut off in a character say: another encoding would only make a mess of it."""
    read = data.decode("utf-8", "replace")
    bad = read.count("\ufffd")
    if len(read) - len(read.encode("ascii", "ignore")) > 2 * bad:
        raise TextError(
            "undecodable", f"The file is UTF-8 but for byte {error.start}: it is damaged or cut off. Save it once more."
        ) from error


def _by_guess(data: bytes) -> str:
    """Decode by the likeliest encoding. Guesses among Latin code pages go by language, for “£” differs between them."""
    telling = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    guess = from_bytes(telling[: 2**16]).best()
    candidates = ["cp1252"]
    if guess is not None and guess.encoding not in {"ascii", "utf_8"}:
        if _in_latin_letters(str(guess)):
            candidates = [_CODE_PAGES.get(guess.language, "cp1252"), guess.encoding]
        else:
            candidates = [guess.encoding, "cp1252"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TextError("undecodable", "The file is in an encoding that could not be recognised. Save it as UTF-8.")


def _in_latin_letters(text: str) -> bool:
    """Whether three letters in four are Latin; a few curly quotes read as Chinese do not make a text Chinese."""
    letters = [letter for letter in text if letter.isalpha()]
    foreign = sum(letter > LAST_LATIN and not "\u1e00" <= letter <= "\u1eff" for letter in letters)
    return foreign * 4 <= len(letters)


def canonical(text: str, *, limit: int | None = None) -> str:
    """Return the text as argmap keeps it: byte-order marks before it dropped, `\\r\\n` and `\\r` made `\\n`, no more.

    Doing it twice changes nothing more. TextError when the text is blank, longer than `limit` code points, or holds
    what Postgres and JSON cannot: NUL and lone surrogates.
    """
    made = text.lstrip(BOM).replace("\r\n", "\n").replace("\r", "\n")
    if not made or made.isspace():
        raise TextError("blank", "There is no text in it.")
    if limit is not None and len(made) > limit:
        raise TextError(
            "max_length",
            f"The text has {len(made):,} characters; the limit is {limit:,}. Split it into several.",
        )
    if "\0" in made:
        raise TextError("nul", f"Character {made.index(chr(0))} is a NUL, which no text has. Is it a damaged file?")
    if not made.isascii() and (lone := _SURROGATE.search(made)):
        raise TextError(
            "surrogate",
            f"Character {lone.start()} is half of a surrogate pair. Encode the text as UTF-8.",
        )
    return made


def passages(text: str, *, markdown: bool = False) -> list[Block]:
    """Cut a canonical text into paragraphs and, in Markdown, ATX headings. The passages tile the text.

    A blank line always ends a paragraph, and belongs to it; blank lines at the start belong to the first. A line break
    alone ends one too, unless the lines were wrapped: then the text has blank lines, and hardly a line that is
    followed by another is longer than WIDEST_WRAP.
    """
    lines = _LINE.findall(text)
    levels = _heading_levels(lines) if markdown else None
    each_line = not _wrapped(lines)
    made: list[Block] = []
    begun = start = 0  # the first line of the passage, and its offset
    inside = False  # whether a paragraph is open, so that the next line may go on with it
    filled = False  # whether the passage has a line that is not blank
    level = 0
    for number, line in enumerate(lines):
        if line.isspace():
            inside = False
            continue
        heading = levels[number] if levels else 0
        if filled and (heading or not inside):
            body = "".join(lines[begun:number])
            made.append(_block(len(made), level, start, body))
            begun, start = number, start + len(body)
        if heading or not inside or not filled:
            level = heading
        filled = True
        inside = not (heading or each_line)
    if lines:
        made.append(_block(len(made), level, start, "".join(lines[begun:])))
    return made


def _block(ord_: int, level: int, start: int, body: str) -> Block:
    return Block(ord_, "heading" if level else "paragraph", level, start, start + len(body), body)


def _wrapped(lines: list[str]) -> bool:
    """Whether line breaks within a paragraph only fit it to a width."""
    blank = [line.isspace() for line in lines]
    words = [number for number, is_blank in enumerate(blank) if not is_blank]
    if not words or not any(blank[words[0] : words[-1]]):
        return False
    followed = [len(lines[number]) for number in words[:-1] if not blank[number + 1]]
    return sum(length > WIDEST_WRAP for length in followed) * 10 <= len(followed)


def _heading_levels(lines: list[str]) -> list[int]:
    """The level of each line that is an ATX heading (CommonMark 0.31, 4.2), else 0; fenced code has none."""
    levels: list[int] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        heading = None if fence or mark else _ATX.match(line)
        levels.append(len(heading[1]) if heading and line.strip(" \t\n#") else 0)
    return levels


def count_words(text: str) -> int:
    """Return how many words the text has: runs of anything but white space, as `wc -w` counts them."""
    return len(text.split())


def title_from(text: str, filename: str = "") -> str:
    """Return a title for a text that came without one: its first line if that reads like one, else the file's name."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    heading = _ATX.match(first)
    if heading:
        first = first[heading.end() :].rstrip("#").strip()
    if first and (heading or not first.endswith((".", ",", ";", ":"))) and len(first) <= LONGEST_TITLE:
        return first
    stem = re.sub(r"\.(txt|md|markdown|text)$", "", re.split(r"[/\\]", filename)[-1], flags=re.IGNORECASE)
    name = " ".join(stem.replace("_", " ").split())
    return name or first[: LONGEST_TITLE - 1].rstrip() + "…"
