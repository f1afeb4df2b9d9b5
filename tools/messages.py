"""The catalogues against the code: every sentence a person may read has its Uzbek and its Russian.

``messages.py --update`` adds what is missing as empty entries and drops what nobody says any more;
``messages.py --check`` lists what is wrong and fails. System gettext is not needed.
"""

import io
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOMS = ("workflow_site", "flows", "movements", "orders", "students", "permissions", "journal", "templates")
PLURALS = {
    "uz": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
KEYWORDS = [*SINGULAR, *PLURAL, *IN_CONTEXT]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
# The letters oʻ and gʻ take U+02BB, the tutuq belgisi U+02BC: a quotation mark in their place breaks search and sort.
WRONG_UZBEK = re.compile(r"[oOgG]['‘’`]|\w['‘’`]\w")


class Message(NamedTuple):
    """What tells one entry of a catalogue from another."""

    context: str | None
    text: str
    plural: str | None


def message_of(keyword: str, arguments: Any) -> Message | None:
    """The message of one call; None where its text is not written out in the call."""
    texts = arguments if isinstance(arguments, tuple) else (arguments,)
    texts = tuple(text for text in texts if text is not None)
    if keyword in SINGULAR and len(texts) >= 1:
        return Message(None, texts[0], None)
    if len(texts) < 2:
        return None
    return Message(None, texts[0], texts[1]) if keyword in PLURAL else Message(texts[0], texts[1], None)


def source_files() -> list[Path]:
    """Every file of the product in which a message may stand, tracked or new."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *ROOMS]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [
        path for path in map(Path, names) if path.suffix in (".py", ".html", ".txt", ".svg", ".toml") and path.exists()
    ]


def references_in(path: Path) -> Iterator[Message]:
    """Where the clauses and numbers of an act were read; its own sentences stand in all languages already."""
    act = tomllib.loads(path.read_text())
    yield from (Message(None, clause["reference"], None) for clause in act.get("clauses", {}).values())
    for limit in act.get("limits", {}).values():
        yield from (Message(None, version["source"], None) for version in limit["versions"])


def messages_in(path: Path) -> Iterator[Message]:
    """The messages of one Python file, template or act."""
    if path.suffix == ".toml":
        yield from references_in(path)
        return
    text = path.read_text()
    if path.suffix != ".py":
        # Templatize blanks all but the messages; the indentation which is left would not be Python's.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _, keyword, arguments, _ in extract_python(io.BytesIO(text.encode()), dict.fromkeys(KEYWORDS), [], {}):
        if message := message_of(str(keyword), arguments):
            yield message


def said() -> dict[Message, set[str]]:
    """Every message of the product and the files it stands in."""
    places: dict[Message, set[str]] = defaultdict(set)
    for path in source_files():
        for message in messages_in(path):
            places[message].add(str(path))
    return places


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language, a new one where there is none."""
    path = Path("locale") / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    entries.fpath = str(path)
    entries.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    return entries


def key(entry: polib.POEntry) -> Message:
    """The message an entry translates."""
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def update(language: str, messages: dict[Message, set[str]]) -> None:
    """Write the catalogue anew: what was translated stays, what is said nowhere goes, what is new is empty."""
    old = catalogue(language)
    known = {key(entry): entry for entry in old}
    new = catalogue(language)
    del new[:]
    for message in sorted(messages, key=lambda message: (message.text, message.context or "")):
        entry = known.get(message) or polib.POEntry(
            msgctxt=message.context, msgid=message.text, msgid_plural=message.plural or ""
        )
        if message.plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(int(PLURALS[language][9])), "")
        entry.occurrences = [(place, "") for place in sorted(messages[message])]
        entry.flags = ["python-format"] if "%(" in message.text else []
        new.append(entry)
    new.save()


def faults_of(entry: polib.POEntry, language: str) -> Iterator[str]:
    """What is wrong with one translation, in words."""
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if not all(translations) or entry.fuzzy:
        yield "is not translated"
        return
    wanted = set(chain.from_iterable(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)))
    for text in translations:
        if not set(chain.from_iterable(PLACEHOLDER.findall(text))) <= wanted:
            yield "has a placeholder which the English has not"
        if language == "uz" and WRONG_UZBEK.search(text):
            yield "has a quotation mark where ʻ (U+02BB) or ʼ (U+02BC) belongs"
    if not entry.msgid_plural and set(chain.from_iterable(PLACEHOLDER.findall(entry.msgstr))) != wanted:
        yield "lacks a placeholder of the English"


def check(language: str, messages: dict[Message, set[str]]) -> Iterator[str]:
    """Every fault of a catalogue, a line each."""
    known = {key(entry): entry for entry in catalogue(language)}
    for message in messages.keys() - known.keys():
        yield f"{language}: “{message.text}” is missing ({', '.join(sorted(messages[message]))})"
    for message in known.keys() - messages.keys():
        yield f"{language}: “{message.text}” is said nowhere"
    for message in known.keys() & messages.keys():
        for fault in faults_of(known[message], language):
            yield f"{language}: “{message.text}” {fault}"


def main(option: str) -> str | None:
    """Do what the option says; returns the faults."""
    messages = said()
    if option == "--update":
        for language in PLURALS:
            update(language, messages)
        return None
    if option == "--check":
        return "\n".join(chain.from_iterable(sorted(check(language, messages)) for language in PLURALS)) or None
    return __doc__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
