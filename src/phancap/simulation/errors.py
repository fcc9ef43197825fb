"""What a model refuses, in both languages: where, what was got, why it cannot run, what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

_TEXTS: dict[str, tuple[str, str]] = {
    "negative": (
        "`{what}` là {got}, không được âm · ghi số từ 0 trở lên",
        "`{what}` is {got}, which may not be negative · write a number of 0 or more",
    ),
    "positive": (
        "`{what}` là {got}, phải lớn hơn 0",
        "`{what}` is {got}, it must be greater than 0",
    ),
    "more": (
        "`{what}` là {got}, nhiều nhất {most}",
        "`{what}` is {got}, at most {most} are possible",
    ),
    "no-use": (
        "bước `{step}`: `{what}` không có tác dụng ở một bước ghi bằng `{why}` · bỏ đi, hoặc tách thành hai bước",
        "step `{step}`: `{what}` means nothing in a step given by `{why}` · leave it out, or make two steps of it",
    ),
    "both": (
        "có cả `{one}` lẫn `{other}` · chỉ ghi một",
        "both `{one}` and `{other}` are given · write one of them",
    ),
    "share": (
        "`{what}` là {got}, phải từ 0 đến 1",
        "`{what}` is {got}, it must lie between 0 and 1",
    ),
    "whole": (
        "`{what}` là {got}, phải là số nguyên",
        "`{what}` is {got}, it must be a whole number",
    ),
    "unknown": (
        "không có {kind} `{got}`{near}",
        "there is no {kind} `{got}`{near}",
    ),
    "twice": (
        "{kind} `{got}` khai hai lần, lần trước ở {first}",
        "{kind} `{got}` is declared twice, first at {first}",
    ),
    "choice": (
        "`{what}` không nhận `{got}`{near} · có: {choices}",
        "`{what}` cannot be `{got}`{near} · one of: {choices}",
    ),
    "missing": ("thiếu `{what}`", "`{what}` is missing"),
    "type": (
        "`{what}` là `{got}`, cần {expected}",
        "`{what}` is `{got}`, expected {expected}",
    ),
    "key": (
        "không có mục `{got}`{near} · có: {choices}",
        "there is no entry `{got}`{near} · one of: {choices}",
    ),
    "order": (
        "`{what}`: ngày phải tăng dần, {got}",
        "`{what}`: days must ascend, {got}",
    ),
    "session": (
        "lịch `{got}`: buổi {one} không hợp lệ hoặc chồng lên buổi trước · giờ mở phải trước giờ đóng",
        "calendar `{got}`: session {one} is not valid or overlaps the one before · opening comes before closing",
    ),
    "never-open": (
        "cơ quan `{office}` không mở cửa ngày nào trong {days} ngày mô phỏng · xem lịch `{calendar}`",
        "office `{office}` is not open on any of the {days} days simulated · see calendar `{calendar}`",
    ),
    "nobody": (
        "bước `{step}` của thủ tục `{power}` tại `{place}` không ai làm được: cơ quan `{office}` không có người có "
        "kỹ năng `{skill}` từ ngày {day} · thêm bàn có kỹ năng này, hoặc giao bước cho cơ quan khác",
        "step `{step}` of procedure `{power}` at `{place}` may be done by nobody: office `{office}` has no staff "
        "with skill `{skill}` from day {day} on · add a desk with that skill, or route the step elsewhere",
    ),
    "closes": (
        "thủ tục `{power}` tại `{place}`: cơ quan `{office}` đóng ngày {closes} nhưng còn giữ việc đến ngày {day} · "
        "thêm một giai đoạn với cơ quan kế tiếp",
        "procedure `{power}` at `{place}`: office `{office}` closes on day {closes} but holds the power until day {day} · "
        "add a phase with its successor",
    ),
    "not-yet": (
        "thủ tục `{power}` tại `{place}` chưa ai giữ trước ngày {day} · giai đoạn đầu phải bắt đầu từ ngày 0",
        "procedure `{power}` at `{place}` is held by nobody before day {day} · the first phase must start on day 0",
    ),
    "no-route": (
        "thủ tục `{power}` tại `{place}`: không nói cơ quan nào giữ vai trò `{role}` của bước `{step}`",
        "procedure `{power}` at `{place}`: no office is named for role `{role}` of step `{step}`",
    ),
    "no-exit": (
        "thủ tục `{power}`: hồ sơ quay lại từ bước `{step}` với xác suất 1, không bao giờ xong · `rework` phải nhỏ hơn 1",
        "procedure `{power}`: dossiers return from step `{step}` with probability 1 and never end · `rework` must be below 1",
    ),
    "back": (
        "bước `{step}`: `back_to = {got}` phải là chính nó hoặc một bước trước nó",
        "step `{step}`: `back_to = {got}` must be the step itself or one before it",
    ),
    "no-steps": ("thủ tục `{power}` không có bước nào", "procedure `{power}` has no steps"),
    "no-demand": (
        "không có hồ sơ nào đến: cần ít nhất một mục `arrivals` hoặc `stock` lớn hơn 0",
        "no dossier arrives: at least one entry of `arrivals` or `stock` above 0 is needed",
    ),
    "too-big": (
        "mô hình có khoảng {got} hồ sơ mỗi lần chạy, quá {most} · giảm thời gian hoặc nhu cầu",
        "the model has some {got} dossiers a run, more than {most} · shorten the time or lower the demand",
    ),
    "too-short": (
        "`--steady`: {days} ngày là quá ngắn để thấy trạng thái ổn định · cần ít nhất {least} ngày",
        "`--steady`: {days} days are too short to see a steady state · at least {least} days are needed",
    ),
    "too-long": (
        "mỗi hồ sơ qua khoảng {got} bước vì `rework` sát 1: quá {most} bước mỗi lần chạy · giảm `rework` hoặc nhu cầu",
        "a dossier takes some {got} steps as `rework` is close to 1: more than {most} steps a run · lower `rework` or the demand",
    ),
    "too-fine": (
        "`spell_days` là {got}: quá nhiều đợt vắng mặt để mô phỏng · ghi số lớn hơn",
        "`spell_days` is {got}: too many spells of absence to simulate · write a larger number",
    ),
    "out-of-time": (
        "ngày {first} đến ngày {last} của mô hình nằm ngoài lịch (năm 1 đến 9999) · dời `first_day` hoặc bớt ngày",
        "days {first} to {last} of the model lie outside the calendar (years 1 to 9999) · move `first_day` or take fewer days",
    ),
    "too-few": (
        "`--select`: {count} phương án và {most} lần chạy là quá ít · cần ít nhất hai phương án, mỗi phương án hai lần chạy",
        "`--select`: {count} options and {most} replications are too few · at least two options with two replications each are needed",
    ),
    "no-value": (
        "lần chạy {replication} không có giá trị của `{measure}`, nên không chọn được theo chỉ số này",
        "replication {replication} has no value of `{measure}`, so nothing can be chosen by it",
    ),
    "after-count": (
        "`{what}` là {got}, sau ngày đếm {day}: hồ sơ chưa nộp thì chưa mở",
        "`{what}` is {got}, after the count of {day}: what is not yet filed is not open",
    ),
    "whole-run": (
        "`{what}` tính cho cả thời gian mô phỏng, không đi cùng `{got}` · bỏ `{got}`, hoặc dùng `factor` cho một khoảng ngày",
        "`{what}` holds for the whole run and does not go with `{got}` · leave `{got}` out, or use `factor` for some days",
    ),
    "span": (
        "`{what}`: khoảng ngày rỗng, {start} đến {end}",
        "`{what}`: an empty interval of days, {start} to {end}",
    ),
    "unreadable": ("không đọc được: {reason}", "cannot be read: {reason}"),
    "weekday": (
        "`{got}` không phải thứ trong tuần · dùng mon, tue, wed, thu, fri, sat, sun hoặc mon-fri",
        "`{got}` is no weekday · use mon, tue, wed, thu, fri, sat, sun or mon-fri",
    ),
    "clock": (
        "`{got}` không phải buổi dạng hh:mm-hh:mm",
        "`{got}` is no session of the form hh:mm-hh:mm",
    ),
    "known-lines": (
        "không có hồ sơ số {got} · lần chạy này có {count} hồ sơ, số từ 1 đến {count}",
        "there is no dossier number {got} · this run has {count} dossiers, numbered 1 to {count}",
    ),
    "day": (
        "`{what}` là `{got}`, cần ngày dạng YYYY-MM-DD",
        "`{what}` is `{got}`, expected a day of the form YYYY-MM-DD",
    ),
    "basis": (
        'con số của `{what}` không nói dựa vào đâu · thêm `source = "..."` hoặc `assumption = true`',
        'the figure of `{what}` does not say what it rests on · add `source = "..."` or `assumption = true`',
    ),
    "range": (
        "`{what}`: giá trị {got} nằm ngoài khoảng [{low}; {high}]",
        "`{what}`: the value {got} lies outside its range [{low}; {high}]",
    ),
}


_KINDS = {"scenario": "kịch bản", "step": "bước", "route": "đường đi"}
"""Kinds of things in Vietnamese, where they are no word of the model's own files."""


class Fault(NamedTuple):
    """One thing wrong: ``where`` is a place people can find (``mmc.toml:desks[2]``, ``staff.csv:12``)."""

    where: str
    code: str
    params: tuple[tuple[str, object], ...]

    def message(self, lang: str = "vi") -> str:
        """``where: sentence``, in Vietnamese or (``lang="en"``) English."""
        params = dict(self.params)
        if lang != "en" and params.get("kind") in _KINDS:
            params["kind"] = _KINDS[str(params["kind"])]
        text = _TEXTS[self.code][1 if lang == "en" else 0].format(**params)
        return f"{self.where}: {text}" if self.where else text


def fault(where: str, code: str, **params: object) -> Fault:
    """A fault of the kind ``code``, its sentence filled with ``params``."""
    return Fault(where, code, tuple(params.items()))


def near(got: str, options: Iterable[str], lang_free: bool = True) -> str:
    """`` · `name` ?`` with the nearest valid value, or nothing; the same words in both languages."""
    from phancap.formats.nearest import nearest

    found = nearest(got, list(options), limit=1)
    return f" (≈ `{found[0]}`)" if found else ""


class ModelError(ValueError):
    """A model, scenario or request that cannot run: every fault at once, nothing has run."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(item.message() for item in self.faults))

    def lines(self, lang: str = "vi") -> list[str]:
        """One line a fault, each once."""
        return list(dict.fromkeys(item.message(lang) for item in self.faults))


def read_toml(path: str | os.PathLike[str]) -> tuple[str, dict[str, Any]]:
    """The name of a TOML file and its keys; a :class:`ModelError` where it cannot be read."""
    import tomllib

    name = os.path.basename(os.fspath(path))
    try:
        with open(path, "rb") as file:
            return name, tomllib.load(file)
    except (OSError, ValueError, RecursionError) as error:
        raise refuse(name, "unreadable", reason=str(error)) from None


def refuse(where: str, code: str, **params: object) -> ModelError:
    """A :class:`ModelError` with one fault."""
    return ModelError((fault(where, code, **params),))
