"""Many clients of the site at once, in one process: each asks, waits for the answer, asks again.

    python benchmarks/web_clients.py PORT CLIENTS SECONDS KIND        prints one JSON object
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

POWERS = ["1.013225", "1.013236", "1.004203", "1.013228", "1.012299", "1.001193", "1.004884", "1.000656"]
PLACES = [
    "phường Ninh Kiều", "an phu ninh kieu", "phuong Cai Rang", "Bình Thủy", "Ô Môn", "xa Phong Dien", "Thới Lai",
    "Vĩnh Thạnh", "cai khe", "phường Tân An", "hung phu", "Thốt Nốt", "xã Cờ Đỏ", "Phường Sóc Trăng", "phường Vị Thanh",
]  # fmt: skip


def question(chance: random.Random) -> str:
    """A question nobody has asked yet: some power, somewhere, on some day."""
    day = f"{chance.randint(2022, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    asked = {"power": chance.choice(POWERS), "at": chance.choice(PLACES), "on": day, "x": chance.randrange(1 << 40)}
    return "/who?" + urlencode(asked)


@dataclass
class Tally:
    """What happened to one kind of request."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    visits: int = 0
    reports: int = 0


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, target: str, agent: str = "bench", form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body."""
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(form).encode() if form else b""
        head = f"{'POST' if form else 'GET'} {target} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\n"
        if form:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        told = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = int(told.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(told[9:12]), await self.reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def one(number: int, port: int, until: float, kind: str, tally: Tally, service: str) -> None:
    """One client until the time is over."""
    chance, client, turn = random.Random(number), Client(port), 0  # noqa: S311  # the same load each time
    few = [question(random.Random(seed)) for seed in range(20)]  # noqa: S311
    while time.monotonic() < until:
        turn += 1
        target, form, agent = "/empty", None, "bench"
        dice = chance.random() if kind == "mixed" else 0.0
        if kind == "kept":
            target = chance.choice(few)
        elif kind == "fresh":
            target = question(chance)
        elif kind == "empty":
            pass
        elif dice < 0.7:
            target = question(chance) if dice < 0.35 else chance.choice(few)
        elif dice < 0.8:
            target = chance.choice(["/units?q=ninh+kieu", "/acts", "/bodies/chinh-phu", "/news", "/api/v1/units"])
        elif dice < 0.9:
            target, agent = "/counter/visit.gif", f"Mozilla/5.0 (X11; Linux) Client/{number}.{turn}"
        else:
            target = "/open311/v2/requests.json"
            form = {"service_code": service, "description": f"Đèn đường hỏng {number}.{turn}",
                    "address_string": "phường Ninh Kiều"}  # fmt: skip
        begun = time.monotonic()
        try:
            status, body = await client.ask(target, agent, form)
        except (OSError, EOFError, ValueError, asyncio.IncompleteReadError) as error:
            tally.errors.append(f"{target.partition('?')[0]}: {type(error).__name__}")
            client.close()
            continue
        tally.took.append(time.monotonic() - begun)
        if status not in (200, 201):
            tally.errors.append(f"{target.partition('?')[0]}: {status} {body[:120]!r}")
        elif form:
            tally.reports += 1
        elif agent != "bench":
            tally.visits += 1
    client.close()


async def main(port: int, clients: int, seconds: float, kind: str) -> None:
    """All of them."""
    service = ""
    if kind == "mixed":
        asking = Client(port)
        service = json.loads((await asking.ask("/open311/v2/services.json"))[1])[0]["service_code"]
        asking.close()
    tally, begun = Tally(), time.monotonic()
    await asyncio.gather(
        *(one(number, port, begun + seconds, kind, tally, service) for number in range(clients))
    )  # fmt: skip
    whole, took = time.monotonic() - begun, sorted(tally.took) or [0.0]
    print(json.dumps({
        "requests": len(tally.took), "seconds": whole, "errors": len(tally.errors), "samples": tally.errors[:5],
        "p50": took[len(took) // 2], "p95": took[len(took) * 95 // 100], "visits": tally.visits, "reports": tally.reports,
    }, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]))
