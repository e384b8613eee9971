"""The floors hold: what may be imported from where, and what must not stand in the repository."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("accounts", "projects", "documents", "actors", "annotations", "coding", "analysis", "activity", "exchange")
DOORS = {
    *("urls", "views", "api", "forms", "serializers", "admin", "codebook_views", "codebook_api"),
    *("parting_views", "feed_api", "member_views", "member_api", "choosing_api"),
    *(
        "inviting_views",
        "inviting_forms",
        "inviting_api",
        "inviting_serializers",
        "asking_views",
        "asking_api",
        "presence_api",
    ),
    *("comment_api", "comment_serializers", "actor_views", "actor_forms"),
    *("adjudication_views", "adjudication_forms", "adjudication_api", "adjudication_serializers"),
    *("version_views", "review_views", "version_api", "version_serializers", "version_forms"),
}
"""Modules that are private to their app, and to the roof that puts the app together."""


def tracked(*patterns):
    """The files that git tracks, so that a person's own are left in peace."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def imports(path):
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
            yield from ((f"{node.module}.{name.name}", node) for name in node.names)
        elif isinstance(node, ast.Import):
            yield from ((name.name, node) for name in node.names)


def app_files():
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in APPS]


def test_the_floors_hold():
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_browsers_imports_go_down_too():
    floors = [*APPS, "argmap"]
    climbs = [
        f"{path.relative_to(ROOT)} imports {found}"
        for path in tracked("*/static/*.js")
        for found in re.findall(r"""["']\.\./(\w+)/""", path.read_text(encoding="utf-8"))
        if floors.index(found) > floors.index(path.relative_to(ROOT).parts[0])
    ]
    assert climbs == []


def test_doors_are_private_to_their_app_and_the_roof():
    trespasses = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in app_files()
        for module, _ in imports(path)
        if (parts := module.split("."))[0] in APPS
        and parts[0] != path.relative_to(ROOT).parts[0]
        and len(parts) > 1
        and parts[1] in DOORS
    ]
    assert trespasses == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in app_files()
        if "migrations" not in path.parts
        for _, node in imports(path)
        if node.col_offset and "TYPE_CHECKING" not in path.read_text(encoding="utf-8")
    ]
    assert hidden == []


@pytest.mark.parametrize(
    "module",
    [
        "documents/text.py",
        "documents/differing.py",
        "annotations/anchoring.py",
        "annotations/carrying.py",
        "annotations/suggesting.py",
        "annotations/rendering.py",
        "annotations/drafts.py",
        "actors/belonging.py",
        "actors/likeness.py",
        "actors/naming.py",
        "annotations/periods.py",
        "annotations/naming.py",
        "annotations/parting.py",
        "annotations/mentioning.py",
        "projects/naming.py",
        "projects/company.py",
        "coding/spreading.py",
        "coding/comparing.py",
        "coding/grounds.py",
        "coding/segments.py",
        "analysis/coefficients.py",
        "analysis/spans.py",
        "analysis/unitizing.py",
        "analysis/coded.py",
        "analysis/comparing.py",
        "analysis/picture.py",
        "activity/things.py",
        "activity/wording.py",
        "activity/differences.py",
        "activity/sentences.py",
        "exchange/formats/csv.py",
        "exchange/formats/w3c.py",
    ],
)
def test_pure_modules_know_no_framework(module):
    known = {name.split(".")[0] for name, _ in imports(ROOT / module)}
    assert not known & {"django", "rest_framework", "psycopg2", "taggit"}


def test_packages_open_with_empty_files():
    full = [path for path in tracked("*__init__.py") if path.read_text(encoding="utf-8").strip()]
    assert full == []


def test_no_page_has_inline_script_or_style():
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group()[:60]}"
        for path in tracked("*.html")
        for found in re.finditer(
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=",
            path.read_text("utf-8"),
        )
    ]
    assert guilty == []


def test_every_version_is_pinned():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["tool"]["uv"]["constraint-dependencies"],
    ]
    assert [name for name in named if "==" not in name] == []


def test_browser_modules_import_in_no_circle():
    """Gathering names files by their content, imports included (JSDoc’s too), which a circle makes impossible."""
    modules = {path.resolve() for path in tracked("*.js")}
    statics = {path.parent.parent for path in modules}

    def imported(module):
        for name in re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+\.js)["']""", module.read_text(encoding="utf-8")):
            places = [
                (module.parent / name).resolve(),
                *((static / name.removeprefix("../")).resolve() for static in statics),
            ]
            yield from (place for place in places if place in modules)

    left = {module: set(imported(module)) for module in modules}
    while done := {module for module, needs in left.items() if not needs & left.keys()}:
        left = {module: needs for module, needs in left.items() if module not in done}
    assert left == {}
