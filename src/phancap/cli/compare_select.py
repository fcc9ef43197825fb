"""``phancap compare --select``: which option is best, how sure that is, and how many replications each took."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from phancap.cli.common import Refused, tell_passed_over
from phancap.cli.compare import within
from phancap.formats.say import grouped, marked

if TYPE_CHECKING:
    from phancap.simulation.choose import Choice

MEASURES = ("cycle_days", "wait_minutes", "on_time", "open_at_end")
UNITS = {
    "cycle_days": ("ngày từ nộp đến xong", "days from filing to the end"),
    "wait_minutes": ("chờ, phút làm việc", "waiting, office minutes"),
    "on_time": ("đúng hạn, tỷ lệ", "on time, share"),
    "open_at_end": ("còn mở khi hết thời gian", "open at the end"),
}


class Best(NamedTuple):
    """The choice among the options of one time and the status quo, and the year it holds for."""

    choice: Choice
    year: str


def selected(
    wanted: tuple[str, ...], scenarios: tuple[str, ...], method: str, measure: str, indifference: float | None, most: int,
    seed: int, year: str, workspace: str | None, lang: str, tell: Callable[[int, int, str], None],
) -> list[Best]:  # fmt: skip
    """One choice for each time the options are of (the three levels, today): they are never ranked together."""
    from phancap.planning.compare import groups_of
    from phancap.planning.compare_model import BASE
    from phancap.planning.consequences import sides
    from phancap.simulation import ModelError
    from phancap.simulation.choose import choose
    from phancap.simulation.city import build_city
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.load import option_ids
    from phancap.workspace.open import charter_of, shipped

    vi = lang == "vi"
    if len(scenarios) > 1:
        raise Refused("`--select` đi cùng một `--scenario`" if vi else "`--select` goes with one `--scenario`")
    root = workspace or shipped()
    try:
        names = wanted or tuple(option_ids(root))
        if not names:
            raise Refused("bộ dữ liệu chưa có phương án nào" if vi else "the workspace has no option yet")
        base = charter_of(root, ())
        tell_passed_over(base[0].notes, lang)
        within(year, base[1])
        both = {name: sides(name, base, charter_of(root, (name,))) for name in names}
        world = scenarios[0] if scenarios else ""
        found = []
        for group in groups_of(both, year):
            models = {BASE: build_city(root, (), world, group.year)}
            for name in group.options:
                tell(0, most, name)
                models[name] = build_city(root, (name,), world, group.year)
            choice = choose(
                models, method, measure, seed=seed, most=most, indifference=indifference,
                progress=lambda done, of: tell(done, of, method.upper()),
            )  # fmt: skip
            found.append(Best(choice, group.year))
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    except ModelError as error:
        raise Refused("\n".join(error.lines(lang)[:40])) from None
    return found


def as_json(found: list[Best], scenarios: tuple[str, ...]) -> dict[str, Any]:
    """``choices``, one for each time, with the year it holds for; ``scenario`` of them all."""
    return {
        "scenario": scenarios[0] if scenarios else None,
        "choices": [{"year": best.year, **best.choice.as_json()} for best in found],
    }


def show(found: list[Best], lang: str) -> None:
    """Each choice; that options of several times are not ranked together is said."""
    for best in found:
        _show(best.choice, best.year, lang)
    if len(found) > 1:
        click.echo(
            "phương án của thời kỳ nào so với hiện trạng của thời kỳ ấy; khác thời kỳ thì không xếp hạng chung"
            if lang == "vi"
            else "options are held against the status quo of their own time; those of several times are not ranked together"
        )


def _show(choice: Choice, year: str, lang: str) -> None:
    """The best, the promise, then every candidate."""
    vi, selection = lang == "vi", choice.selection
    number = _number(lang)
    name = "hiện trạng" if vi and selection.best == "base" else "status quo" if selection.best == "base" else selection.best
    click.echo(f"{'tốt nhất' if vi else 'best'}: {click.style(name, bold=True)} · {UNITS[choice.measure][0 if vi else 1]} · {year}")
    click.echo(f"  {_promise(choice, vi, number)}")
    rivals = [name for name, mean in selection.means.items() if name != selection.best
              and abs(mean - selection.means[selection.best]) < (choice.indifference or 0.0)]  # fmt: skip
    if rivals:
        few = "hơn kém dưới mức đáng kể, không phân biệt được với" if vi else "by less than counts, not told apart from"
        click.echo(f"  {few}: {', '.join(rivals)}")
    for option, mean in sorted(selection.means.items(), key=lambda item: (item[0] != selection.best, item[0])):
        runs = grouped(selection.runs[option], lang)
        out = selection.dropped.get(option)
        tail = "" if out is None else f" · loại sau {out}" if vi else f" · dropped after {out}"
        click.echo(f"  {option:<40}{number(mean):>14}  {runs} {'lần chạy' if vi else 'replications'}{tail}")


def _number(lang: str) -> Callable[[float], str]:
    def told(value: float) -> str:
        text = f"{value:.4g}" if abs(value) < 10 else f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"
        return marked(text, lang)

    return told


def _promise(choice: Choice, vi: bool, number: Callable[[float], str]) -> str:
    gap = number(choice.indifference or 0.0)
    if choice.promised:
        share = number(100 * (choice.probability or 0.0))
        return (
            f"KN: chọn đúng với xác suất ít nhất {share} %, khi phương án tốt nhất hơn các phương án khác từ {gap} trở lên"
            if vi
            else f"KN: the right choice with probability at least {share} %, where the best leads by {gap} or more"
        )
    if choice.probability is not None:
        share = number(100 * choice.probability)
        return (
            f"OCBA: xác suất chọn đúng ước lượng {share} % (từ chính các lần chạy này, không phải bảo đảm)"
            if vi
            else f"OCBA: an estimated probability of {share} % for the right choice (from these very runs, no promise)"
        )
    return (
        f"KN: chưa đủ lần chạy để bảo đảm (mức không phân biệt {gap}) · tăng `--replications` hoặc `--indifference`"
        if vi
        else f"KN: too few replications for a promise (indifference {gap}) · raise `--replications` or `--indifference`"
    )
