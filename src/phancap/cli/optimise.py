"""``phancap optimise``: which power at which level with how many staff, inside what the law allows."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import DAY, Refused, language, options, print_json, run_long, said, tell_passed_over
from phancap.formats.days import format_day, show_day, today

if TYPE_CHECKING:
    from phancap.planning.optimise import Answer


@click.command()
@click.option("--from", "start", type=DAY, metavar="DAY", help="Ngày đầu của phương án (mặc định: hôm nay).")
@click.option("--to", "end", type=DAY, metavar="DAY", help="Đến trước ngày (mặc định: hết phạm vi).")
@click.option(
    "--signed", type=DAY, metavar="DAY", help="Ngày ký văn bản: luật của ngày ấy (mặc định: 15 ngày trước)."
)
@click.option("--areas", metavar="MÃ,...", help="Chỉ các quận, phường này được đổi, như d916,d919.")
@click.option("--each", is_flag=True, help="Mỗi nơi có thể khác nhau (mặc định: như nhau).")
@click.option("--payroll", type=click.IntRange(min=0), help="Trần biên chế của mọi nơi cộng lại.")
@click.option("--moves", type=click.IntRange(min=0), help="Nhiều nhất bao nhiêu việc được chuyển.")
@click.option("--must", multiple=True, metavar="POWER=LEVEL", help="Việc này phải ở cấp này.")
@click.option("--order", multiple=True, metavar="A:B", help="Việc B không bao giờ ở thấp hơn việc A.")
@click.option("--assume", multiple=True, metavar="K=V", help="Đổi một giả định.")
@click.option("--gap", type=click.FloatRange(0, 1), default=0.001, show_default=True, help="Sai số cho phép.")
@click.option(
    "--time", "seconds", type=click.FloatRange(1), default=60.0, show_default=True, help="Giây giải mỗi lần."
)
@click.option(
    "--top",
    type=click.IntRange(1, 50),
    default=10,
    show_default=True,
    help="Bao nhiêu phương án tốt nhất đem mô phỏng.",
)
@click.option("--no-simulate", is_flag=True, help="Không mô phỏng, lấy phương án rẻ nhất.")
@click.option("--seed", type=int, default=1, show_default=True, help="Hạt giống ngẫu nhiên.")
@click.option("--id", "name", metavar="ID", help="Mã phương án mới.")
@click.option("--title", metavar="TÊN", help="Tên phương án mới.")
@click.option("--out", metavar="DIR", help="Chép bộ dữ liệu vào đây rồi thêm phương án (bản gốc giữ nguyên).")
@click.option("--replace", is_flag=True, help="Ghi đè phương án cùng mã.")
@options
def optimise(
    start: int | None, end: int | None, signed: int | None, areas: str | None, each: bool, payroll: int | None,
    moves: int | None, must: tuple[str, ...], order: tuple[str, ...], assume: tuple[str, ...], gap: float,
    seconds: float, top: int, no_simulate: bool, seed: int, name: str | None, title: str | None, out: str | None,
    replace: bool, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Việc nào ở cấp nào, nơi nào, với bao nhiêu người có kỹ năng gì: ít tốn nhất trong khuôn khổ pháp luật."""
    from phancap.charter.view import View
    from phancap.planning import optimise as work
    from phancap.planning.optimise_solve import NoPlan, NoSolver
    from phancap.workspace.content import good_option_id
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    run_long()
    chosen = language(lang)
    try:
        loaded, charter = charter_of(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    tell_passed_over(loaded.notes, chosen)
    first = today() if start is None else start
    last = charter.horizon.end if end is None else end
    if not charter.horizon.start <= first < last <= charter.horizon.end:
        low, high = (show_day(day) for day in charter.horizon)
        raise Refused(said(
            f"`--from` {show_day(first)}, `--to` {show_day(last)}: phải theo thứ tự và nằm trong {low} – {high}",
            f"`--from` {show_day(first)}, `--to` {show_day(last)}: must follow each other inside {low} – {high}",
        ))  # fmt: skip
    id = name or f"toi-uu-{format_day(first)}"
    if not good_option_id(id):
        raise Refused(said(f"`--id`: `{id}` không dùng làm mã phương án được · chữ không dấu, số, `-`, `_`, `.`", f"`--id`: `{id}` cannot be an option id · plain letters, digits, `-`, `_`, `.`"))
    view = View(charter)
    asked = work.Asked(
        first, last, first - 15 if signed is None else signed, _areas(view, areas, first), not each, payroll, moves,
        tuple(_pair("--must", item, "=") for item in must), tuple(_pair("--order", item, ":") for item in order),
    )  # fmt: skip
    root = _root(workspace or shipped(), out, workspace is None, id)
    target = os.path.join(root, "options", id)
    if os.path.lexists(target) and not replace:
        raise Refused(said(f"đã có phương án `{id}` ở {target} · dùng `--id` khác, hoặc `--replace`", f"there is an option `{id}` in {target} already · take another `--id`, or `--replace`"))

    def tell(text: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"  {text}", err=True)

    try:
        answer = work.optimise(
            loaded, charter, asked, id, title or "", lang=chosen, assume=numbers_of(assume), gap=gap,
            time_limit=seconds, top=1 if no_simulate else top, tell=tell,
        )  # fmt: skip
    except (work.AskError, NoSolver, NoPlan, ValueError) as error:
        raise Refused(str(error)) from None
    if answer.plan is None:
        if as_json:
            print_json(work.as_json(view, answer, id, "", chosen))
        else:
            _show_conflict(answer, chosen)
        return 1
    simulated: dict[str, Any] | None = None
    if not no_simulate and len(answer.plans) > 1:
        answer, simulated = _simulated(workspace or shipped(), view, answer, asked, id, title or "", chosen, seed, tell)
    wrong = work.unlawful(loaded, id, answer)
    if wrong:
        raise RuntimeError(f"the option would not be lawful: {wrong[0]}")
    if not os.path.exists(os.path.join(root, "city.toml")):
        work.copy_workspace(workspace or shipped(), root)
    path = work.write(answer, root, id, replace)
    data = {**work.as_json(view, answer, id, path, chosen), "simulated": simulated}
    if as_json:
        print_json(data)
    else:
        _show(data, root, chosen)
    return 0


def _simulated(root: str, view: Any, answer: Answer, asked: Any, id: str, title: str, lang: str, seed: int,
               tell: Any) -> tuple[Answer, dict[str, Any] | None]:  # fmt: skip
    """The best of the plans by simulation; the cheapest by the solver where this workspace cannot be simulated."""
    from phancap.planning import optimise as work
    from phancap.planning.optimise_simulate import as_json, choose
    from phancap.simulation.errors import ModelError

    if not os.path.isdir(root):
        return answer, None
    answers = [work.with_plan(view, answer.asked, plan, answer.plans, asked, id, title, lang) for plan in answer.plans]
    try:
        chosen = choose(root, answers, asked.on, seed, answer.asked.assumed, tell)
    except ModelError as error:
        first = error.lines(lang)[0]
        click.echo(f"{'không mô phỏng được, lấy phương án rẻ nhất' if lang == 'vi' else 'not simulated, the cheapest taken'}: {first}", err=True)
        return answer, None
    return answers[chosen.best], as_json(chosen, answers)


def _root(source: str, out: str | None, is_shipped: bool, id: str) -> str:
    """Where the option goes: the workspace itself, or a copy where it is not the asker's own folder."""
    if out is not None:
        if os.path.exists(out) and not os.path.exists(os.path.join(out, "city.toml")):
            raise Refused(said(f"`--out`: `{out}` đã có và không phải bộ dữ liệu · chọn thư mục mới", f"`--out`: `{out}` exists and is no workspace · choose a new folder"))
        return out
    if not is_shipped and os.path.isdir(source):
        return source
    copy = f"{os.path.basename(os.path.normpath(source)).removesuffix('.xlsx')}-{id}"
    if source.endswith(".xlsx"):
        raise Refused(said("bộ dữ liệu là một tệp .xlsx: chuyển thành thư mục trước · phancap import xlsx", "the workspace is an .xlsx file: turn it into a folder first · phancap import xlsx"))
    return copy


def _areas(view: Any, text: str | None, day: int) -> tuple[str, ...]:
    """Areas by uid or lettered code, as the uids of that day."""
    if not text:
        return ()
    found = []
    for part in text.split(","):
        try:
            unit = view.unit_named(part.strip(), day)
        except ValueError:
            unit = None
        if unit is None:
            raise Refused(said(
                f"`--areas`: không có đơn vị `{part.strip()}` · viết như `d916` hoặc `c31117@2025-07-01`",
                f"`--areas`: there is no unit `{part.strip()}` · write it as `d916` or `c31117@2025-07-01`",
            ))  # fmt: skip
        found.append(unit.uid)
    return tuple(found)


def _pair(what: str, text: str, sign: str) -> tuple[str, str]:
    left, found, right = text.partition(sign)
    if not found or not left or not right:
        example = f"`1.013225{sign}{'district' if sign == '=' else '1.013226'}`"
        raise Refused(said(f"`{what}`: `{text}` · viết như {example}", f"`{what}`: `{text}` · write it as {example}"))
    return left.strip(), right.strip()


def numbers_of(items: tuple[str, ...]) -> dict[str, float]:
    """``--assume k=v`` as numbers; which names there are is told by the one who takes them."""
    found = {}
    for item in items:
        key, value = _pair("--assume", item, "=")
        try:
            found[key] = float(value)
        except ValueError:
            raise Refused(said(f"`--assume`: `{value}` không phải số", f"`--assume`: `{value}` is no number")) from None
    return found


def _show_conflict(answer: Answer, lang: str) -> None:
    vi = lang == "vi"
    click.echo("không có phương án nào đáp ứng mọi yêu cầu" if vi else "no plan meets all demands")
    if not answer.conflict:
        click.echo(
            "  riêng luật và khối lượng việc đã không để lại cách nào"
            if vi
            else "  law and work alone leave none"
        )
        return
    small = "ít nhất" if answer.proved_smallest else "không bớt được nữa"
    click.echo(f"  mâu thuẫn ({small}):" if vi else "  they conflict (smallest set):")
    for words in answer.conflict:
        click.echo(f"    {words}")
    click.echo("  bỏ một trong số đó rồi chạy lại" if vi else "  drop one of them and run again")


def _show(found: dict[str, Any], root: str, lang: str) -> None:
    """The plan on a screen: cost, what moves, who is needed, what binds, where it was written."""
    from phancap.formats.say import money

    vi = lang == "vi"
    moves = found["moves"]
    head = (
        f"{len(moves)} / {found['tasks']} việc đổi cấp"
        if vi
        else f"{len(moves)} of {found['tasks']} tasks change level"
    )
    gap = f"{found['gap']:.2%}".replace(".", "," if vi else ".")
    cost = money(round(found["objective"], -6), lang)
    click.echo(
        f"{click.style(head, bold=True)}  {cost} {'một năm · cách cận dưới' if vi else 'a year · from the bound'} {gap}"
    )
    names = {"posts": ("biên chế", "posts"), "travel": ("đi lại", "travel"), "delay": ("chờ đợi", "waiting"),
             "moves": ("chuyển việc", "moves")}  # fmt: skip
    for key, value in found["costs"].items():
        click.echo(f"  {names[key][not vi]:<14} {money(round(value, -6), lang)}")
    for move in moves:
        where = ", ".join(move["where"][:3]) + (" …" if len(move["where"]) > 3 else "")
        click.echo(f"  {move['power']}  {move['name'][:70]}")
        click.echo(f"    {move['from']} → {move['to']} · {move['instrument']} · {where} · {move['dossiers_a_year']:g}"
                   f" {'hồ sơ/năm' if vi else 'dossiers a year'}")  # fmt: skip
    if found["simulated"]:
        _show_simulated(found["simulated"], vi)
    for words in found["binding"]:
        click.echo(f"  {'ràng buộc' if vi else 'binding'}: {words}")
    click.echo(
        f"  {'dựa trên' if vi else 'rests on'} {len(found['assumptions'])} {'giả định' if vi else 'assumptions'}: --json"
    )
    click.echo(f"{'đã ghi' if vi else 'written'}: {found['option']}")
    click.echo(f"  phancap check --workspace {root} --option {found['id']}")


def _show_simulated(found: dict[str, Any], vi: bool) -> None:
    many = len(found["candidates"])
    runs = sum(c["replications"] for c in found["candidates"])
    place = found["best"] + 1
    sure = found["sure"]
    if vi:
        click.echo(f"  mô phỏng {many} phương án tốt nhất, {runs} lần chạy, năm {found['year']}: chọn phương án thứ {place}"
                   + ("" if sure else " (hết số lần chạy mà chưa phân thắng bại rõ)"))  # fmt: skip
    else:
        click.echo(f"  the best {many} simulated, {runs} runs, year {found['year']}: number {place} chosen"
                   + ("" if sure else " (the limit of runs came before a clear winner)"))  # fmt: skip
