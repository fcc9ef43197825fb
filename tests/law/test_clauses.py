"""Runs of điểm, khoản, Điều to provisions."""

from __future__ import annotations

import pytest

from phancap.law.clauses import find_runs
from phancap.law.textview import TextView

# text, provisions; the comment names the trap
RUNS = [
    ("khoản 3 Điều 103", ["Đ.103 k.3"]),
    ("Điều\n28", ["Đ.28"]),  # a line break inside
    (
        "điểm b khoản 2 Điều 22, khoản 2 Điều 28 và khoản 2 Điều 91",  # one document for many groups
        ["Đ.22 k.2 đ.b", "Đ.28 k.2", "Đ.91 k.2"],
    ),
    ("khoản 4, 5, 6 Điều 28, Điều 30", ["Đ.28 k.4", "Đ.28 k.5", "Đ.28 k.6", "Đ.30"]),  # distributive
    ("điểm d, điểm đ và điểm g khoản 1 Điều 14", ["Đ.14 k.1 đ.d", "Đ.14 k.1 đ.đ", "Đ.14 k.1 đ.g"]),  # d and đ
    ("khoản 1 và khoản 2 Điều 6", ["Đ.6 k.1", "Đ.6 k.2"]),  # the first must not be lost
    ("điểm a khoản 1 và khoản 2 Điều 6", ["Đ.6 k.1 đ.a", "Đ.6 k.2"]),
    (
        "điểm a, b khoản 1, điểm c khoản 2 Điều 5; Điều 7",
        ["Đ.5 k.1 đ.a", "Đ.5 k.1 đ.b", "Đ.5 k.2 đ.c", "Đ.7"],
    ),
    ("Điều 12 khoản 3 điểm b", ["Đ.12 k.3 đ.b"]),  # reversed order
    ("Điều 5 khoản 1 điểm a, khoản 2", ["Đ.5 k.1 đ.a", "Đ.5 k.2"]),
    ("từ Điều 5 đến Điều 9", ["Đ.5", "Đ.6", "Đ.7", "Đ.8", "Đ.9"]),  # range
    ("từ khoản 1 đến khoản 3 Điều 4", ["Đ.4 k.1", "Đ.4 k.2", "Đ.4 k.3"]),
    ("điểm c đến điểm e khoản 1 Điều 3", ["Đ.3 k.1 đ.c", "Đ.3 k.1 đ.d", "Đ.3 k.1 đ.đ", "Đ.3 k.1 đ.e"]),
    ("các Điều 36, 38, 40", ["Đ.36", "Đ.38", "Đ.40"]),
    ("Điều 12a", ["Đ.12a"]),
    ("khoản 2 Điều 7, Chương III", ["Đ.7 k.2", "Ch.III"]),
    ("Mục 2 Chương IV", ["M.2", "Ch.IV"]),
    ("Phụ lục I", ["PL.I"]),
    ("Điều 22.2 và Điều 5.1.b", ["Đ.22 k.2", "Đ.5 k.1 đ.b"]),  # clause and point behind a dot
    ("Điều 3 (khoản 1, 2)", ["Đ.3 k.1", "Đ.3 k.2"]),
    ("Khoản 3 Điều này", ["Đ.này k.3"]),
    ("DIEM A KHOAN 2 DIEU 5", ["Đ.5 k.2 đ.a"]),
    ("Điều 5, 3 tháng một lần", ["Đ.5"]),  # counts months
    ("khoản 2 và 10 người", ["k.2"]),
    ("bổ sung khoản 3a vào sau khoản 3 Điều 9", ["Đ.9 k.3a", "Đ.9 k.3"]),  # what is put in, and where
    ("bổ sung Điều 8a vào trước Điều 9", ["Đ.8a", "Đ.9"]),
    ("Chương X (từ Điều 30 đến Điều 33)", ["Ch.X", "Đ.30", "Đ.31", "Đ.32", "Đ.33"]),
    ("điểm 1.2 khoản 3 Điều 5", ["Đ.5 k.3 đ.1.2"]),  # numbered points
    ("Phụ lục số 1, Phụ lục số II", ["PL.1", "PL.II"]),
    ("Điều 5, Điều 7 (trừ khoản 3) của Luật", ["Đ.5", "Đ.7"]),  # what is left out
    ("một số điều của Luật", []),
    ("vào thời điểm này", []),
    ("điều kiện, điều chỉnh, khoảng 2 km", []),
]


@pytest.mark.parametrize(("text", "provisions"), RUNS)
def test_run(text: str, provisions: list[str]) -> None:
    view = TextView(text)
    runs = find_runs(view.plain, view.folded)
    assert [provision for run in runs for provision in run.provisions] == provisions
