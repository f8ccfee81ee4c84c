"""What holds for the whole tree: the flow between packages, migrations, deployment, and the truth of the README."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PRODUCTION = {"DEBUG": "false", "SECRET_KEY": "this-key-is-for-the-checks-alone-0123456789-ABCDEFGHIJ"}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a command of the program in an environment without what the tests have put there."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_imports_against_the_flow_of_the_data():
    done = run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", COLUMNS="200")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_every_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_settings_of_a_production_machine_pass_every_check():
    done = run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, HTTPS="true")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_program_refuses_to_serve_without_a_key_of_its_own():
    done = run("-c", "import tracker.wsgi", SECRET_KEY="")

    assert done.returncode != 0
    assert "Set SECRET_KEY" in done.stderr


def test_a_file_is_read_without_any_key():
    done = run("manage.py", "read", "tracker/reading/samples/A_RES_58_140.txt", SECRET_KEY="")

    assert done.returncode == 0, done.stderr
    assert "A/RES/58/140" in done.stdout


def test_every_command_that_the_readme_names_exists():
    words = README.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(re.findall(r"manage\.py ([a-z_]+)", words)) <= set(get_commands())
    assert set(re.findall(r"\bmake ([a-z]+)\b", words.replace("`make` ", ""))) <= targets


def test_every_setting_that_is_read_from_the_environment_is_in_the_readme():
    settings = (ROOT / "tracker" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))

    named = set(re.findall(r"`([A-Z_]+\*?)", README.read_text(encoding="utf-8")))
    families = tuple(name[:-1] for name in named if name.endswith("*"))

    assert {name for name in read - named if not name.startswith(families)} == set()


def test_every_path_that_the_readme_links_to_is_there():
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", README.read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_page_marks_words_from_outside_as_safe():
    """Text from documents and people is always escaped; the one place that builds markup does it with format_html."""
    sources = [*ROOT.glob("tracker/**/*.py"), *ROOT.glob("templates/**/*.html"), *ROOT.glob("static/**/*.js")]
    unsafe = re.compile(r"\bmark_safe\b|\|\s*safe\b|\bautoescape off\b|\.innerHTML\s*=|\bSafeString\(")

    found = [str(path.relative_to(ROOT)) for path in sources if unsafe.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_requirements_are_pinned_with_their_hashes_and_name_no_index():
    for name in ("requirements.txt", "tests/requirements.txt"):
        words = (ROOT / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9-]+(?:\[[\w,-]+\])?==\S+ \\$", words, re.MULTILINE)

        assert len(pinned) > 40
        assert words.count(" \\\n    --hash") >= len(pinned)
        assert "://" not in words
        assert "index" not in re.sub(r"#.*", "", words)


def test_the_web_server_has_every_page_loaded_and_out_of_the_way_of_the_collector():
    """The collector would otherwise hold up a page now and then by a fifth of a second."""
    check = "import gc, sys, tracker.wsgi; print('tracker.pages.start.views' in sys.modules, gc.get_freeze_count())"

    loaded, frozen = run("-c", check, SECRET_KEY="for-this-test").stdout.split()

    assert loaded == "True"
    assert int(frozen) > 100_000
