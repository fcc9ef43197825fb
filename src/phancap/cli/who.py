"""``phancap who``: the competent body and why, one question or a file of them."""

from __future__ import annotations

import click

from phancap.cli.common import DAY, Refused, language, locate, open_snapshot, options, print_json, said
from phancap.formats.days import today

NEGATIVE = {
    "gap",
    "overlap",
    "needs-facts",
    "ambiguous-place",
    "unknown-power",
    "unknown-place",
    "no-such-day",
}


@click.command()
@click.argument("power", required=False)
@click.option(
    "--at", "place", metavar="NƠI", help="Nơi: tên, địa chỉ, mã (`c31141`), uid, hoặc `vĩ độ,kinh độ`."
)
@click.option("--on", type=DAY, metavar="DAY", help="Ngày phát sinh hoặc nhận hồ sơ (mặc định: hôm nay).")
@click.option("--role", default="decide", metavar="R", help="Vai trò (mặc định: decide).")
@click.option("--decided", type=DAY, metavar="DAY", help="Ngày quyết định, nếu sau ngày nhận.")
@click.option("--known", type=DAY, metavar="DAY", help="Chỉ dùng những gì đã công bố đến ngày này.")
@click.option("--fact", "facts", multiple=True, metavar="K=V", help="Dữ kiện, như value=15000000000.")
@click.option("--batch", type=click.Path(dir_okay=False), metavar="TỆP", help="Nhiều câu hỏi: tệp CSV vào.")
@click.option("--out", type=click.Path(dir_okay=False), metavar="TỆP", help="Tệp CSV ra của --batch.")
@options
def who(
    power: str | None, place: str | None, on: int | None, role: str, decided: int | None, known: int | None,
    facts: tuple[str, ...], batch: str | None, out: str | None, workspace: str | None,
    option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Cơ quan nào có thẩm quyền, vì sao, đến khi nào.

    POWER là mã, số thủ tục hoặc lời thường: phancap who "cấp phép xây dựng nhà ở" --at "an phu ninh kieu" --on 2022-06-20
    """
    from phancap.competence.given import BadQuestion
    from phancap.competence.inquiry import Desk, Put

    language_ = language(lang)
    given = tuple(_fact(text) for text in facts)
    if batch:
        if power or place:
            raise Refused(
                said(
                    "dùng `--batch TỆP` thì không kèm POWER hay `--at`: câu hỏi nằm trong tệp",
                    "with `--batch FILE` there is no POWER and no `--at`: the questions stand in the file",
                )
            )
        if not out:
            raise Refused(
                said("`--batch` cần `--out TỆP` để ghi câu trả lời", "`--batch` needs `--out FILE` for the answers")
            )
        from phancap.cli.batch import answer_file

        return answer_file(Desk(open_snapshot(workspace, option, language_), language_, locate), batch, out)
    if not power:
        example = 'phancap who "cấp phép xây dựng nhà ở" --at "an phú, ninh kiều" --on 2022-06-20'
        raise Refused(said(f"thiếu POWER · ví dụ: {example}", f"POWER is missing · for instance: {example}"))
    if not place or not place.strip():
        example = '--at "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều"'
        raise Refused(
            said(
                f"thiếu `--at NƠI` · ví dụ: {example} hoặc --at c31141",
                f"`--at PLACE` is missing · for instance: {example} or --at c31141",
            )
        )
    put = Put(power, place, today() if on is None else on, role, decided, known, given)
    try:
        desk = Desk(open_snapshot(workspace, option, language_), language_, locate)
        answer = desk.answer(put)
    except BadQuestion as error:
        raise Refused(str(error)) from None
    if as_json:
        print_json(answer)
    else:
        from phancap.cli.show import show_answer

        help_ = None
        if answer["status"] == "gap":
            from phancap.competence.gap import help_of  # what it needs is more than an answer needs

            help_ = help_of(desk, put, answer)
        show_answer(answer, language_, help_)
    return 1 if answer["status"] in NEGATIVE else 0


def _fact(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise Refused(
            said(
                f"`--fact {text}`: viết `TÊN=GIÁ TRỊ`, như `--fact value=15000000000`",
                f"`--fact {text}`: write `NAME=VALUE`, as `--fact value=15000000000`",
            )
        )
    return name.strip(), value.strip()
