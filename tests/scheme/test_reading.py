"""A document read whole: the shipped example, spans, JSON, and that nothing makes it fail."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.law.textlint import MESSAGES as LINTS
from phancap.scheme import doubts
from phancap.scheme.bodies import Bodies
from phancap.scheme.gone import gone_units
from phancap.scheme.page import Page
from phancap.scheme.reading import Reading, as_json, read_scheme, spans_of
from phancap.territory.atoms import Territory
from phancap.workspace.open import open_workspace
from tests.scheme.reading_desk import EXAMPLE, document, reading

TEXT = EXAMPLE.read_text(encoding="utf-8")


def test_the_example_holds_what_it_was_written_with() -> None:
    found = reading(TEXT)
    assert len(found.assignments) == 10
    assert [comment.body for comment in found.comments] == [
        "Sở Tài chính thành phố Sông Mẫu", "Viện Nghiên cứu Quản trị đô thị", "Sở Xây dựng",
    ]  # fmt: skip
    assert [(person.name, person.post) for person in found.persons] == [
        ("Trần Thị Mẫu", "Giám đốc"), ("Lê Văn Thử", "Phó Viện trưởng"), ("Nguyễn Văn Mẫu", "Chủ tịch"),
    ]  # fmt: skip
    assert [unit.name for unit in found.pilot_units] == ["phường Bến Mẫu", "phường Cầu Mẫu"]
    assert all(unit.planned for unit in found.pilot_units)
    assert found.period is not None
    assert (found.period.first, found.period.last) == (2026, 2027)
    assert [aim.rule for aim in found.objectives] == ["under-heading"] * 4 + ["chief"]
    assert [(act.type, act.status) for act in found.unnumbered] == [
        ("quyết định", "coming"),
        ("hợp đồng", "coming"),
    ]
    assert {task.ordered_by for task in found.assignments} == {
        "Kế hoạch của ỦY BAN NHÂN DÂN THÀNH PHỐ SÔNG MẪU"
    }


def test_the_faults_of_the_example_are_found() -> None:
    names = {doubt.name for doubt in reading(TEXT).findings}
    assert names >= {
        "number-date", "number-form", "two-dates", "no-deadline", "no-lead", "two-spellings", "miscounted",
        "deadline-before", "no-such-deadline",
    }  # fmt: skip


def test_the_example_is_stamped() -> None:
    assert TEXT.startswith("PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước")


def test_json_has_the_keys_of_the_contract() -> None:
    shaped = json.loads(json.dumps(as_json(reading(TEXT))))
    assert list(shaped) == [
        "citations", "assignments", "comments", "objectives", "persons", "bodies", "pilot_units", "period", "findings",
    ]  # fmt: skip
    assert list(shaped["citations"][0])[:11] == [
        "number", "form", "type", "issuer", "date_printed", "date", "title", "start", "end", "clauses", "of_itself",
    ]  # fmt: skip
    assert list(shaped["assignments"][0])[:8] == [
        "lead", "coordinate", "task", "deadline", "ordered_by", "start", "end", "confidence",
    ]  # fmt: skip
    assert list(shaped["comments"][0])[:5] == ["body", "person", "text", "start", "end"]
    assert list(shaped["persons"][0])[:3] == ["name", "post", "body"]
    assert shaped["period"] == "2026-2027"
    starts = [cited["start"] for cited in shaped["citations"]]
    assert starts == sorted(starts)
    late = [task for task in shaped["assignments"] if task["deadline"] is None]
    assert late  # "no deadline" is said by null


def words_at(found: Reading, start: int, end: int) -> str:
    return " ".join(unicodedata.normalize("NFC", found.document.text[start:end]).split())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spans_point_at_the_words(form: str) -> None:
    """Offsets count in the text as given, also where accents are separate characters."""
    found = reading(unicodedata.normalize(form, TEXT))  # type: ignore[arg-type]
    assert len(found.assignments) == 10
    for task in found.assignments:
        assert task.task.split()[-1] in words_at(found, task.start, task.end)
    for comment in found.comments:
        assert words_at(found, comment.start, comment.end) == comment.text
    for aim in found.objectives:
        assert words_at(found, aim.start, aim.end) == aim.text
    for person in found.persons:
        assert person.name in words_at(found, person.start, person.end)
    for body in found.bodies:
        assert words_at(found, body.start, body.end) == body.name


def test_an_adopted_act_without_a_number() -> None:
    found = reading(
        "Viện đã xây dựng Đề án mẫu của TP Hà Nội, đã được Bộ Chính trị thông qua năm 2019; sau đó xây dựng mô hình "
        "cho TP Đà Nẵng và đã được Quốc hội thông qua nghị quyết."
    )
    assert [(act.type, act.issuer, act.date_printed, act.status) for act in found.unnumbered] == [
        ("đề án", "Bộ Chính trị", "2019", "adopted"), ("nghị quyết", "Quốc hội", "", "adopted"),
    ]  # fmt: skip


def test_a_numbered_act_is_not_told_twice() -> None:
    found = reading("Nghị quyết số 131/2020/QH14 đã được Quốc hội thông qua năm 2020.")
    assert (len(found.citations), found.unnumbered) == (1, [])


def test_objectives_are_listed_and_said_once() -> None:
    found = reading(
        "Mục tiêu thành phố hướng đến xây dựng đô thị thông minh, đô thị xanh và mang bản sắc sông nước. Việc này chủ yếu "
        "là nâng cao hiệu lực, hiệu quả quản lý và phát huy lợi thế, kiểm soát tốt phát triển đô thị. Thành phố hướng đến "
        "xây dựng đô thị thông minh. Rà soát nhằm phục vụ cho việc nghiên cứu."
    )
    assert [aim.text for aim in found.objectives] == [
        "xây dựng đô thị thông minh", "đô thị xanh", "mang bản sắc sông nước",
        "nâng cao hiệu lực, hiệu quả quản lý", "phát huy lợi thế", "kiểm soát tốt phát triển đô thị",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Dự họp có các đồng chí: Lê Thị Mẫu, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy; Trần Văn Thử, nguyên Chủ tịch HĐND tỉnh.",
         [("Lê Thị Mẫu", "Ủy viên", "Trung ương Đảng"), ("Lê Thị Mẫu", "Bí thư", "Tỉnh ủy"),
          ("Trần Văn Thử", "nguyên Chủ tịch", "HĐND tỉnh")]),
        ("có các Phó Thủ tướng Chính phủ: Lê Văn Mẫu, Trần Thị Thử",
         [("Lê Văn Mẫu", "Phó Thủ tướng", "Chính phủ"), ("Trần Thị Thử", "Phó Thủ tướng", "Chính phủ")]),
        # the name of the body runs into the person's
        ("Trưởng Ban Dân vận Trung ương Lê Thị Mẫu và Chủ nhiệm Ủy ban Xã hội của Quốc hội Trần Văn Thử",
         [("Lê Thị Mẫu", "Trưởng Ban", "Ban Dân vận Trung ương"), ("Trần Văn Thử", "Chủ nhiệm", "Ủy ban Xã hội của Quốc hội")]),
        ("đồng chí Lê Văn Mẫu, TVTU, Phó Chủ tịch UBND tỉnh", [("Lê Văn Mẫu", "Phó Chủ tịch", "UBND tỉnh")]),
        ("Tổng Bí thư Lê Mẫu Thử; Thiếu tướng Trần Thử Mẫu, Giám đốc Công an tỉnh",
         [("Lê Mẫu Thử", "Tổng Bí thư", ""), ("Trần Thử Mẫu", "Giám đốc", "Công an tỉnh")]),
    ],
)  # fmt: skip
def test_persons_in_lists_and_behind_their_posts(text: str, persons: list[tuple[str, str, str]]) -> None:
    assert [(person.name, person.post, person.body) for person in reading(text).persons] == persons


def test_objectives_under_their_headings() -> None:
    found = reading(
        "Mục tiêu tuyên truyền của cơ quan\n- Xác định nội dung; góp phần nâng cao nhận thức.\n- Khống chế rủi ro.\n\n"
        "1. Mục đích: Quán triệt tinh thần mới.\nMục tiêu 2: Duy trì nền nếp."
    )
    assert [aim.text for aim in found.objectives] == [
        "Xác định nội dung", "góp phần nâng cao nhận thức", "Khống chế rủi ro", "Quán triệt tinh thần mới", "Duy trì nền nếp",
    ]  # fmt: skip


def test_persons_with_two_posts_and_post_before_name() -> None:
    found = reading(
        "Đồng chí Lê Thị Mẫu, Phó Bí thư Thường trực Thành ủy, Chủ tịch UBND thành phố, dự họp. Giám đốc Sở Nội vụ Trần Văn Thử báo "
        "cáo. Ông Phạm Mẫu, Trưởng phòng Nội vụ quận Bến Mẫu, ghi biên bản. Ông Vũ Thử đi cùng."
    )
    assert [(person.name, person.post, person.body) for person in found.persons] == [
        ("Lê Thị Mẫu", "Phó Bí thư Thường trực", "Thành ủy"), ("Lê Thị Mẫu", "Chủ tịch", "UBND thành phố"),
        ("Trần Văn Thử", "Giám đốc", "Sở Nội vụ"), ("Phạm Mẫu", "Trưởng phòng", "Phòng Nội vụ quận Bến Mẫu"),
    ]  # fmt: skip


def test_a_homonym_elsewhere_is_not_gone() -> None:
    """Only names that belong to the land the workspace knows are told; a number alone names no ward."""
    territory = charter_land()
    text = "Tại phường An Phú, quận Ninh Kiều; phường An Phú, thành phố Thủ Đức; phường 5; phường Tân An."
    gone = gone_units(Bodies(Page(text)), territory, date(2026, 1, 1).toordinal())
    assert gone["phường An Phú"] == "phường Ninh Kiều"
    assert "phường 5" not in gone
    assert "phường Tân An" not in gone  # another ward bears the name today
    alone = gone_units(
        Bodies(Page("phường An Phú, thành phố Thủ Đức")), territory, date(2026, 1, 1).toordinal()
    )
    assert alone == {}
    assert gone_units(Bodies(Page(text)), territory, date(2022, 1, 1).toordinal()) == {}


def charter_land() -> Territory:
    return open_workspace().land()


def test_every_finding_has_a_sentence_and_a_mend_in_both_languages() -> None:
    names = {*doubts.MESSAGES["vi"], *LINTS["vi"]} - {"unknown-type"}  # a row's lint, no text's
    for language in ("vi", "en"):
        assert {*doubts.HELP[language]} == names
    for found in (read_scheme(document(TEXT), lang=language).findings for language in ("vi", "en")):
        assert all(doubt.message and doubt.help for doubt in found)


@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    if not text.strip() or "\x00" in text:
        return
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    _whole(data)


_PIECES = st.sampled_from((
    "Giao ", "Sở Nội vụ", "chủ trì", ", ", "; ", "phối hợp với ", "các ", "quận ", "Ninh Kiều", " và ", "trước ngày ",
    "31/2/2026", "\n", "1. ", "- ", "Cơ quan chủ trì: ", "Ông Lê Văn Mẫu", ", Giám đốc ", "cho rằng: ", "mục tiêu là ",
    "nâng cao ", "thí điểm tại ", "3 phường là ", "giai đoạn 2021-2025", "trình ", "ban hành Kế hoạch", "được ", ".", "…",
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n", "Nghị quyết số 98/NQ-CP", "İ", "ỷ", "a\u0301",
))  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=40))
def test_any_mix_of_its_words_gives_a_reading(pieces: list[str]) -> None:
    text = "".join(pieces)
    if text.strip():
        _whole(text.encode())


def _whole(data: bytes) -> None:
    from phancap.formats.documents import BadDocument, read_bytes

    try:
        read = read_bytes(data)
    except BadDocument:
        return
    found = read_scheme(read)
    json.dumps(as_json(found))
    size = len(found.document.text)
    for span in spans_of(found):
        assert 0 <= span.start <= span.end <= size


@pytest.mark.parametrize(
    "piece",
    [
        "giao ", "các ", "Sở Nội vụ, ", "Sở Nội vụ; ", "phối hợp với ", "quận A", "Ông A, ", "A ", "1. ", ", và ",
        "trình UBND ", "được Quốc hội ", "nhằm ", "mục tiêu ", "căn cứ ", "3 phường là ", "trong tháng ", "(", "; chủ trì ",
        "TM. A\n", "\n", "giai đoạn 2021-", "Chủ tịch UBND ", "Nâng cao, ", "kế hoạch ", "trình UBND ban hành kế hoạch ", "Sở Nội vụ chủ trì ",
        "được Quốc hội thông qua ", "giao Sở Nội vụ; ", "quận Bến Mẫu thí điểm ", "Sở Nội vụ phối hợp, ",
        "Nghị quyết số 98/NQ-CP của Chính phủ giao Sở Nội vụ làm; ", "ký kết hợp đồng ", "trước ngày 1/1/2026 ",
    ],
)  # fmt: skip
def test_no_catastrophic_text(piece: str) -> None:
    """A hundred thousand characters of each: what backtracks without bound, or looks back to the beginning
    again and again, would not come back."""
    text = piece * (100_000 // len(piece))
    page = Page(text)
    assert len(page.plain) == len(text)
    if text.strip():
        reading("Đầu. " + text)


def test_a_megabyte_of_all_that_is_hard() -> None:
    pieces = [
        "giao Sở Nội vụ; ",
        "Sở Nội vụ, ",
        "các quận A và ",
        "trình UBND ban hành kế hoạch ",
        "Ông A, ",
        "(((",
        "1. ",
    ]
    found = reading("".join(piece * (150_000 // len(piece)) for piece in pieces))
    assert len(found.document.text) > 1_000_000
