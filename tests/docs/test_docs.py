"""The documentation is true where a machine can tell: links, commands, settings, names."""

import ast
import os
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOR_TESTS_ALONE = {"ARGMAP_TESTING"}
HEAVIEST_PICTURE = 250_000  # bytes
EVERYBODYS = {Path("/"), Path("/tmp"), Path("/home"), Path("/srv"), Path("/opt")}  # folders that any page may speak of
MACHINE = {str(folder) for folder in (ROOT, ROOT.parent, Path.home()) if folder not in EVERYBODYS}

_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MANAGE = re.compile(r"manage\.py ((?:[^`|<\n\\;]|\\\n)*)")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """A page without its code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The fragments that a page's headings give: lower case, without punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def table(page: str, key: str) -> dict[str, str]:
    """The second column of a page's tables by the names in code in the first."""
    rows = re.findall(rf"^\| {key} \| ([^|]+) \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {name: said.strip() for name, said in rows}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{named(page)} links to {target}"
        if fragment:
            assert fragment in anchors(there), f"{named(page)} links to {target}, which has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_nothing_of_somebodys_machine_stands_in_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [folder for folder in MACHINE if re.search(rf"(?<![\w.-]){re.escape(folder)}/", text)] == []
    assert re.findall(r"https?://[^/\s]*(?:pypi|pythonhosted|npmjs)\S*", text) == []


def test_every_page_of_the_documentation_can_be_found_from_its_index() -> None:
    index = ROOT / "docs" / "README.md"
    listed = {(index.parent / link.partition("#")[0]).resolve() for link in _LINK.findall(prose(index))}
    missing = {named(page) for page in PAGES if page.is_relative_to(index.parent)} - {
        os.path.relpath(page, ROOT) for page in listed
    }
    assert missing == {"docs/README.md"}


def commands() -> list[tuple[str, list[str]]]:
    """Each management command that a page shows, with its words."""
    found = []
    for page in PAGES:
        for line in _MANAGE.findall(page.read_text(encoding="utf-8")):
            plain = re.sub(r"\s#.*|[\[\]…()]|—.*", "", line.replace("\\\n", " "))
            words = shlex.split(plain.partition('"')[0] if plain.count('"') % 2 else plain)
            if words and re.fullmatch(r"[a-z_]+", words[0]):
                found.append((named(page), words))
    return found


def test_pages_show_commands() -> None:
    assert {words[0] for _, words in commands()} >= {"start", "import_documents", "export_annotations", "create_token"}


@pytest.mark.parametrize("page, words", commands(), ids=lambda value: value if isinstance(value, str) else value[0])
def test_every_command_that_a_page_shows_exists_with_its_options(page: str, words: list[str]) -> None:
    name, *rest = words
    apps = get_commands() | {"help": "django.core"}
    assert name in apps, f"{page} shows manage.py {name}"
    made: Any = load_command_class(apps[name] if isinstance(apps[name], str) else "", name)
    known = {option for action in made.create_parser("manage.py", name)._actions for option in action.option_strings}
    before_others = rest[: rest.index("--")] if "--" in rest else rest
    used = {word.partition("=")[0] for word in before_others if re.match(r"--?[a-z]", word)}
    assert used <= known | {"--data"}, f"{page} shows options of {name} that it does not have"


def variables() -> dict[str, object]:
    """Every environment variable that the settings read, with its default where that is a number or a word."""
    found: dict[str, object] = {}
    for node in ast.walk(ast.parse((ROOT / "argmap" / "settings.py").read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        if ast.unparse(node.func) in {"os.environ.get", "_words", "_whole"}:
            default = ast.unparse(node.args[1]) if len(node.args) > 1 else "''"
            found[node.args[0].value] = eval(default, {"__builtins__": {}})  # arithmetic of our own settings
    return found


def test_the_settings_page_names_every_variable_and_no_other() -> None:
    assert set(table("docs/reference/settings.md", "`([A-Z_]+)`")) == set(variables()) - FOR_TESTS_ALONE


def test_the_settings_page_tells_every_default() -> None:
    said = table("docs/reference/settings.md", "`([A-Z_]+)`")
    for name, default in variables().items():
        if default not in ("", None) and name not in FOR_TESTS_ALONE:
            assert said[name] == f"`{default}`"


def test_the_promises_name_tests_and_code_that_exist() -> None:
    page = (ROOT / "docs" / "explanation" / "promises.md").read_text(encoding="utf-8")
    paths = re.findall(r"`([a-z_]+/[\w/.]+)`", page)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    migrations = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/migrations/*.py"))
    rules = re.findall(r"`((?:annotation|passages?|version|event)_[a-z_]+)`", page)
    assert rules
    assert [rule for rule in rules if rule not in migrations] == []


def test_the_changelog_says_what_is_not_released_yet() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_leads_with_a_picture_and_shows_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.splitlines()[2].startswith("![")
    assert "\nuv run manage.py start\n" in readme
    assert "\nuv run pytest\n" in readme


def test_pictures_are_light() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > HEAVIEST_PICTURE] == []
