import io
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from runtime.errors import Refusal
from runtime.store import files
from runtime.store.engine import reading, writing
from tests.store.kinds import NOW

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def _docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


def _there(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("照片.PNG", PNG, "image/png"),
        ("合同.pdf", PDF, "application/pdf"),
        (
            "说明.docx",
            _docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("备注.txt", "你好".encode() * 5000, "text/plain"),
        ("旧.csv", "订单号,数量".encode("gb18030"), "text/csv"),
        ("one.txt", b"x", "text/plain"),
    ],
)
def test_what_was_taken_in_comes_out_again(
    engine: Engine, tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    taken = files.take_in(tmp_path, io.BytesIO(content), name)
    assert (taken.size, taken.media_type, taken.name) == (len(content), kind, name)
    with writing(engine) as connection:
        stored = files.add_file(connection, taken, "p", NOW)
        files.attach(connection, [stored.id], ("shop", "order", "r1", "proof"))
    with reading(engine) as connection:
        found = files.get(connection, stored.id)
        assert found is not None
        assert (found.record, found.field) == ("r1", "proof")
        assert files.exists(connection, stored.id)
        assert files.names_of(connection, [stored.id, "other"]) == {stored.id: name}
        assert files.get(connection, "other") is None
    with files.open_file(tmp_path, found.sha256) as reader:
        assert reader.read() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_kind_unknown"),
        ("x.html", b"<html>", "file_kind_unknown"),
        ("x.png.exe", PNG, "file_kind_unknown"),
        ("none", PNG, "file_kind_unknown"),
        ("a.png", b"<html><script>alert(1)</script>", "file_mismatch"),
        ("a.pdf", PNG, "file_mismatch"),
        ("a.png", PDF, "file_mismatch"),
        ("a.txt", b"MZ\x00\x01", "file_mismatch"),
        ("a.docx", PDF, "file_mismatch"),
        ("a.txt", b"", "file_empty"),
    ],
)
def test_what_is_refused_leaves_no_byte(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        files.take_in(tmp_path, io.BytesIO(content), name)
    assert refused.value.code == code
    assert _there(tmp_path) == []
    assert all(refused.value.message(lang) for lang in ("zh", "en"))


def test_a_stream_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    stream = io.BytesIO(b"a" * 5_000_000)
    with pytest.raises(Refusal) as refused:
        files.take_in(tmp_path, stream, "a.txt", limit=1_000_000)
    assert (refused.value.code, refused.value.status) == ("file_too_large", 413)
    assert stream.tell() == 1_000_001
    assert _there(tmp_path) == []
    assert files.take_in(tmp_path, io.BytesIO(b"a" * 1_000_000), "a.txt", limit=1_000_000).size


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("a\u202etxt.txt", "atxt.txt"),
        ("x" * 300 + ".txt", "x" * 150 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(tmp_path: Path, given: str, kept: str) -> None:
    assert files.take_in(tmp_path, io.BytesIO(b"a"), given).name == kept


def test_the_same_bytes_lie_there_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        files.take_in(tmp_path, io.BytesIO(b"same"), name)
    assert len(_there(tmp_path)) == 1


def test_only_old_bytes_without_a_row_are_swept(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    kept = files.take_in(folder, io.BytesIO(b"kept"), "a.txt")
    files.take_in(folder, io.BytesIO(b"old orphan"), "a.txt")
    left = folder / "coming" / "left-by-a-crash"
    left.write_bytes(b"half")
    old = time.time() - 7200
    for path in _there(folder):
        os.utime(path, (old, old))
    files.take_in(folder, io.BytesIO(b"young orphan"), "a.txt")
    with writing(engine) as connection:
        files.add_file(connection, kept, "p", NOW)
        named = files.named(connection)
    assert files.sweep(folder, named) == 2
    assert files.sweep(folder, named) == 0
    assert len(_there(folder)) == 2
    assert files.sweep(folder, named, timedelta(0)) == 1
    with files.open_file(folder, kept.sha256) as reader:
        assert reader.read() == b"kept"


@pytest.mark.parametrize("digest", ["", "../../../etc/passwd", "g" * 63, "/" * 64])
def test_a_forged_digest_opens_nothing(tmp_path: Path, digest: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.open_file(tmp_path, digest)
