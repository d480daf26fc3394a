"""A package from a stranger is refused whole unless every byte of it is as it should be."""

import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from runtime.errors import Refusal
from templates_market.bundle import (
    CHECKSUMS,
    Bundle,
    app_of,
    checksums,
    is_safe,
    read_folder,
    read_zip,
    write_zip,
)
from templates_market.gallery import BUNDLES

TINY = {
    "template.yaml": b"key: tiny\ntitle: {zh: tiny}\nsummary: {zh: tiny}\nversion: 1.0.0\n",
    "app.yaml": b"key: tiny\nlabel: {zh: tiny}\n",
    "forms/note.yaml": b"key: note\nlabel: {zh: note}\nfields:\n"
    b"  - {key: words, type: text, label: {zh: words}}\n",
}


def zipped(files: Mapping[str, bytes], manifest: bytes | None = None) -> bytes:
    """A package as somebody else might write it."""
    out = io.BytesIO()
    facts = {"format": 1, "key": "tiny", "version": "1.0.0", "files": checksums(files)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.writestr(CHECKSUMS, json.dumps(facts).encode() if manifest is None else manifest)
    return out.getvalue()


def refusal(content: bytes) -> str:
    """Why a package is refused: the code of the refusal, or of its first problem."""
    with pytest.raises(Refusal) as caught:
        app_of(read_zip(content))
    problems = getattr(caught.value, "problems", ())
    return str(problems[0].code if problems else caught.value.code)


def test_a_package_is_read_as_it_was_written() -> None:
    bundle = read_zip(zipped(TINY))
    assert app_of(bundle).key == "tiny"
    assert read_zip(write_zip(bundle)) == bundle
    assert write_zip(bundle) == write_zip(read_zip(write_zip(bundle)))


def test_the_flagship_template_survives_packing() -> None:
    bundle = read_folder(BUNDLES / "order_tracking")
    again = read_zip(write_zip(bundle))
    assert (again.files, again.digest) == (bundle.files, bundle.digest)
    assert app_of(again) == app_of(bundle)
    assert len(write_zip(bundle)) < 2_000_000


@pytest.mark.parametrize(
    "name",
    [
        "../../x", "/abs", "C:\\x", "a/../../x", "..%2f", "a\\b", "forms/..", "./x", "a//b", " a",
        "forms/é.yaml", "forms/\u202egnp.yaml", "a" * 200, "a/b/c/d/e.yaml", "", "-rf", ".hidden",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_refuses_the_whole_package(name: str) -> None:
    assert not is_safe(name)
    if name:
        assert refusal(zipped({**TINY, name: b"x"})) in {"bundle_bad_name", "bundle_not_zip"}


def test_a_name_with_a_zero_or_broken_utf8_refuses_the_whole_package() -> None:
    good = zipped({**TINY, "forms/aXb.yaml": b"x"})
    assert refusal(good.replace(b"aXb.yaml", b"a\x00b.yaml")) == "bundle_bad_name"
    assert refusal(good.replace(b"aXb.yaml", b"\xc0\xafb.yaml")) == "bundle_bad_name"


def test_a_link_or_a_second_file_of_the_same_name_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("forms/x.yaml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(out.getvalue()) == "bundle_bad_name"
    assert refusal(zipped({**TINY, "forms/NOTE.yaml": b"x"})) == "bundle_bad_name"


@pytest.mark.parametrize(
    "change",
    [
        lambda files: {**files, "app.yaml": files["app.yaml"] + b"icon: box\n"},
        lambda files: {**files, "forms/more.yaml": b"x"},
        lambda files: {name: data for name, data in files.items() if name != "forms/note.yaml"},
    ],
)
def test_a_file_that_was_changed_added_or_taken_away_is_noticed(change: object) -> None:
    facts = {"format": 1, "files": checksums(TINY)}
    changed = change(TINY)  # type: ignore[operator]
    assert refusal(zipped(changed, json.dumps(facts).encode())) == "bundle_checksum"


@pytest.mark.parametrize(
    "manifest",
    [
        b"[" * 100_000,
        b'{"format": 1, "files": {' + b'"a": "",' * 200_000 + b'"b": ""}}',
        b'{"format": ' + b"9" * 400 + b"}",
        b'{"format": 1, "format": 1, "files": {}}',
        b'{"format": NaN, "files": {}}',
        b'{"format": "\\ud800", "files": {}}',
        b"\xff\xfe",
        b"{}",
        b"null",
        b"",
    ],
)
def test_a_strange_manifest_is_a_refusal_never_a_crash(manifest: bytes) -> None:
    assert refusal(zipped(TINY, manifest))


def test_anchors_and_tags_in_yaml_are_refused() -> None:
    bomb = b"key: &a tiny\nlabel: {zh: *a}\n"
    tag = b"key: !!python/object/apply:os.system ['true']\nlabel: {zh: x}\n"
    for app in (bomb, tag):
        assert refusal(zipped({**TINY, "app.yaml": app})).startswith("spec_")


def test_what_unpacks_larger_than_allowed_is_refused() -> None:
    assert refusal(zipped({**TINY, "data/note.csv": b"0" * 70_000_000})) == "bundle_too_large"
    many = {f"docs/{number}.md": b"" for number in range(2_001)}
    assert refusal(zipped({**TINY, **many})) == "bundle_too_many_files"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_says_so(content: bytes) -> None:
    assert refusal(content) in {"bundle_not_zip", "bundle_no_manifest"}


def test_a_damaged_package_says_so() -> None:
    good = bytearray(write_zip(Bundle(read_zip(zipped(TINY)).template, TINY)))
    for at in range(0, len(good), 37):
        spoilt = bytes(good[:at]) + bytes([good[at] ^ 0xFF]) + bytes(good[at + 1 :])
        with suppress(Refusal):  # else it was a byte that does not matter
            assert read_zip(spoilt).files == TINY


def test_nothing_is_written_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(zipped({**TINY, "../escaped.txt": b"x"}))
    assert list(tmp_path.iterdir()) == []
