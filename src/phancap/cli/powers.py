"""``phancap powers``: everything a body holds on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from phancap.cli.common import DAY, Refused, language, open_snapshot, options, print_json, said
from phancap.formats.days import today

if TYPE_CHECKING:
    from phancap.charter.view import View


@click.command()
@click.option(
    "--of",
    "body",
    required=True,
    metavar="CƠ QUAN",
    help="Mã cơ quan (`ubnd-xa/c31135@2025-07-01`) hoặc tên.",
)
@click.option("--on", type=DAY, metavar="DAY", help="Ngày (mặc định: hôm nay).")
@options
def powers(
    body: str, on: int | None, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool
) -> int:
    """Một cơ quan nắm những thẩm quyền nào vào một ngày, theo quy định nào."""
    from phancap.charter.view import View
    from phancap.competence import words
    from phancap.competence.answer import provision_words
    from phancap.competence.holdings import find_body, powers_of
    from phancap.formats.days import show_day
    from phancap.territory.places import load_gazetteer

    chosen = language(lang)
    day = today() if on is None else on
    snapshot = open_snapshot(workspace, option, chosen)
    view = View(snapshot.charter(), None, snapshot.land())
    if not view.horizon.start <= day < view.horizon.end:
        first, last = show_day(view.horizon.start), show_day(view.horizon.end - 1)
        raise Refused(
            said(
                f"--on: ngày {show_day(day)} ngoài phạm vi tra cứu, từ {first} đến hết {last}",
                f"--on: {show_day(day)} is outside the record, from {first} to the end of {last}",
            )
        )
    found = find_body(view, load_gazetteer(snapshot.section("names")), body, day)
    if not found:
        near = _near(view, body)
        raise Refused(
            said(
                f"không có cơ quan `{body}` ngày {show_day(day)}{near} · mã có dạng `loại/uid`, như `ubnd-xa/c31135@2025-07-01`",
                f"there is no body `{body}` on {show_day(day)}{near} · its code looks like `class/uid`, as `ubnd-xa/c31135@2025-07-01`",
            )
        )
    if len(found) > 1:
        raise Refused(
            said(
                f"`{body}` có thể là: {', '.join(found[:10])} · hãy chọn một mã",
                f"`{body}` may be: {', '.join(found[:10])} · choose one code",
            )
        )
    held = powers_of(view, found[0], day, chosen)
    held["exists"] = view.exists(found[0], day)
    if as_json:
        print_json(held)
        return 0
    click.echo(click.style(held["body"]["name"], bold=True) + f"  {show_day(day)}")
    if not held["exists"]:
        click.echo(said("  ngày này cơ quan không tồn tại", "  this body does not exist on that day"))
    for item in held["powers"]:
        basis = " ".join(part for part in (provision_words(item["provision"], chosen), item["act"]) if part)
        mark = "" if item["acts"] else (" · chịu trách nhiệm" if chosen == "vi" else " · answerable")
        click.echo(f"  {item['power']:<14} {item['name']}")
        click.echo(
            f"  {'':<14} {words.ROLE[chosen][item['role']]}{mark} · {basis} · {words.INSTRUMENT[chosen][item['instrument']]}"
        )
        for condition in item["conditions"]:
            click.echo(f"  {'':<14} {'khi' if chosen == 'vi' else 'if'} {condition}")
    count = len(held["powers"])
    click.echo(
        f"{count} thẩm quyền trong bộ dữ liệu" if chosen == "vi" else f"{count} powers in this workspace"
    )
    return 0


def _near(view: View, body: str) -> str:
    from phancap.formats.nearest import nearest

    near = nearest(body.partition("/")[0], [*view.classes, *view.bodies], limit=1)
    return said(f" · gần nhất: `{near[0]}`", f" · nearest: `{near[0]}`") if near else ""
